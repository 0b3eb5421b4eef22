"""Lists: Enter does the next action, a million rows are only looked at, models keep Qt's rules."""

import threading
import tracemalloc
from array import array

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester, QTest

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.row_model import RowModel
from envoy_desktop.ui.widgets.row_window import BLOCK, RowWindow
from envoy_desktop.ui.widgets.windowed_table import WindowedTable
from tests.ui.gallery import ROWS, sample_columns, sample_source

FAIL = QAbstractItemModelTester.FailureReportingMode.Fatal


class Counting:
    """A million rows; counts what is asked."""

    def __init__(self, count=1_000_000):
        self.count = count
        self.asked = []

    def first(self, order, descending, text, limit):
        return list(
            range(self.count, self.count - limit, -1) if descending else range(1, limit + 1)
        )

    def ids(self, order, descending, text):
        numbers = range(self.count, 0, -1) if descending else range(1, self.count + 1)
        return array("q", [n for n in numbers if text in str(n)] if text else numbers)

    def rows(self, ids):
        self.asked.append(len(ids))
        return [
            Row(n, f"事项 {n}", "项目", lamp="red", action="call", action_text="打电话")
            for n in ids
        ]


@pytest.fixture
def rows(shown):
    made = RowList("今日")
    made.resize(900, 500)
    made.set_rows(ROWS)
    return shown(made)


def test_enter_does_the_next_action_of_the_row(rows):
    did = []
    rows.acted.connect(lambda row, action: did.append((row.id, action)))
    rows.choose_first()
    QTest.keyClick(rows, Qt.Key.Key_Return)
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert did == [(1, "memo"), (2, "accepted")]


def test_the_arrow_keys_step_over_the_heads_of_groups(rows):
    rows.choose_first()
    seen = []
    for _step in range(6):
        seen.append(rows.current().id)
        QTest.keyClick(rows, Qt.Key.Key_Down)
    assert [*seen, rows.current().id] == [1, 2, 3, 4, 5, 6, 7]


def test_a_click_on_the_painted_button_acts_and_beside_it_only_chooses(rows):
    did, chosen = [], []
    rows.acted.connect(lambda row, action: did.append(action))
    rows.chosen.connect(lambda row: chosen.append(row.id))
    rect = rows.visualRect(rows.rows.index(2, 0))
    button = rows._delegate.places(rect).button
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=button.center())
    assert did == ["accepted"]
    rect = rows.visualRect(rows.rows.index(3, 0))
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert did == ["accepted"]
    assert chosen[-1] == 3


def test_a_row_says_all_of_itself_to_a_screen_reader(rows):
    said = rows.rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "红灯" in said
    assert "逾期 7 日" in said
    assert "市自然资源和规划局" in said


def test_new_rows_keep_the_current_one(rows):
    rows.choose(4)
    rows.set_rows([Group("一"), *[row for row in ROWS if isinstance(row, Row) and row.id > 2]])
    assert rows.current().id == 4


def test_the_models_keep_qts_rules(jobs, qtbot):
    model = RowModel()
    tester = QAbstractItemModelTester(model, FAIL)
    model.set_rows(ROWS)
    model.set_rows([])
    model.set_rows(ROWS[:3])
    table = WindowedTable("事项", jobs, sample_source(300), sample_columns())
    qtbot.addWidget(table)
    table_tester = QAbstractItemModelTester(table.rows, FAIL)
    qtbot.waitUntil(lambda: table.rows.rowCount() == 300)
    table.sort("name", descending=True)
    qtbot.waitUntil(lambda: table.rows.window.id_at(0) == 300)
    table.filter("9")
    qtbot.waitUntil(lambda: 0 < table.rows.rowCount() < 300)
    del tester, table_tester


def test_a_million_rows_are_never_loaded_whole(shown, jobs, qtbot):
    source = Counting()
    made = RowList("事项")
    made.resize(900, 600)
    shown(made)
    tracemalloc.start()
    made.set_source(jobs, source)
    qtbot.waitUntil(lambda: made.rows.rowCount() == 1_000_000, timeout=20_000)
    for place in (0.1, 0.9, 0.5, 1.0):
        bar = made.verticalScrollBar()
        bar.setValue(round(bar.maximum() * place))
        qtbot.waitUntil(lambda: made.rows.row_at(made.rowAt(20)) is not None)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(source.asked) < 100 * BLOCK
    assert peak < 60 * 2**20


def test_a_jump_shows_the_right_rows(shown, jobs, qtbot):
    made = RowList("事项")
    made.resize(900, 600)
    shown(made)
    made.set_source(jobs, Counting())
    qtbot.waitUntil(lambda: made.rows.rowCount() == 1_000_000, timeout=20_000)
    assert made.choose(777_777)
    qtbot.waitUntil(lambda: made.current() is not None)
    assert made.current().title == "事项 777777"


def test_sorting_shows_the_first_page_before_the_whole_order(shown, jobs, qtbot):
    table = WindowedTable("事项", jobs, sample_source(5000), sample_columns(), order="name")
    table.resize(900, 600)
    shown(table)
    qtbot.waitUntil(lambda: table.rows.rowCount() == 5000)
    table.choose(3)
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: table.rows.window.id_at(0) == 5000)
    assert table.current_id() == 3


def test_the_first_page_comes_before_the_whole_order_is_known(jobs, qtbot):
    gate = threading.Event()

    class Slow(Counting):
        def ids(self, order, descending, text):
            gate.wait(5)
            return super().ids(order, descending, text)

    window = RowWindow(jobs, Slow(5000))
    window.load()
    qtbot.waitUntil(lambda: len(window) == BLOCK)
    assert window.row(0).title == "事项 1"
    gate.set()
    qtbot.waitUntil(lambda: len(window) == 5000)


def test_a_late_first_page_does_not_undo_the_whole_order(jobs, qtbot):
    gate = threading.Event()

    class Slow(Counting):
        def first(self, order, descending, text, limit):
            gate.wait(5)
            return super().first(order, descending, text, limit)

    window = RowWindow(jobs, Slow(5000))
    window.load("", False, "5")
    qtbot.waitUntil(lambda: len(window) > BLOCK)
    whole = len(window)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy())
    assert len(window) == whole


def test_a_changed_row_is_fetched_again_in_its_place(shown, jobs, qtbot):
    class Source(sample_source):
        word = "旧"

        def rows(self, ids):
            return [(n, f"{self.word} {n}", "", "red", 1) for n in ids]

    source = Source(500)
    table = WindowedTable("事项", jobs, source, sample_columns())
    table.resize(900, 300)
    shown(table)

    def first():
        return table.rows.index(0, 0).data()

    qtbot.waitUntil(lambda: first() == "旧 1")
    source.word = "新"
    table.changed({1})
    qtbot.waitUntil(lambda: first() == "新 1")


def test_no_figure_is_cut_that_the_column_was_made_for(shown):
    made = shown(RowList("数据包"))
    strong = QFontMetrics(theme.font("strong"))
    for minute in range(60):
        row = Row(1, "张三", figure=f"12月28日 23:{minute:02d}")
        made.set_rows([row])
        room = made._delegate.places(QRect(0, 0, 900, 44)).figure.width()
        assert strong.elidedText(row.figure, Qt.TextElideMode.ElideRight, room) == row.figure
