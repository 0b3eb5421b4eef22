"""Collects Python's garbage on the main thread alone, while other threads run.

The cyclic collector runs on whichever thread happens to allocate. On a job's thread it destroyed
dropped widgets and their timers, and Qt crashed in the next timer (a use after free, seen with
PySide6 6.11.1). So it is off while lanes run, and a timer collects in its place.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 500

_holders = 0


class Garbage(QObject):
    """Holds the automatic collector off from `hold` to `let_go`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held = False
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def hold(self) -> None:
        """From now on only this thread collects."""
        global _holders
        if not self._held:
            self._held = True
            _holders += 1
            gc.disable()
            self._timer.start()

    def let_go(self) -> None:
        """The automatic collector may run again, when nobody else holds it off."""
        global _holders
        if self._held:
            self._held = False
            self._timer.stop()
            _holders -= 1
            if not _holders:
                gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect the generations that are due, by Python's own thresholds."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return
