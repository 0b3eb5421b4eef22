"""The quick log: one line, guesses that follow the typing, files; Enter saves."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence

from envoy_desktop.domain.obstacles import KINDS
from envoy_desktop.ui.quick_log.files import Files, read_back
from envoy_desktop.ui.quick_log.reading import Guessed, Offered, guessed, offered
from envoy_desktop.ui.quick_log.typing import Typing
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import row
from envoy_desktop.words import _, names

PLACE = "quick-log"
PAUSE_MS = 120  # after the last key, before guessing
GUESSED = ("project", "procedure", "kind", "department")


def open_quick_log(context: Context) -> "QuickLog":
    """Show the quick log; one that is open comes to the front."""
    found = context.window.findChild(QuickLog)
    if isinstance(found, QuickLog) and found.isVisible():
        found.raise_()
        found.activateWindow()
        return found
    made = QuickLog(context)
    made.open()
    return made


class QuickLog(FormDialog):
    """An obstacle in under ten seconds; what a person chose by hand is guessed no more."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window, _("记障碍"), save=_("记下"), width=46)
        self._context = context
        self._about = context.selected()
        self._fixed: set[str] = set()
        self._filling = False
        self._offered: Offered | None = None
        self._saved = False
        self._typing = Typing(context, PLACE, self)
        self.setAcceptDrops(True)
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._guess)
        self.form.changed.connect(self._changed)
        self._files.files_changed.connect(self._keep)
        workspace = context.workspace
        context.jobs.read(
            offered, done=self._offer, key=f"{PLACE}-offer", workspace=workspace,
            about=self._about, place=PLACE,
        )  # fmt: skip

    def _build(self) -> None:
        form = self.form
        text = form.add(
            "text", _("哪里卡住了"),
            TextField(
                hint=_("例如：规划局窗口说要科室定，退回了材料"), longest=2000, required=True
            ),
        )  # fmt: skip
        self._text = text.input()
        self._text.installEventFilter(self)
        self._words = Label("", "caption", "muted", wrap=True)
        form.add_widget(self._words, wide=False)
        self._words.hide()
        kinds = [(code, names.obstacle_kind(code)) for code in KINDS]
        form.add("project", _("项目"), ChoiceField(none=_("不属于项目"), search=True))
        form.add("procedure", _("事项"), ChoiceField(none=_("不针对某个事项"), search=True))
        form.add("kind", _("种类"), ChoiceField(kinds, "other", search=True))
        form.add("department", _("部门"), ChoiceField(none=_("还不清楚"), search=True))
        self._found = row(gap=8)
        self._found_words = Label(_("上次没有记完的内容还在。"), "body", "muted")
        self._found.addWidget(self._found_words)
        self._drop = Button(_("清空重写"), link=True, on=self.start_anew)
        self._found.addWidget(self._drop)
        self._found.addStretch(1)
        self.more.addLayout(self._found)
        for widget in (self._found_words, self._drop):
            widget.hide()
        self._files = Files(self._context.jobs)
        self.more.addWidget(self._files)

    # --- what is known ------------------------------------------------------------------------

    @Slot(object)
    def _offer(self, found: Offered) -> None:
        self._offered = found
        self._filling = True
        fields = self.form.fields
        project = fields["project"]
        assert isinstance(project, ChoiceField)
        project.set_choices([(c.id, c.name) for c in found.projects], found.project)
        self._offer_procedures(found.procedures, found.procedure)
        department = fields["department"]
        assert isinstance(department, ChoiceField)
        department.set_choices([(c.id, c.name) for c in found.departments])
        self._filling = False
        if found.typed and not self.form.fields["text"].value():
            self._take_back(found.typed)
        elif self.form.fields["text"].value():
            self._guess()

    def _offer_procedures(self, choices: Sequence[Any], chosen: int | None) -> None:
        field = self.form.fields["procedure"]
        assert isinstance(field, ChoiceField)
        field.set_choices([(c.id, c.name) for c in choices])
        field.set_value(chosen)

    def _take_back(self, kept: dict[str, Any]) -> None:
        """Show what was half typed when the app ended."""
        self._filling = True
        self._fixed = set(kept.get("fixed", ()))
        for name, value in kept.get("values", {}).items():
            if name == "text" or name in self._fixed:
                self.form.fields[name].set_value(value)
        self._files.add(read_back(kept.get("files", [])))
        self._filling = False
        if kept.get("values", {}).get("text"):
            self._found_words.show()
            self._drop.show()
            self._text.end(False)  # type: ignore[attr-defined]
        self._guess()

    @Slot()
    def start_anew(self) -> None:
        """Drop what was half typed."""
        self._fixed.clear()
        self._files.clear()
        self.form.fields["text"].set_value("")
        self._found_words.hide()
        self._drop.hide()
        self._text.setFocus()

    # --- guessing -----------------------------------------------------------------------------

    @Slot(str)
    def _changed(self, name: str) -> None:
        if self._filling:
            return
        if name in GUESSED:
            self._fixed.add(name)
            if name == "project":
                self._fixed.discard("procedure")
        self._pause.start()
        self._keep()

    @Slot()
    def _guess(self) -> None:
        fixed = {name: self.form.fields[name].value() for name in self._fixed}
        about = self._offered
        project = fixed.get("project", about.project if about else None)
        procedure = fixed.get("procedure", about.procedure if about else None)
        self._context.jobs.read(
            guessed, done=self._show_guess, key=f"{PLACE}-guess",
            workspace=self._context.workspace, text=self.form.fields["text"].value(),
            project=project, procedure=procedure,
        )  # fmt: skip

    @Slot(object)
    def _show_guess(self, guess: Guessed) -> None:
        self._filling = True
        fields = self.form.fields
        if "project" not in self._fixed and guess.project is not None:
            fields["project"].set_value(guess.project)
        if guess.procedures_of == fields["project"].value():
            chosen = fields["procedure"].value()
            keep = chosen if "procedure" in self._fixed else guess.procedure
            self._offer_procedures(guess.procedures, keep)
        for name, value in (("kind", guess.kind), ("department", guess.department)):
            if name not in self._fixed:
                fields[name].set_value(value)
        self._filling = False
        if guess.words and self._fixed.issuperset(GUESSED):
            self._words.hide()
        elif guess.words:
            said = _("按“{words}”猜的，不对可以改。").format(words=names.joined(guess.words))
            self._words.setText(said)
        self._words.setVisible(bool(guess.words))

    # --- nothing typed is lost ----------------------------------------------------------------

    @Slot()
    def _keep(self) -> None:
        if self._filling or self._saved:
            return
        values = self.form.values()
        kept = {
            "values": {name: values[name] for name in ("text", *self._fixed)},
            "fixed": sorted(self._fixed),
            "files": [str(path) for path in self._files.paths() if path.is_file()],
        }
        empty = not values["text"] and not kept["files"]
        if empty:
            self._typing.drop()
        else:
            self._typing.keep(kept)

    # --- saving -------------------------------------------------------------------------------

    def submit(self) -> None:
        from envoy_desktop.casework import obstacles

        values = self.form.values()
        text = str(values["text"])
        title = _("已记障碍：{text}").format(text=names.short(text, 20))
        self._saved = True
        self.commit(
            self._context.jobs, title, obstacles.log, files=self._files.files(),
            **values,
        )  # fmt: skip

    @Slot(object)
    def failed(self, error: Exception) -> None:
        self._saved = False
        super().failed(error)

    @Slot(object)
    def _finished(self, result: object) -> None:
        self._typing.drop()
        super()._finished(result)

    # --- files and keys -----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return event.matches(QKeySequence.StandardKey.Paste) and self._files.paste()
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._files.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._files.dropEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._pause.stop()
        super().closeEvent(event)
