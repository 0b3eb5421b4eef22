"""Receiving an instruction in the window: scan beside form, the page nobody knows, the duty."""

from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from envoy_desktop.documents import memo as papers
from envoy_desktop.documents import preview, wayback
from envoy_desktop.store.queries import documents
from envoy_desktop.store.queries import obstacles as obstacle_rows
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents.receive import ReceiveDialog, receive
from tests.ui.clipping import problems
from tests.ui.test_casework_screens import city, file, key, template, window

__all__ = ["city", "file", "key", "template", "window"]


@pytest.fixture
def memo(city):
    """An issued request and its PDF."""
    with city.read() as reader:
        obstacle = obstacle_rows.obstacles(reader)[0].id
    id = papers.draft(city, kind="briefing", obstacles=[obstacle], issuer="王建国")
    papers.issue(city, id)
    with city.read() as reader:
        return id, papers.pdf(reader, id)


@pytest.fixture
def scans(memo, tmp_path):
    """A folder with a skewed scan of the first page, and a page without a code."""
    _id, data = memo
    held = preview.picture(data, 1, 150)
    image = Image.frombytes("RGB", (held.width, held.height), held.rgba, "raw", "RGBX")
    image.rotate(6, Image.Resampling.BICUBIC, expand=True, fillcolor="white").save(
        tmp_path / "1.jpg"
    )
    Image.new("RGB", (1240, 1754), "white").save(tmp_path / "2.png")
    return tmp_path


def opened(window, qtbot):
    qtbot.waitUntil(lambda: bool(window.findChildren(ReceiveDialog)), timeout=60_000)
    return window.findChildren(ReceiveDialog)[-1]


def test_the_scan_is_filed_with_its_words_and_the_duty(window, city, memo, scans, qtbot):
    id, _data = memo
    receive(window.context, [scans])
    dialog = opened(window, qtbot)
    assert dialog.list.count() == 2
    assert not dialog.picture.pixmap().isNull()
    dialog.form.set_values(
        {"by": "赵市长", "text": "请住建局十日内办结。", "due": date(2026, 12, 4)}
    )
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.list.count() == 1, timeout=20_000)
    with city.read() as reader:
        (said,) = documents.instructions(reader, id)
        assert (said.by, said.page) == ("赵市长", 1)
        assert documents.memo(reader, id).state == "duties"
    # the page that nobody knows: its message, then its short number
    assert "没有找到页脚的码" in dialog._wrong.text()
    dialog.form.set_values({"number": wayback.short_number(id)})
    dialog.save.click()
    qtbot.waitUntil(lambda: dialog.form.fields["by"].isVisible(), timeout=20_000)
    dialog.save.click()
    qtbot.waitUntil(lambda: not window.findChildren(ReceiveDialog), timeout=20_000)


def test_a_wrong_short_number_is_told_and_nothing_is_lost(window, memo, scans, qtbot):
    receive(window.context, [scans / "2.png"])
    dialog = opened(window, qtbot)
    dialog.form.set_values({"number": "A0A0-A0A0-A0"})
    dialog.save.click()
    qtbot.waitUntil(lambda: "短号" in dialog._wrong.text(), timeout=20_000)
    assert dialog.list.count() == 1
    dialog.reject()


def test_scans_dropped_on_the_documents_are_received(window, memo, scans, qtbot):
    window.go("documents")
    screen = window.screens["documents"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(scans / "1.jpg"))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    screen._stack.dropEvent(event)
    dialog = opened(window, qtbot)
    assert dialog.list.count() == 1
    dialog.reject()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_window_stands_whole(window, memo, scans, qtbot, scale):
    theme.start("light", scale)
    window.rebuild()
    receive(window.context, [scans])
    dialog = opened(window, qtbot)
    assert problems(dialog) == []
    dialog.list.setCurrentRow(1)
    assert problems(dialog) == []
    dialog.reject()
