"""The parts of a page: forms, month, timeline, clock panel, dropped files, texts that fit."""

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from envoy_desktop.ui import theme
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.clock_panel import ClockPanel
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.drop_zone import DropZone, thumbnail
from envoy_desktop.ui.widgets.event_line import EventLine, Happened
from envoy_desktop.ui.widgets.fields import ChoiceField, NumberField, TextField, YesNoField
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.month import DayMark, Month
from envoy_desktop.ui.widgets.section import PageTitle, column
from envoy_desktop.ui.widgets.stacked_bar import StackedBar
from envoy_desktop.ui.widgets.stage_track import Stage, StageTrack
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.ui.widgets.timeline import Timeline
from envoy_desktop.ui.widgets.timeline_paint import TimelinePainter
from envoy_desktop.ui.widgets.timeline_values import Axis, Bar, Segment
from tests.ui.clipping import problems
from tests.ui.gallery import TODAY, bars, sample_reading


@pytest.fixture
def form(shown):
    made = Form()
    made.add("name", "项目名称", TextField(required=True))
    made.add("area", "建筑面积", NumberField(unit="平方米", most=1_000_000))
    made.add("on", "委托日期", DateField(latest=TODAY))
    made.add("hazard", "危险化学品", YesNoField())
    made.add("kind", "投资类型", ChoiceField([("firm", "企业投资"), ("gov", "政府投资")]))
    return shown(made)


def test_a_form_goes_to_its_first_problem_and_says_it_in_words(form):
    form.fields["area"].set_value(2_000_000)
    assert not form.check()
    assert form.fields["name"]._wrong.text() == "此项必填"
    assert "1000000" in form.fields["area"]._wrong.text()
    form.set_values({"name": "产业园", "area": 12})
    assert form.check()
    assert form.values() == {
        "name": "产业园", "area": 12, "on": None, "hazard": None, "kind": "firm",
    }  # fmt: skip


def test_a_label_is_its_fields_buddy_and_name(form):
    labels = {label.text(): label.buddy() for label in form.findChildren(QLabel) if label.buddy()}
    assert labels["项目名称"] is form.fields["name"].input()
    assert form.fields["name"].input().accessibleName() == "项目名称"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", 12), ("1,200", 1200), ("3万", 30000), ("１２", 12), ("x", None), ("1.5", None),
     ("inf", None), ("", None)],
)  # fmt: skip
def test_a_number_as_people_write_it(qtbot, typed, value):
    field = NumberField()
    qtbot.addWidget(field)
    field.line.setText(typed)
    assert field.value() == value
    assert bool(field.problem()) == (value is None and bool(typed))


def test_a_typed_date_is_written_out_and_says_its_weekday(form):
    field = form.fields["on"]
    field.line.setText("11.21")
    assert field.value() == date(2026, 11, 21)
    assert "周六" in field._hint.text()
    assert "非工作日" in field._hint.text()
    field.write_out()
    assert field.line.text() == "2026-11-21"
    field.line.setText("11.24")
    field.set_value(date(2026, 11, 24))
    assert "2026-11-23" in field.problem()


def test_arrow_keys_walk_by_days(form):
    field = form.fields["on"]
    field.set_value(date(2026, 11, 20))
    QTest.keyClick(field.line, Qt.Key.Key_Up)
    assert field.value() == date(2026, 11, 21)
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    assert field.value() == date(2026, 11, 19)


def test_a_month_names_swapped_and_free_days(shown):
    def mark(on):
        if on == date(2026, 10, 10):
            return DayMark(True, swapped=True)
        if on == date(2026, 10, 1):
            return DayMark(False, holiday=True, words="国庆节")
        return DayMark(on.weekday() < 5)

    month = shown(Month(date(2026, 10, 8), mark))
    chosen = []
    month.day_chosen.connect(chosen.append)
    grid = month._grid
    assert "调休上班" in grid.words(date(2026, 10, 10))
    assert "国庆节" in grid.words(date(2026, 10, 1))
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid._cell(date(2026, 10, 10)).center())
    assert chosen == [date(2026, 10, 10)]
    month.show_next()
    assert grid.first == date(2026, 11, 1)


@pytest.mark.parametrize("year", range(2024, 2029))
def test_every_day_of_a_month_is_found_where_it_is_painted(shown, year):
    month = shown(Month(date(year, 1, 1)))
    for number in range(1, 13):
        month.show_month(year, number)
        month.adjustSize()
        for day in (1, 7, 15, 28):
            on = date(year, number, day)
            assert month._grid.day_at(month._grid._cell(on).center()) == on


def test_days_off_take_no_width_on_the_timeline():
    axis = Axis(date(2026, 11, 2), date(2026, 11, 15), lambda on: on.weekday() < 5)
    assert axis.length == 10
    assert axis.right(date(2026, 11, 6)) == axis.left(date(2026, 11, 9)) == 5
    assert axis.day(5) == date(2026, 11, 9)
    assert axis.day(4.9) == date(2026, 11, 6)


def test_the_timeline_walks_zooms_and_opens_by_keys(shown):
    line = Timeline()
    line.resize(900, 300)
    line.set_bars(bars(), TODAY)
    shown(line)
    chosen, opened = [], []
    line.chosen.connect(chosen.append)
    line.opened.connect(opened.append)
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert chosen == [1, 2]
    assert opened == [2]
    assert "关键路径" in line.accessibleDescription()
    assert line.horizontalScrollBar().maximum() == 0
    for _step in range(4):
        QTest.keyClick(line, Qt.Key.Key_Plus)
    assert line.horizontalScrollBar().maximum() > 0
    QTest.keyClick(line, Qt.Key.Key_0)
    assert line.horizontalScrollBar().maximum() == 0


def test_zooming_keeps_the_day_under_the_pointer(shown):
    line = Timeline()
    line.resize(900, 300)
    line.set_bars(bars(), TODAY)
    shown(line)

    def place(x):
        frame = line._frame_now()
        return (x - frame.names + frame.shift_x) / frame.day

    before = place(600)
    line.zoom(3.0, 600)
    assert place(600) == pytest.approx(before, abs=0.5)


def test_a_timeline_of_thousands_paints_only_what_is_seen(shown, monkeypatch):
    many = [
        Bar(n, f"事项 {n}", segments=(Segment("department", date(2026, 1, 5), date(2026, 11, 1)),),
            after=(n - 1,) if n else ())
        for n in range(5000)
    ]  # fmt: skip
    line = Timeline()
    line.resize(900, 400)
    line.set_bars(many, TODAY)
    shown(line)
    painted = []
    paint = TimelinePainter._paint_bar

    def seen(self, painter, frame, number):
        painted.append(number)
        paint(self, painter, frame, number)

    monkeypatch.setattr(TimelinePainter, "_paint_bar", seen)
    line.verticalScrollBar().setValue(line.verticalScrollBar().maximum() // 2)
    line.grab()
    assert painted
    assert max(painted) - min(painted) < 40


def test_the_timeline_saves_as_picture_and_svg_in_the_light_colours(qtbot):
    theme.start("dark", 1.0)
    line = Timeline()
    qtbot.addWidget(line)
    line.set_bars(bars(), TODAY)
    image = line.to_image(1200, 1.0)
    assert image.width() == 1200
    assert image.pixelColor(1190, 60) == QColor("#FFFFFF")
    svg = line.to_svg(1200)
    assert svg.startswith(b"<?xml")
    assert len(svg) > 5000


def test_the_clock_panel_says_limit_lamp_and_deadline(shown):
    panel = ClockPanel()
    panel.resize(260, 500)
    reading, days = sample_reading()
    panel.show_reading("建设工程规划许可证", reading)
    shown(panel)
    texts = " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    assert "承诺时限 15 个工作日" in texts
    assert "逾期 10 日" in texts
    assert "截止 11月9日 周一" in texts
    assert "暂定" in texts
    asked = []
    panel.days_wanted.connect(lambda: asked.append(True))
    panel._why.click()
    assert asked
    panel.set_days(days)
    assert panel._days.isVisible()
    panel._why.click()
    assert not panel._days.isVisible()


def test_a_panel_shown_anew_keeps_no_old_lines(shown, qapp):
    panel = shown(ClockPanel())
    reading, _days = sample_reading()
    for _time in range(3):
        panel.show_reading("建设工程规划许可证", reading)
    qapp.processEvents()
    lines = [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]
    assert len([text for text in lines if text.startswith("承诺时限")]) == 1


def test_a_stacked_bar_names_its_days_in_words(qtbot):
    bar = StackedBar({"department": 17, "investor": 3, "nobody": 0})
    qtbot.addWidget(bar)
    assert bar.accessibleDescription() == "部门 17 日，企业 3 日"


def test_parties_are_hatched_where_colours_are_off(qtbot):
    bar = StackedBar({"department": 10, "investor": 10}, legend=False)
    qtbot.addWidget(bar)
    bar.resize(200, bar.sizeHint().height())
    plain = bar.grab().toImage()
    theme.look().set_patterns(True)
    try:
        assert bar.grab().toImage() != plain
    finally:
        theme.look().set_patterns(False)


def test_events_are_walked_by_keys_and_offer_a_menu(shown):
    line = EventLine()
    line.set_events([Happened(1, "10月9日", "申报"), Happened(2, "10月12日", "受理", late=5)])
    shown(line)
    asked = []
    line.menu_wanted.connect(lambda event_id, point: asked.append(event_id))
    line._events[0].setFocus()
    QTest.keyClick(line._events[0], Qt.Key.Key_Return)
    assert asked == [1]


def test_stages_are_chosen_by_key(shown):
    track = shown(StageTrack([Stage("一"), Stage("二", here=True), Stage("三")]))
    chosen = []
    track.chosen.connect(chosen.append)
    QTest.keyClick(track, Qt.Key.Key_Right)
    QTest.keyClick(track, Qt.Key.Key_Return)
    assert chosen == [1]


def test_a_tabs_page_is_built_when_it_is_visited(shown):
    built = []

    def page(name):
        built.append(name)
        return QWidget()

    tabs = Tabs()
    for name in ("a", "b", "c"):
        tabs.add(name, name.upper(), lambda name=name: page(name), count=3)
    shown(tabs)
    tabs.show_page("c")
    assert built == ["a", "c"]
    assert tabs.bar.tabText(1) == "B 3"


def test_a_thirty_megapixel_photo_is_shown_small(tmp_path):
    photo = tmp_path / "窗口.jpg"
    image = QImage(QSize(6720, 4480), QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    assert image.save(str(photo), "JPG", 60)
    small = thumbnail("k", str(photo), 144)
    assert max(small.image.width(), small.image.height()) == 144
    assert thumbnail("k", photo.read_bytes(), 72).image.width() == 72


def test_what_is_no_picture_or_claims_too_much_is_only_a_sheet(tmp_path):
    broken = tmp_path / "x.png"
    broken.write_bytes(b"\x89PNG not")
    assert thumbnail("k", str(broken), 72).image.isNull()
    huge = tmp_path / "huge.bmp"
    head = bytearray(54)
    head[0:2] = b"BM"
    head[10:14] = (54).to_bytes(4, "little")
    head[14:18] = (40).to_bytes(4, "little")
    head[18:22] = (60000).to_bytes(4, "little")
    head[22:26] = (60000).to_bytes(4, "little")
    head[26:30] = b"\x01\x00\x18\x00"
    huge.write_bytes(bytes(head))
    assert thumbnail("k", str(huge), 72).image.isNull()


def test_files_are_dropped_once_each_and_taken_off(shown, jobs, qtbot, tmp_path):
    photo = tmp_path / "p.png"
    image = QImage(QSize(300, 200), QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    image.save(str(photo))
    scan = tmp_path / "回执.pdf"
    scan.write_bytes(b"%PDF-1.4")
    zone = shown(DropZone(jobs))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (photo, scan, photo)])
    zone.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    assert zone.paths() == [photo, scan]
    qtbot.waitUntil(lambda: not jobs.busy())
    zone._files[str(photo)].dropped.emit(str(photo))
    assert zone.paths() == [scan]


def test_the_clipping_check_finds_what_is_cut(shown):
    box = QWidget()
    row = QHBoxLayout(box)
    label = QLabel("一二三四五六七八九十")
    label.setFixedWidth(30)
    row.addWidget(label)
    out = QLabel("外", box)
    out.setGeometry(150, 0, 100, 20)
    box.setFixedSize(200, 60)
    shown(box)
    found = problems(box)
    assert any("is cut" in line for line in found)
    assert any("sticks out" in line for line in found)


@pytest.mark.parametrize("width", [360, 520, 900])
def test_a_title_with_many_buttons_shows_its_line_whole_however_narrow(shown, width):
    made = QWidget()
    body = column(made)
    title = PageTitle(
        "协调会", "下一次会议的议程，按紧急程度提出；选一项可看它的来由；还有 132 项没有列入"
    )
    for words in ("会议信息", "投影", "会议材料", "纪要", "结束会议"):
        title.add(Button(words))
    body.addWidget(title)
    body.addStretch(1)
    made.resize(width, 500)
    shown(made)
    QTest.qWait(30)
    line = title._line
    assert line.height() >= line.heightForWidth(line.width())
    assert problems(made) == []
    edges = [b.geometry().right() for b in title.findChildren(Button)]
    assert max(edges) <= title.width()
