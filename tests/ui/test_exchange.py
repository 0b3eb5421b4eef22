"""The exchange in the window: send, receive by file, settle a conflict, trust, and what is told."""

import io
import random
import shutil

import pytest
from PySide6.QtWidgets import QLabel

from envoy_desktop import now
from envoy_desktop.casework import found
from envoy_desktop.store import attachments, keys
from envoy_desktop.store.queries import conflicts as stored
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust
from envoy_desktop.ui import theme
from envoy_desktop.ui.ask import Asked
from envoy_desktop.ui.shell.window import MainWindow
from envoy_desktop.ui.widgets.row import Row
from tests.store.conftest import PASSPHRASE, TODAY
from tests.ui.clipping import problems


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("exchange") / "n.envoy"
    with now.turned():
        now.set_today(TODAY)
        found.workspace(
            path, PASSPHRASE, name="李明", organisation="市特派办", use_keyring=False
        ).close()
    return path, keys.unlock_by_passphrase(path, PASSPHRASE)


@pytest.fixture
def two(empty, tmp_path):
    """The workspace of the window and a colleague's, who knows it; the window knows nobody."""
    made = []
    for name in ("李明", "王芳"):
        path = tmp_path / f"{name}.envoy"
        shutil.copy(empty[0], path)
        shutil.copy(keys.key_file(empty[0]), keys.key_file(path))
        workspace = Workspace.open(path, empty[1])
        workspace.mint_actor(name)
        made.append(workspace)
    with made[1].unit("identity.trust") as unit:
        trust.enrol(unit, identity.own(made[0]).public)
    yield made
    made[1].close()
    made[0].close()


def knows_colleague(two) -> None:
    with two[0].unit("identity.trust") as unit:
        trust.enrol(unit, identity.own(two[1]).public)


@pytest.fixture
def window(two, qtbot):
    made = MainWindow(two[0], Asked(two[0]).sources())
    qtbot.addWidget(made)
    made.resize(1024, 700)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def page(window, qtbot, name):
    """A tab of the exchange, filled."""
    window.go("exchange")
    screen = window.built("exchange")
    qtbot.waitUntil(lambda: hasattr(screen, "tabs") and not window.jobs.busy(), timeout=20_000)
    screen.tabs.show_page(name)
    qtbot.waitUntil(lambda: screen._found is not None and not window.jobs.busy(), timeout=20_000)
    return screen.tabs.page(name)


def obstacle(workspace, text):
    with workspace.unit("obstacles.log") as unit:
        return unit.add("obstacle", text=text, on="2026-11-23", entered_on="2026-11-23")


def rows(made) -> list[Row]:
    found = (made.rows.row_at(n) for n in range(made.rows.rowCount()))
    return [row for row in found if isinstance(row, Row)]


def shown_status(window) -> str:
    labels = window.status.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def test_a_package_is_written_and_the_status_bar_counts_again(two, window, qtbot, tmp_path):
    knows_colleague(two)
    obstacle(two[0], "要送出的")
    send = page(window, qtbot, "send")
    qtbot.waitUntil(lambda: "处变更" in send._sum.text(), timeout=20_000)
    qtbot.waitUntil(lambda: "未上报 2 条变更" in shown_status(window), timeout=20_000)
    out = tmp_path / "给王芳.envoy-package"
    send.write(out)
    qtbot.waitUntil(lambda: send._result.isVisible(), timeout=20_000)
    assert receiving.read(two[1], out).new > 0
    qtbot.waitUntil(lambda: "变更都已上报" in shown_status(window), timeout=20_000)
    sending.write(two[1], tmp_path / "back.p", identity.own(two[0]).public)
    page(window, qtbot, "receive").take((tmp_path / "back.p",))
    qtbot.waitUntil(lambda: not window.jobs.busy(), timeout=20_000)
    assert "变更都已上报" in shown_status(window)


def test_volumes_are_as_large_as_was_chosen(two, window, qtbot, tmp_path):
    knows_colleague(two)
    of = obstacle(two[0], "有一叠照片")
    with two[0].unit("evidence.attach") as unit:
        for n in range(3):
            data = io.BytesIO(random.Random(n).randbytes(3 << 20))
            attachments.attach(unit, "obstacle", of, f"{n}.jpg", data)
    sending_page = page(window, qtbot, "send")
    sending_page.volume.set_value(5 << 20)
    sending_page.write(tmp_path / "一月.envoy-package")
    qtbot.waitUntil(lambda: "3 个文件" in sending_page._result.text(), timeout=20_000)
    written = sorted(tmp_path.glob("一月*"))
    assert len(written) == 3
    assert all(path.stat().st_size <= 5 << 20 for path in written)


def test_a_file_is_received_and_a_bad_one_says_why(two, window, qtbot, tmp_path):
    knows_colleague(two)
    obstacle(two[1], "王芳写的")
    good, bad = tmp_path / "好.envoy-package", tmp_path / "坏.envoy-package"
    sending.write(two[1], good, identity.own(two[0]).public)
    bad.write_bytes(b"nothing")
    receive = page(window, qtbot, "receive")
    receive.take((bad, good))
    qtbot.waitUntil(lambda: receive.list.isVisible() and not window.jobs.busy(), timeout=20_000)
    first, second = rows(receive.list)
    assert (first.figure, second.figure) == ("未接收", "已接收")
    assert first.subtitle
    assert first.second
    with two[0].read() as reader:
        assert reader.value("SELECT text FROM obstacle") == "王芳写的"


def test_a_conflict_shows_both_and_is_settled(two, window, qtbot, tmp_path):
    knows_colleague(two)
    id = obstacle(two[1], "先前的")
    sending.write(two[1], tmp_path / "1.p", identity.own(two[0]).public)
    receiving.read(two[0], tmp_path / "1.p")
    for workspace, text in zip(two, ("李明改的", "王芳改的"), strict=True):
        with workspace.unit("obstacles.set") as unit:
            unit.set("obstacle", id, text=text)
    sending.write(two[1], tmp_path / "2.p", identity.own(two[0]).public)
    receiving.read(two[0], tmp_path / "2.p")
    conflicts = page(window, qtbot, "conflicts")
    qtbot.waitUntil(lambda: len(rows(conflicts.siblings)) == 2, timeout=20_000)
    values = {row.title: row for row in rows(conflicts.siblings)}
    assert values.keys() == {"李明改的", "王芳改的"}
    conflicts._take(values["王芳改的"], "take")
    qtbot.waitUntil(lambda: conflicts._empty.isVisible(), timeout=20_000)
    with two[0].read() as reader:
        assert stored.conflicts(reader) == []
        assert reader.value("SELECT text FROM obstacle") == "王芳改的"


def test_a_stranger_is_trusted_after_the_words_were_compared(two, window, qtbot, monkeypatch):
    asked = []

    def agreed(title, **more):
        asked.append((title, more["more"]))
        return True

    monkeypatch.setattr(window.context.messages, "ask", agreed)
    public = identity.own(two[1]).public
    shown = page(window, qtbot, "trust")
    assert shown.words.text() == identity.own(two[0]).public.words
    shown._looked(public)
    qtbot.waitUntil(
        lambda: [row.title for row in rows(shown.list)] == [public.name], timeout=20_000
    )
    assert public.words in asked[0][1]
    with two[0].read() as reader:
        assert reader.value("SELECT state FROM trusted WHERE identity = :i", i=public.identity)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_nothing_is_clipped_at_1024(two, window, qtbot, look):
    knows_colleague(two)
    obstacle(two[0], "要送出的")
    theme.start(look, 1.0)
    for name in ("send", "receive", "conflicts", "trust"):
        page(window, qtbot, name)
        shown = window.stack.currentWidget()
        # what is asked for after the page stands is laid out a moment later
        qtbot.waitUntil(lambda: problems(shown) == [], timeout=20_000)  # noqa: B023
