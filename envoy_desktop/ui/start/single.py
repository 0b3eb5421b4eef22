"""One window for one workspace: a lock beside the file, and a way to raise the window that is open.

The lock is the system's (its owner's process is looked up), so it is free again after a crash.
"""

import hashlib
import logging
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, QTimer, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

log = logging.getLogger(__name__)

ANSWER_MS = 2000
LISTEN_AFTER_MS = 200  # after the first rows are painted
RAISE, RAISED = b"raise\n", b"raised\n"


class Claimed(Enum):
    """What came of asking for a workspace: ours, raised elsewhere, or held by who says nothing."""

    OURS = "ours"
    RAISED = "raised"
    HELD = "held"


class Claim(QObject):
    """Holds a workspace for this window until `release`; `wanted` when someone opens it again.

    QtNetwork is loaded after the window is painted: a cold start does not wait for it.
    """

    wanted = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path.absolute()
        self.holder = ""
        self._lock = QLockFile(str(self.path.with_name(self.path.name + ".lock")))
        self._lock.setStaleLockTime(0)  # a lock never grows old; only its owner's death frees it
        self._server: QLocalServer | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.listen)

    def take(self) -> Claimed:
        """Hold the workspace, or raise the window that holds it.

        A folder that cannot be written to is left to the workspace itself: it tells that better.
        """
        if self._lock.tryLock(0) or self._lock.error() is QLockFile.LockError.PermissionError:
            self._later.start(LISTEN_AFTER_MS)
            return Claimed.OURS
        pid, host, _program = self._lock.getLockInfo()
        self.holder = f"{host} · {pid}" if pid else ""
        return Claimed.RAISED if self._raise_other() else Claimed.HELD

    def release(self) -> None:
        """Let others open the workspace."""
        self._later.stop()
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    @Slot()
    def listen(self) -> None:
        """Answer whoever opens the workspace again."""
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(self._name)  # what a killed process left behind
        if not self._server.listen(self._name):
            log.warning("no way to be raised: %s", self._server.errorString())

    @property
    def _name(self) -> str:
        return "envoy-" + hashlib.sha256(str(self.path).encode()).hexdigest()[:24]

    def _raise_other(self) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        patience = QDeadlineTimer(ANSWER_MS)
        while not patience.hasExpired():  # the other one may have started this very moment
            socket = QLocalSocket()
            socket.connectToServer(self._name)
            if socket.waitForConnected(ANSWER_MS):
                socket.write(RAISE)
                socket.flush()
                return socket.waitForReadyRead(ANSWER_MS) and socket.readAll().data() == RAISED
            QThread.msleep(50)
        return False

    @Slot()
    def _answer(self) -> None:
        while self._server is not None:
            socket = self._server.nextPendingConnection()
            if socket is None:
                return
            socket.disconnected.connect(socket.deleteLater)
            socket.write(RAISED)
            socket.flush()
            self.wanted.emit()
