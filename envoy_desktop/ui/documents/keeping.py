"""What is typed of a draft: kept at once, the draft's own after a pause, never older than it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.ui.documents import reading
from envoy_desktop.ui.documents.saving import Saved, save_draft
from envoy_desktop.ui.quick_log.typing import Typing
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.words import _

SAVE_MS = 1200


class Keeper(QObject):
    """`begin(row)`, then `typed(head, body)` after every key; `due` asks for a `save`."""

    due = Signal()  # the hand rests: save now
    saved = Signal()  # everything typed is the draft's
    unreadable = Signal()  # kept, but no draft yet: a line cannot be read

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._typing = Typing(context, "", self)
        self._row: MemoRow | None = None
        self._fields: Mapping[str, Any] = {}
        self._typed = self._saved = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_MS)
        self._pause.timeout.connect(self.due)

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not the draft's yet."""
        return self._typed != self._saved

    def begin(self, row: MemoRow) -> None:
        """From now on a draft is kept."""
        self._row = row
        self._fields = {}
        self._typed = self._saved = 0
        self._typing = Typing(self._context, reading.place_of(row.id), self)

    def stop(self) -> None:
        """Nothing is kept any more; what was typed and not saved is dropped."""
        self._pause.stop()
        self._typing.drop()
        self._row = None

    def typed(self, head: Mapping[str, str], body: str) -> None:
        """Keep what stands in the editor, through a crash."""
        self._typed += 1
        self._typing.keep({"head": dict(head), "body": body})
        self._pause.start()

    def save(self, head: Mapping[str, str], body: str) -> None:
        """Make the text the draft's, as one unit, on the writing lane."""
        self._pause.stop()
        if self._row is None:
            return
        job = Job(
            _("保存草稿"), save_draft,
            {"workspace": self._context.workspace, "row": self._row, "head": dict(head),
             "body": body, "typed": self._typed, "place": self._typing.place}, quiet=True,
        )  # fmt: skip
        self._context.jobs.run(job, done=self._was_saved, lane="write")

    def is_ours(self, row: MemoRow) -> bool:
        """Whether a row that was read again is what was saved here (or never changed)."""
        before, self._row = self._row, row
        if self.dirty:
            return True  # what is typed here comes later and wins
        if self._fields:
            return all(getattr(row, name) == value for name, value in self._fields.items())
        return row == before

    def taken(self, row: MemoRow) -> None:
        """The editor shows a row that was changed somewhere else."""
        self._row, self._fields = row, {}

    @Slot(object)
    def _was_saved(self, saved: Saved) -> None:
        if self._row is None or saved.memo != self._row.id:
            return
        if saved.fields is None:
            self.unreadable.emit()
            return
        self._fields = saved.fields
        self._saved = saved.typed
        if not self.dirty:
            self.saved.emit()
