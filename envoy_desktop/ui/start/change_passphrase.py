"""Another passphrase: the one that holds now, then the new one twice; the master key stays."""

from pathlib import Path

from PySide6.QtCore import Slot

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import keys
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start.first_pages import NewPassphrase, Repeated
from envoy_desktop.ui.start.passphrase import PassphraseField, StrengthBar
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.words import _


class ChangePassphrase(FormDialog):
    """Asks for the old one first, so that nobody changes it at a desk left open."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context.window,
            _("更换口令"),
            _("旧的恢复单随即作废，请重新打印。更换前做的备份，仍用做备份时的口令打开。"),
            save=_("更换"),
        )
        self._context = context
        self.form.add("old", _("现在的口令"), PassphraseField())
        self._new = NewPassphrase()
        self.form.add("new", _("新口令"), self._new)
        self._strength = StrengthBar()
        self._strength.show_strength("")
        self.form.add_widget(self._strength, wide=False)
        self.form.add("again", _("再输一次"), Repeated(self._new))
        self._new.changed.connect(self._weigh)

    @Slot()
    def _weigh(self) -> None:
        self._strength.show_strength(self._new.value())

    def submit(self) -> None:
        self.save.setEnabled(False)
        self._context.jobs.run(
            Job(
                _("更换口令"),
                change,
                {
                    "path": self._context.workspace.path,
                    "old": self.form.fields["old"].value(),
                    "new": self._new.value(),
                },
            ),
            done=self._changed,
            failed=self.failed,
            lane="write",
        )

    @Slot(object)
    def _changed(self, _nothing: object) -> None:
        self.accept()
        self._context.messages.done(_("口令已更换"))


def change(path: Path, old: str, new: str) -> None:
    """Seal the master key anew; raises NoKey("wrong-passphrase") and Refusal. Off the UI thread."""
    if keys.strength(new) == 0:
        raise Refusal("passphrase-weak", minimum=keys.MINIMUM_LENGTH)
    keys.change_passphrase(path, keys.unlock_by_passphrase(path, old), new)
