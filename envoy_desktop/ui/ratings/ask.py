"""How a rating is asked for: on this screen, on a paper slip, or typed from one that came back."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog

from envoy_desktop import now
from envoy_desktop.domain.ratings import LEAST, MOST, QUESTIONS
from envoy_desktop.store.connection import replace_file
from envoy_desktop.store.queries.people import RatingWish
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.drop_zone import DropZone
from envoy_desktop.ui.widgets.fields import ChoiceField, LinesField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _, names

LEAVE = "Ctrl+Alt+Shift+Q"
"""Leaves the investor's screen: nobody presses it by chance."""


class AskRating(QDialog):
    """Three ways for one delivered procedure."""

    def __init__(self, context: Context, procedure: int, title: str) -> None:
        super().__init__(context.window)
        self._context, self._procedure, self._title = context, procedure, title
        self.setWindowTitle(_("请投资方评议"))
        whole = column(self, margin=20, gap=12)
        whole.addWidget(Label(_("请投资方评议"), "figure"))
        whole.addWidget(Label(title, "body", "muted", wrap=True))
        whole.addWidget(
            Label(
                _(
                    "评议是投资方的话：录入以后谁也不能改，也撤销不了。在屏幕上评时只看得见问题，"
                    "评完输入工作区口令返回（没有口令的，按 {keys}）。"
                ).format(keys=LEAVE),
                "body",
                wrap=True,
            )
        )
        line = row(gap=8)
        line.addWidget(Button(_("在屏幕上评"), primary=True, on=self._on_screen))
        line.addWidget(Button(_("印评议单"), icon="printer", on=self._print))
        line.addWidget(Button(_("录入评议单"), icon="pencil-simple", on=self._type))
        line.addStretch(1)
        line.addWidget(Button(_("取消"), on=self.reject))
        whole.addLayout(line)
        self.setMinimumWidth(theme.em(36))

    @Slot()
    def _on_screen(self) -> None:
        self.accept()
        self._context.jobs.read(
            read_wish, done=_Opens(self._context).screen, key="rating-wish",
            workspace=self._context.workspace, procedure=self._procedure,
        )  # fmt: skip

    @Slot()
    def _print(self) -> None:
        proposed = _("评议单 {name}.pdf").format(name=self._title)
        path = ask_path(self, _("存评议单"), proposed, "PDF (*.pdf)", "pdf")
        if path:
            self.accept()
            job = Job(
                _("评议单"), write_slip,
                {"workspace": self._context.workspace, "procedure": self._procedure,
                 "path": str(path)},
            )  # fmt: skip
            self._context.jobs.run(job, done=_Opens(self._context).written)

    @Slot()
    def _type(self) -> None:
        self.accept()
        TypeRating(self._context, self._procedure, self._title).open()


class _Opens:
    """Opens what was asked for; holds no widget of its own."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def screen(self, wish: RatingWish | None) -> None:
        from envoy_desktop.ui.ratings.mode import RatingMode

        if wish is not None:
            RatingMode(self._context, wish).begin()

    def typed(self, wish: RatingWish | None) -> None:
        if wish is not None:
            TypeRating(self._context, wish.procedure, wish.name).open()

    def written(self, path: str) -> None:
        self._context.messages.done(_("已存评议单：{path}").format(path=path))


class TypeRating(FormDialog):
    """A slip that came back, typed: the figures that were ticked."""

    def __init__(self, context: Context, procedure: int, title: str) -> None:
        super().__init__(
            context.window, _("录入评议单"),
            _("{name}。1 为很不满意，5 为很满意；照单子录入，录入以后不能改。").format(name=title),
            save=_("录入"),
        )  # fmt: skip
        self._context, self._procedure, self._title = context, procedure, title
        figures = [(n, str(n)) for n in range(MOST, LEAST - 1, -1)]
        for question in QUESTIONS:
            self.form.add(
                question, names.question(question),
                ChoiceField(figures, none=_("没有答"), required=question == "overall"),
            )  # fmt: skip
        self.form.add("comment", _("想说的话"), LinesField(hint=_("照原话"), lines=2))
        self.form.add("by", _("填写人"), TextField(hint=_("可以不填")))
        self.form.add("on", _("日期"), DateField(now.today(), latest=now.today(), required=True))

    def submit(self) -> None:
        from envoy_desktop.casework import ratings

        values = self.form.values()
        answers = {q: values.pop(q) for q in QUESTIONS}
        self.commit(
            self._context.jobs, _("已录入评议：{name}").format(name=self._title), ratings.record,
            procedure=self._procedure, channel="slip",
            answers={q: n for q, n in answers.items() if n is not None}, **values,
        )  # fmt: skip


class ReadSlip(FormDialog):
    """The code of a slip, scanned with a hand scanner or typed, opens its form."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context.window, _("录入评议单"), _("用扫码枪扫单子右上角的编码，或者照着输入。"),
            save=_("打开"),
        )  # fmt: skip
        self._context = context
        self.form.add("code", _("编码"), TextField(hint=_("扫描件拖到下面时不用填")))
        self._files = DropZone(context.jobs, _("评议单的扫描件或照片拖到这里"))
        self.more.addWidget(self._files)

    def submit(self) -> None:
        self.save.setEnabled(False)
        self.show_refusal("", "")
        paths = self._files.paths()
        self._context.jobs.read(
            read_code, done=self._found, failed=self.failed, key="rating-slip",
            workspace=self._context.workspace, code=str(self.form.values()["code"] or ""),
            scan=paths[0] if paths else None,
        )  # fmt: skip

    @Slot(object)
    def _found(self, wish: RatingWish | None) -> None:
        self.accept()
        _Opens(self._context).typed(wish)


def read_code(workspace: Any, code: str, scan: Path | None) -> RatingWish | None:
    """What the code of a slip leads to, typed or in a scan. Refuses "not-a-slip"."""
    from envoy_desktop.documents import rating_slip

    if scan is not None and not code:
        return read_wish(workspace, rating_slip.find_in(scan)[0])
    return read_wish(workspace, rating_slip.read_payload(code))


def read_slip(context: Context) -> None:
    """The command: a slip has come back."""
    ReadSlip(context).open()


def read_wish(workspace: Any, procedure: int) -> RatingWish | None:
    """What is to be rated; None where the procedure is gone."""
    from envoy_desktop.store.queries import people

    with workspace.read() as reader:
        return people.wish_for(reader, procedure)


def write_slip(workspace: Any, procedure: int, path: str) -> str:
    """Write the slip to a path; gives the path."""
    from envoy_desktop.documents import pdf, rating_slip

    with workspace.read() as reader:
        data = pdf.write(rating_slip.rating_slip(reader, procedure))
    replace_file(Path(path), data)
    return path
