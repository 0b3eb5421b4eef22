"""The form of one event: a date, and only the fields that this event needs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from envoy_desktop import now
from envoy_desktop.domain import mandates
from envoy_desktop.domain.clock_values import EventKind, Party
from envoy_desktop.store.queries.facts import EventRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.procedures.reading import Case
from envoy_desktop.ui.procedures.steps import open_items, record_title
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.drop_zone import DropZone
from envoy_desktop.ui.widgets.fields import (
    ChoiceField,
    Field,
    LinesField,
    NumberField,
    TextField,
    YesNoField,
)
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Scroll
from envoy_desktop.words import N_, _, names, ngettext

K = EventKind
WITH_RECEIPT = (K.FILED, K.CORRECTION_NOTICE, K.RESUBMITTED, K.ACCEPTED, K.NOT_ACCEPTED)
WITH_ITEMS = (K.CORRECTION_NOTICE, K.RESUBMITTED, K.RECEIPT_REFUSED, K.PRE_REVIEW)
BEFORE = {
    K.PRE_REVIEW: N_("窗口要求先预审、后申报的，从这天起到申报为止另计天数，不进法定时限。"),
    K.RECEIPT_REFUSED: N_("窗口不肯收件的，照记下来；附上照片或通话记录。"),
    K.LEFT_HERE: N_("材料先放窗口、没有收件凭证的，照记下来；附上照片。"),
}
"""What an event before the filing means."""


def told(what: str, name: str) -> str:
    """An act as the toast names it: 记录受理：建设工程规划许可证."""
    return _("{what}：{name}").format(what=what, name=name)


class ItemsField(Field):
    """Papers to tick, and lines for what is on no list."""

    def __init__(self, offered: Sequence[str], ticked: Sequence[str] = ()) -> None:
        super().__init__()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self._boxes: list[QCheckBox] = []
        if offered:
            scroll = Scroll(gap=2)
            scroll.setMinimumHeight(min(theme.px(26 * len(offered) + 8), theme.px(180)))
            scroll.setMaximumHeight(theme.px(180))
            for text in offered:
                box = QCheckBox(text)
                box.setChecked(text in ticked)
                box.toggled.connect(self._was_changed)
                self._boxes.append(box)
                scroll.body.addWidget(box)
            scroll.body.addStretch(1)
            column.addWidget(scroll)
        rest = [text for text in ticked if text not in offered]
        self.others = LinesField("\n".join(rest), hint=_("清单以外的，每行写一项"), lines=2)
        self.others.input().setAccessibleName(_("清单以外的材料"))
        self.others.changed.connect(self._was_changed)
        column.addWidget(self.others)
        self._set_up(holder)

    def input(self) -> QWidget:
        boxes = getattr(self, "_boxes", [])
        return boxes[0] if boxes else self.others.input()

    def value(self) -> tuple[str, ...]:
        ticked = [box.text() for box in self._boxes if box.isChecked()]
        typed = [line.strip() for line in self.others.value().splitlines()]
        return tuple(dict.fromkeys([*ticked, *(line for line in typed if line)]))

    def set_value(self, value: Any) -> None:
        wanted = tuple(value or ())
        for box in self._boxes:
            box.setChecked(box.text() in wanted)
        known = {box.text() for box in self._boxes}
        self.others.set_value("\n".join(text for text in wanted if text not in known))


class EventForm(FormDialog):
    """Records an event of `kind`, or corrects `event` where one is given."""

    def __init__(
        self, context: Context, case: Case, kind: EventKind, event: EventRow | None = None
    ) -> None:
        name = names.event(kind.value)
        title = _("更正{event}").format(event=name) if event else record_title(kind)
        line = f"{case.row.name} · {case.row.project_name}"
        super().__init__(
            context.window, title, line, save=_("更正") if event else record_title(kind)
        )
        self._context, self._case, self._kind, self._event = context, case, kind, event
        self._fill()

    def _fill(self) -> None:
        case, kind, event = self._case, self._kind, self._event
        today = now.today()
        mark = marks(case.calendar)
        on = date.fromisoformat(event.on) if event else today
        self.form.add("on", _("发生日期"), DateField(on, mark=mark, latest=today, required=True))
        self.form.add(
            "before", _("当日先后"), ChoiceField(none=_("排在当日最后")),
            _("同一天有几件事时，说明哪件在先。"),
        )  # fmt: skip
        if kind in WITH_ITEMS:
            self._add_items(kind, event)
        if kind is K.RECEIPT_REFUSED:
            held = Party(event.party) if event and event.party else None
            holders = [(p, names.party(p.value)) for p in (Party.INVESTOR, Party.INTERMEDIARY)]
            self.form.add(
                "party", _("退给谁补"), ChoiceField(holders, held, none=_("没有说明缺什么")),
                _("说明了缺什么的，此后的天数不计入部门。"),
            )  # fmt: skip
        if kind is K.CORRECTION_NOTICE:
            given = Party(event.party) if event and event.party else None
            parties = [(p, names.party(p.value)) for p in (Party.INVESTOR, Party.INTERMEDIARY)]
            self.form.add("party", _("由谁补正"), ChoiceField(parties, given or Party.INVESTOR))
        if kind is K.SPECIAL_STEP_BEGUN:
            self.form.add(
                "announced", _("书面告知的时间"),
                NumberField(event.announced if event else None, unit=names.unit("working_day"),
                            least=1),
                _("没有书面告知的，照常计入时限（行政许可法第四十五条）。"),
            )  # fmt: skip
        if kind is K.EXTENSION:
            allowed = case.item.extension
            hint = _("该事项依法不得延期：照实记录，时限不变。")
            if allowed:
                most = ngettext("依法最多延长 {n} 日。", "依法最多延长 {n} 日。", allowed)
                hint = most.format(n=allowed)
            self.form.add(
                "days", _("延长"),
                NumberField(event.days if event else allowed,
                            unit=names.unit(case.item.limit_unit), least=1),
                hint,
            )  # fmt: skip
        if kind in WITH_RECEIPT:
            field = YesNoField(event.has_receipt if event else None, yes=_("有"), no=_("没有"))
            self.form.add(
                "has_receipt", _("书面凭证"), field,
                _("加盖印章、注明日期的书面凭证（行政许可法第三十二条）。"),
            )  # fmt: skip
        hint = _(BEFORE[kind]) if kind in BEFORE else ""
        self.form.add("note", _("备注"), TextField(event.note if event else ""), hint)
        shown = date.fromisoformat(event.system_on) if event and event.system_on else None
        self.form.add(
            "system_on", _("系统显示日期"), DateField(shown, mark=mark, latest=today),
            _("审批系统里的日期与实际不同时填写。"),
        )  # fmt: skip
        self._files = DropZone(self._context.jobs)
        if self._event is None:
            self.more.addWidget(self._files)
        else:
            self._files.setParent(self)
            self._files.hide()
        self._late = Label("", "caption", "yellow_word", wrap=True)
        self._late.hide()
        self.more.addWidget(self._late)
        self._outside = Label("", "caption", "yellow_word", wrap=True)
        self._outside.hide()
        self.more.addWidget(self._outside)
        self.form.changed.connect(self._changed)
        self._day_changed()

    def _add_items(self, kind: EventKind, event: EventRow | None) -> None:
        waiting = open_items(self._case.events)
        if kind is not K.RESUBMITTED:
            papers = [m.name for m in self._case.materials if not m.is_shared]
            offered = list(dict.fromkeys([*waiting, *papers]))
            ticked = event.items if event else ()
            label, hint = _("要求补正"), _("此前已经要求、尚未补齐的排在最前。")
            if kind in BEFORE:
                label, hint = _("说缺什么"), _("窗口说缺的材料；没有说就不填。")
        else:
            offered = list(dict.fromkeys([*(event.items if event else ()), *waiting]))
            ticked = event.items if event else waiting
            label, hint = _("补交的材料"), _("默认补齐全部要求。")
        self.form.add("items", label, ItemsField(offered, ticked), hint)

    @Slot(str)
    def _changed(self, name: str) -> None:
        if name == "on":
            self._day_changed()

    def _day_changed(self) -> None:
        """Offer the places within the day, and say where this comes in late."""
        on = self.form.fields["on"].value()
        own = self._event.id if self._event else None
        others = [
            e for e in self._case.events
            if on is not None and e.on == on.isoformat() and e.id != own
            and not e.void and not e.replaced
        ]  # fmt: skip
        before = self.form.fields["before"]
        assert isinstance(before, ChoiceField)
        choices = {e.kind: _("在{event}之前").format(event=names.event(e.kind)) for e in others}
        before.set_choices(list(choices.items()))
        self.form.show_row("before", bool(others))
        late = self._case.calendar.working_days(on, now.today()) if on else 0
        text = ngettext(
            "补录：发生在 {n} 个工作日以前，将注明补录。",
            "补录：发生在 {n} 个工作日以前，将注明补录。",
            late,
        ).format(n=late)
        self._late.setText(text)
        self._late.setVisible(late > self._case.late_days)
        code = self._case.row.code
        why = mandates.warning(self._case.mandates, code, self._kind.value, on) if on else ""
        words = _("{why}；照记，但请先补签或续签。").format(why=names.mandate_warning(why))
        self._outside.setText(words if why else "")
        self._outside.setVisible(bool(why))

    def submit(self) -> None:
        from envoy_desktop.casework import events

        values = self.form.values()
        given: dict[str, Any] = {
            "on": values["on"],
            "note": values["note"] or "",
            "has_receipt": bool(values.get("has_receipt")),
            "system_on": values["system_on"],
        }
        for name in ("items", "party", "announced", "days"):
            if name in values:
                given[name] = values[name]
        if given.get("party"):
            given["party"] = Party(given["party"])  # a combo box gives the plain text back
        if "announced" in given and given["announced"] is not None:
            given["announced"] = int(given["announced"])
        if values["before"]:
            given["before"] = EventKind(str(values["before"]))
        waiting = open_items(self._case.events)
        if self._kind is K.RESUBMITTED and set(given["items"]) == set(waiting):
            given["items"] = ()  # everything that was asked
        title = told(self.windowTitle(), self._case.row.name)
        if self._event is not None:
            self.commit(self._context.jobs, title, events.correct, event=self._event.id, **given)
        else:
            self.commit(
                self._context.jobs, title, events.record, procedure=self._case.row.procedure,
                kind=self._kind, files=tuple(self._files.paths()), **given,
            )  # fmt: skip


class VoidForm(FormDialog):
    """Says that a recorded event never happened, with the reason."""

    def __init__(self, context: Context, case: Case, event: EventRow) -> None:
        title = _("作废{event}").format(event=names.event(event.kind))
        day = names.day(date.fromisoformat(event.on))
        line = f"{day} · {case.row.name} · {case.row.project_name}"
        super().__init__(context.window, title, line, save=_("作废"))
        self._context, self._case, self._event = context, case, event
        self.form.add(
            "reason", _("原因"), TextField(required=True),
            _("原记录仍留在变更记录里。"),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import events

        self.commit(
            self._context.jobs, told(self.windowTitle(), self._case.row.name), events.void,
            event=self._event.id, reason=str(self.form.values()["reason"]),
        )  # fmt: skip


class LimitForm(FormDialog):
    """The limit the envoy agreed with the department."""

    def __init__(self, context: Context, case: Case) -> None:
        super().__init__(
            context.window, _("计划时限"), f"{case.row.name} · {case.row.project_name}"
        )
        self._context, self._case = context, case
        self.form.add(
            "days", _("计划时限"),
            NumberField(case.terms.plan_limit, unit=names.unit(case.terms.unit.value),
                        least=1, most=3650),
            _("与部门商定的时限；留空则不设。"),
        )  # fmt: skip

    def submit(self) -> None:
        from envoy_desktop.casework import plans

        days = self.form.values()["days"]
        self.commit(
            self._context.jobs, told(_("计划时限"), self._case.row.name),
            plans.set_plan_limit, procedure=self._case.row.procedure,
            days=int(str(days)) if days is not None else None,
        )  # fmt: skip


__all__ = ["EventForm", "ItemsField", "LimitForm", "VoidForm"]
