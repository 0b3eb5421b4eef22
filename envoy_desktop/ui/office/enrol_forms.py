"""The forms of enrolment: words to compare, the district, the lost identity replaced."""

from collections.abc import Sequence

from envoy_desktop.office import enrol, status
from envoy_desktop.office.status import Envoy
from envoy_desktop.sync.identity import Public
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.fields import ChoiceField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.words import _


def district_field(organisation: str, district: str = "") -> TextField:
    """A field for the district; what the name of the unit tells stands as its hint."""
    told = status.district_of(organisation)
    return TextField(
        district, hint=_("{district}（看单位的名称）").format(district=told), longest=40
    )


class EnrolForm(FormDialog):
    """Enrol one whose words were compared."""

    def __init__(self, context: Context, public: Public, known: Sequence[Envoy]) -> None:
        super().__init__(
            context.window,
            _("登记{name}？").format(name=public.name),
            _("{unit}。请向本人核对这八个词，当面或打电话：").format(unit=public.organisation),
            save=_("词都一样，登记"),
        )
        self._context, self._public = context, public
        words = Label(public.words, "figure", wrap=True, selectable=True)
        words.setAccessibleName(_("指纹词"))
        self._column.insertWidget(1, words)
        self.form.add("district", _("区县"), district_field(public.organisation))
        lost = [one for one in known if one.name == public.name and one.identity != public.identity]
        if lost:
            choices = [
                (one.identity, _("换下这一个，它丢了：{words}").format(words=one.words))
                for one in lost
            ]
            self.form.add(
                "replaces", _("原来的身份"),
                ChoiceField(choices, none=_("还在用，两个都信任")),
            )  # fmt: skip

    def submit(self) -> None:
        values = self.form.values()
        self.commit(
            self._context.jobs,
            _("正在登记"),
            enrol.enrol,
            public=self._public,
            replaces=str(values.get("replaces") or ""),
            district=str(values["district"] or ""),
        )


class DistrictForm(FormDialog):
    """Say which district an envoy is of."""

    def __init__(self, context: Context, of: Envoy) -> None:
        super().__init__(
            context.window,
            _("{name}在哪个区县").format(name=of.name),
            _("汇总按区县分；不填就看单位的名称：{unit}").format(unit=of.organisation),
        )
        self._context, self._of = context, of
        field = district_field(of.organisation, of.district if of.assigned else "")
        self.form.add("district", _("区县"), field)

    def submit(self) -> None:
        self.commit(
            self._context.jobs,
            _("已记录"),
            enrol.assign,
            who=self._of.identity,
            district=str(self.form.values()["district"] or ""),
        )
