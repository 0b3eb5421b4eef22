"""One door off the UI thread: a lane that writes, a lane that reads, and answers brought back."""

import itertools
import logging
import queue
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MethodType
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from envoy_desktop.ui.shell.garbage import Garbage

log = logging.getLogger(__name__)

_LANES = {"writer": "write", "reader-0": "read", "reader-1": "read", "thinker": "think"}
"""Each thread and the lane whose jobs it takes, one after the other."""


class Cancelled(Exception):
    """Raised inside a job at its next progress report after Cancel."""


class Progress:
    """Handed to a job that takes it: call it to report, and to stop where Cancel was pressed."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._stop = threading.Event()

    def __call__(self, done: int, total: int = 0, text: str = "") -> None:
        """Report `done` of `total` steps (0: unknown); raises Cancelled after Cancel."""
        if self._stop.is_set():
            raise Cancelled
        self._report(done, total, text)

    def cancel(self) -> None:
        """Ask the job to stop at its next report."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether Cancel was pressed."""
        return self._stop.is_set()


@dataclass(slots=True)
class Job:
    """Work with plain values: `function(**arguments)`; no widget goes in.

    With `takes_progress` the function gets `progress=` and can be cancelled while it runs.
    `quiet` work shows no bar (search while typing, counts).
    """

    title: str
    function: Callable[..., Any]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    takes_progress: bool = False
    quiet: bool = False


class Doer(Protocol):
    """What jobs need of the workspace."""

    def do(self, act: Callable[..., Any], **arguments: Any) -> Any:
        """Run one act in one unit of work."""


class Task(QObject):
    """A job under way, on the main thread; its signals come on the main thread."""

    progressed = Signal(object, object, str)  # bytes may pass 31 bits
    ended = Signal()

    def __init__(self, job: Job, number: int, key: str, lane: str, parent: QObject) -> None:
        super().__init__(parent)
        self.job = job
        self.number = number
        self.key = key
        self.lane = lane
        self.running = True
        self.progress = Progress(self._report)
        self._done: Callable[[], Callable[..., Any] | None] = _nobody
        self._failed: Callable[[], Callable[..., Any] | None] = _nobody

    def _report(self, done: int, total: int, text: str) -> None:
        self.progressed.emit(done, total, text)  # queued: it is called on the lane's thread

    @Slot()
    def cancel(self) -> None:
        """Stop it: not yet begun, it never runs; running, it stops at its next report."""
        self.progress.cancel()


def _nobody() -> None:
    return None


def _held(callback: Callable[..., Any] | None) -> Callable[[], Callable[..., Any] | None]:
    """A way to the callback that keeps no widget alive: a dropped panel hears nothing more."""
    if callback is None:
        return _nobody
    if isinstance(callback, MethodType) and isinstance(callback.__self__, QObject):
        weak = weakref.WeakMethod(callback)

        def alive() -> Callable[..., Any] | None:
            method = weak()
            if method is None or not shiboken6.isValid(method.__self__):
                return None
            return method

        return alive
    return lambda: callback


class Jobs(QObject):
    """Runs jobs; delivers `done(result)` and `failed(error)` on the main thread.

    `refused` carries every error nobody took: the window's messages show it.
    """

    started = Signal(object)
    finished = Signal(object)
    refused = Signal(object, object)  # Task, exception
    acted = Signal(str, object)  # title, result: an act was committed
    _arrived = Signal(object, object, object)  # Task, result, exception

    def __init__(self, workspace: Doer | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._numbers = itertools.count(1)
        self._latest: dict[str, int] = {}
        self._tasks: dict[int, Task] = {}
        self._queues: dict[str, queue.SimpleQueue[Task | None]] = {
            "write": queue.SimpleQueue(),
            "read": queue.SimpleQueue(),
            "think": queue.SimpleQueue(),
        }
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._garbage = Garbage(self)
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        job: Job,
        *,
        done: Callable[[Any], Any] | None = None,
        failed: Callable[[Exception], Any] | None = None,
        key: str = "",
        lane: str = "read",
    ) -> Task:
        """Start `job`. Of several with one `key` only the newest one's answer is delivered.

        After `close` nothing is started any more: a timer of a closed window must not bring the
        threads back, which would outlive it and crash while they answer.
        """
        task = Task(job, next(self._numbers), key, lane, self)
        task._done, task._failed = _held(done), _held(failed)
        if self._closed:
            log.info("job %r came after the end", job.title)
            task.running = False
            return task
        self._start_threads()
        self._tasks[task.number] = task
        if key:
            self._latest[key] = task.number
        self._queues[lane].put(task)
        self.started.emit(task)
        return task

    def read(
        self,
        function: Callable[..., Any],
        /,
        *,
        done: Callable[[Any], Any],
        failed: Callable[[Exception], Any] | None = None,
        key: str = "",
        **arguments: Any,
    ) -> Task:
        """Ask something off the UI thread: `done(function(**arguments))`, without a bar."""
        return self.run(Job("", function, arguments, quiet=True), done=done, failed=failed, key=key)

    def act(
        self,
        title: str,
        act: Callable[..., Any],
        /,
        *,
        done: Callable[[Any], Any] | None = None,
        failed: Callable[[Exception], Any] | None = None,
        **arguments: Any,
    ) -> Task:
        """Commit one act: `workspace.do(act, **arguments)` on the writing lane."""
        assert self.workspace is not None, "no workspace to write to"
        job = Job(title, _Act(self.workspace, act), arguments)
        return self.run(job, done=done, failed=failed, lane="write")

    def busy(self) -> list[Task]:
        """The tasks under way, oldest first."""
        return list(self._tasks.values())

    def close(self, wait: bool = True) -> None:
        """Let the writing lane finish, drop what only reads, end the threads; for good."""
        self._closed = True
        for task in self._tasks.values():
            if task.lane != "write":
                task.cancel()
        for thread in self._threads:
            self._queues[_LANES[thread.name]].put(None)
        for thread in self._threads if wait else ():
            thread.join(timeout=60 if thread.name == "writer" else 5)
        self._threads.clear()
        self._garbage.let_go()

    def _start_threads(self) -> None:
        if self._threads:
            return
        self._garbage.hold()
        for name, lane in _LANES.items():
            thread = threading.Thread(target=self._work, args=(lane,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self, lane: str) -> None:
        tasks = self._queues[lane]
        while (task := tasks.get()) is not None:
            result: Any = None
            error: BaseException | None = None
            try:
                if task.progress.cancelled or self._stale(task):
                    raise Cancelled
                arguments = dict(task.job.arguments)
                if task.job.takes_progress:
                    arguments["progress"] = task.progress
                result = task.job.function(**arguments)
            except BaseException as caught:  # noqa: BLE001 - delivered, and shown in one place
                error = caught
            try:
                self._arrived.emit(task, result, error)
            except RuntimeError:  # the window is gone
                return

    def _stale(self, task: Task) -> bool:
        return bool(task.key) and self._latest.get(task.key) != task.number

    @Slot(object, object, object)
    def _deliver(self, task: Task, result: Any, error: BaseException | None) -> None:
        assert QThread.currentThread() is self.thread()
        self._tasks.pop(task.number, None)
        task.running = False
        stale = self._stale(task)
        if task.key and not stale:
            self._latest.pop(task.key, None)
        task.ended.emit()
        self.finished.emit(task)
        try:
            if isinstance(error, Cancelled) or stale:
                return
            if error is not None:
                self._tell(task, error)
                return
            if task.lane == "write" and isinstance(task.job.function, _Act):
                self.acted.emit(task.job.title, result)
            done = task._done()
            if done is not None:
                done(result)
        finally:
            task.deleteLater()

    def _tell(self, task: Task, error: BaseException) -> None:
        failed = task._failed()
        if failed is not None and isinstance(error, Exception):
            failed(error)
            return
        log.info("job %r ended in %s", task.job.title, type(error).__name__)
        self.refused.emit(task, error)


class _Act:
    """`workspace.do` of one act, told apart from other work on the writing lane."""

    def __init__(self, workspace: Doer, act: Callable[..., Any]) -> None:
        self._workspace, self._act = workspace, act

    def __call__(self, **arguments: Any) -> Any:
        return self._workspace.do(self._act, **arguments)
