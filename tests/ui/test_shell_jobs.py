"""Work off the UI thread: answers come on the main thread, once, and only to who still listens."""

import gc
import threading
import time

from PySide6.QtCore import QObject, QThread, Slot

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.ui.shell import garbage
from envoy_desktop.ui.shell.jobs import Job


class Panel(QObject):
    def __init__(self):
        super().__init__()
        self.got = []
        self.threads = []

    @Slot(object)
    def show(self, answer):
        self.got.append(answer)
        self.threads.append(QThread.currentThread())


def double(n):
    return n * 2


def test_an_answer_comes_on_the_main_thread(jobs, qtbot, qapp):
    panel = Panel()
    jobs.read(double, n=21, done=panel.show)
    qtbot.waitUntil(lambda: panel.got == [42])
    assert panel.threads == [qapp.thread()]


def test_acts_are_written_one_after_the_other(jobs, qtbot):
    seen = []

    def act(unit, n):
        time.sleep(0.01 * (3 - n))
        seen.append((n, threading.current_thread().name))
        return n

    panel = Panel()
    for n in range(3):
        jobs.act("记录", act, n=n, done=panel.show)
    qtbot.waitUntil(lambda: len(panel.got) == 3)
    assert seen == [(0, "writer"), (1, "writer"), (2, "writer")]


def test_only_the_newest_answer_of_a_key_is_shown(jobs, qtbot):
    panel, other = Panel(), Panel()
    gate = threading.Event()

    def slow(n):
        gate.wait(5)
        return n

    jobs.read(slow, n=1, key="search", done=panel.show)
    jobs.read(double, n=2, key="search", done=panel.show)
    jobs.read(double, n=3, key="other", done=other.show)
    qtbot.waitUntil(lambda: panel.got == [4] and other.got == [6])
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert panel.got == [4]


def test_a_dropped_panel_hears_nothing_and_is_not_kept_alive(jobs, qtbot):
    gate = threading.Event()
    panel = Panel()
    gone = []
    panel.destroyed.connect(lambda: gone.append(True))
    jobs.read(gate.wait, timeout=5, done=panel.show)
    del panel
    gc.collect()
    assert gone
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy())


def test_cancel_stops_a_running_job(jobs, qtbot):
    begun = threading.Event()
    panel = Panel()
    refused = []

    def work(progress):
        for n in range(10_000):
            begun.set()
            progress(n, 10_000)
            time.sleep(0.001)

    jobs.refused.connect(lambda task, error: refused.append(error))
    task = jobs.run(Job("打印", work, takes_progress=True), done=panel.show)
    reports = []
    task.progressed.connect(lambda done, total, text: reports.append(total))
    begun.wait(5)
    qtbot.waitUntil(lambda: 10_000 in reports)
    task.cancel()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert panel.got == []
    assert refused == []


def test_an_error_goes_to_who_asked_or_to_the_window(jobs, qtbot):
    panel, refused = Panel(), []

    def refuse():
        raise Refusal("decided-before-filed")

    jobs.refused.connect(lambda task, error: refused.append(error.rule))
    jobs.read(refuse, done=panel.show, failed=panel.show)
    qtbot.waitUntil(lambda: len(panel.got) == 1)
    assert refused == []
    jobs.read(refuse, done=panel.show)
    qtbot.waitUntil(lambda: refused == ["decided-before-filed"])


def test_the_collector_keeps_off_other_threads(jobs, qtbot):
    """It destroyed dropped timers on a job's thread, and Qt crashed in the next one."""
    others = garbage._holders  # windows of other tests that wait for their end
    panel = Panel()
    jobs.read(double, n=1, done=panel.show)
    qtbot.waitUntil(lambda: panel.got == [2])
    assert not gc.isenabled()
    jobs.close()
    assert garbage._holders == others
    assert gc.isenabled() == (others == 0)


def test_closing_lets_the_writing_lane_finish(jobs, qtbot):
    seen = []

    def act(unit):
        time.sleep(0.05)
        seen.append("written")

    jobs.act("记录", act)
    jobs.close()
    assert seen == ["written"]


def test_nothing_is_started_after_the_end(jobs, qtbot):
    """A timer of a closed window asked once more: its thread answered a window that was gone."""
    came = []
    jobs.read(int, done=came.append)
    qtbot.waitUntil(lambda: came == [0])
    jobs.close()
    before = threading.active_count()
    came.clear()
    task = jobs.read(int, done=came.append)
    qtbot.wait(100)
    assert (came, task.running, jobs.busy()) == ([], False, [])
    assert threading.active_count() == before
