"""The timeline on paper: landscape, whole rows, told apart without colour."""

from datetime import date, timedelta
from xml.etree import ElementTree

from envoy_desktop import now
from envoy_desktop.casework import baselines, outlook, plans
from envoy_desktop.documents import timeline_of, timeline_page
from envoy_desktop.documents.timeline_page import PlannedBar, TimelineSheet
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.words import names

FIRST = date(2026, 9, 1)
DAYS = tuple(FIRST + timedelta(n) for n in range(120) if (FIRST + timedelta(n)).weekday() < 5)


def sheet(rows: int) -> TimelineSheet:
    bar = PlannedBar(
        "建设工程规划许可证核发 · 资规局",
        (
            ("department", date(2026, 9, 7), date(2026, 9, 18)),
            ("investor", date(2026, 9, 21), date(2026, 9, 30)),
            ("intermediary", date(2026, 10, 8), date(2026, 10, 9)),
        ),
        (date(2026, 10, 12), date(2026, 10, 30)),
        True,
        date(2026, 10, 20),
    )
    return TimelineSheet("电池一期", "截至", (bar,) * rows, DAYS, date(2026, 10, 9))


def test_pages_are_landscape_and_nothing_lies_outside():
    layout = timeline_page.timeline_pages(sheet(70))
    assert len(layout.pages) > 1
    assert layout.width > layout.height
    for page in layout.pages:
        for bar in page.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= layout.width + 0.1
            assert bar.y + bar.height <= layout.height
        for rule in page.rules:
            assert min(rule.x0, rule.x1) >= 0
            assert max(rule.y0, rule.y1) <= layout.height


def test_only_greys_are_printed():
    page = timeline_page.timeline_pages(sheet(3)).pages[0]
    tones = {mark.colour for mark in (*page.bars, *page.rules, *page.runs)} - {"black"}
    assert all(tone[1:3] == tone[3:5] == tone[5:7] for tone in tones)


def test_a_whole_picture_has_every_row_on_one_page():
    layout = timeline_page.timeline_pages(sheet(300), whole=True)
    assert len(layout.pages) == 1
    assert sum("建设工程" in run.text for run in layout.runs()) == 300


def test_svg_is_xml_with_its_texts():
    layout = timeline_page.timeline_pages(sheet(2), whole=True)
    root = ElementTree.fromstring(timeline_page.svg_of(layout))
    assert any("建设工程" in (text.text or "") for text in root.iter())


def test_a_baseline_of_today_stands_where_the_plan_stands(workspace: Workspace) -> None:
    project = workspace.do(plans.begin, name="电池一期", attributes={"land_supply": "grant"})
    workspace.do(baselines.set_baseline, project=project, name="开工前")
    with workspace.read() as reader:
        made = timeline_of.sheet(reader, project, now.today())
        seen = outlook.outlook(reader, project, now.today())
    assert seen.p50 is not None
    assert f"五成把握 {names.full_day(seen.p50)}" in made.subtitle
    assert "计划与基准相同" in made.subtitle
    assert all(bar.baseline and bar.baseline == bar.planned for bar in made.bars)
    assert "2027 年节假日安排尚未公布" in made.note
    now.set_today(now.today() + timedelta(7))
    with workspace.read() as reader:
        made = timeline_of.sheet(reader, project, now.today())
    assert "计划比基准晚 5 个工作日" in made.subtitle
    assert all(bar.planned > bar.baseline for bar in made.bars if bar.planned and bar.baseline)
