"""A ledger of one's own: taken in whole or not at all, undone in a step, the same after a trip."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from envoy_desktop import now
from envoy_desktop.casework import events, plans, projects, sheet_export, sheet_import
from envoy_desktop.casework.sheet_import import Chosen
from envoy_desktop.domain.clock_values import EventKind
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import undo
from envoy_desktop.store.queries import ledgers
from envoy_desktop.words import refusals

HEADINGS = (
    "项目名称",
    "建设单位",
    "手续",
    "申报日期",
    "补正告知",
    "补正提交",
    "受理",
    "办结",
    "备注",
)


def book(path: Path, *lines, name: str = "台账", title: str = "") -> Path:
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet(name)
    for number, line in enumerate(([title], *lines) if title else lines):
        sheet.write_row(number, 0, line)
    made.close()
    return path


def held(workspace):
    """Everything of projects, procedures and events, without ids."""
    with workspace.read() as reader:
        attributes = ledgers.attributes(reader)
        found = {
            row[1]: (row[2:], attributes.get(row[0], {}), []) for row in ledgers.projects(reader)
        }
        procedures = {row.procedure: row for row in ledgers.procedures(reader)}
        for row in procedures.values():
            told = (row.code, row.nth, row.plan_limit, row.reference, row.note)
            mine = [e for e in ledgers.events(reader) if e.procedure == row.procedure]
            facts = [(e.kind, e.on, e.items, e.party, e.announced, e.days, e.note,
                      bool(e.has_receipt), e.system_on, e.entered_on) for e in mine]  # fmt: skip
            found[row.project_name][2].append((told, facts))
    return found


def test_one_row_a_procedure_with_columns_of_days(workspace, tmp_path):
    path = book(
        tmp_path / "own.xlsx",
        HEADINGS,
        ("电池一期", "宁城公司", "施工许可证", "2025.3.5", "", "", 45723, "2025年3月20日", "快"),
        ("", "", "建设项目环境影响报告书审批", "3月1日", "—", "", "3月5日", "4月30日"),
        ("合计", "", "2"),
        title="2024年服务项目台账",
    )
    taken = sheet_import.bring_in(workspace, path, None)
    assert (taken.projects, taken.procedures, taken.events) == (1, 2, 6)
    fields, _attributes, procedures = held(workspace)["电池一期"]
    assert fields[0] == "宁城公司"
    assert {told[0]: [(f[0], f[1]) for f in facts] for told, facts in procedures} == {
        "ZJ-XK": [("filed", "2025-03-05"), ("accepted", "2025-03-07"), ("delivered", "2025-03-20")],
        "HJ-SH": [("filed", "2026-03-01"), ("accepted", "2026-03-05"), ("delivered", "2026-04-30")],
    }


def test_taking_in_again_adds_nothing_and_one_undo_takes_all_back(workspace, tmp_path):
    path = book(tmp_path / "own.xlsx", HEADINGS, ("电池一期", "宁城公司", "ZJ-XK", "2025-03-05"))
    before = held(workspace)
    sheet_import.bring_in(workspace, path, None)
    _book, again = sheet_import.look(workspace, path)
    assert (again.fresh_projects, again.fresh_procedures, again.fresh_events) == (0, 0, 0)
    assert again.known_events == 1
    undo.undo(workspace)
    assert held(workspace) == before


def test_every_bad_cell_is_named_and_nothing_is_written(workspace, tmp_path):
    path = book(
        tmp_path / "own.xlsx",
        HEADINGS,
        ("电池一期", "宁城公司", "立项", "昨天"),
        ("电池一期", "别的公司", "ZJ-XK", "2025-03-05", "", "", "2025-03-01"),
        ("电池一期", "宁城公司", "ZJ-XK", "2099-03-05"),
        ("电池一期", "宁城公司", "", "2025-03-05"),
        name="工作表1",
    )
    before = held(workspace)
    with pytest.raises(Refusal) as no:
        sheet_import.bring_in(workspace, path, None)
    assert no.value.rule == "sheet-rows"
    places = [(p.row, p.column, p.expected) for p in no.value.values["problems"]]
    assert places == [
        (2, "手续", "unknown-item"),
        (2, "申报日期", "cell-date"),
        (3, "建设单位", "differs"),
        (3, "受理", "event-rule"),
        (4, "手续", "repeated"),
        (4, "申报日期", "event-rule"),
        (5, "手续", "filled"),
    ]
    lines = refusals.tell(no.value).lines
    assert all(line.startswith("“工作表1”第 ") for line in lines)
    assert held(workspace) == before


def test_one_row_an_event_and_what_a_person_chose_is_remembered(workspace, tmp_path):
    rows = (
        ("工程", "办什么", "发生了什么", "哪天"),
        ("电池一期", "施工证", "受理", "2025-03-06"),
        ("电池一期", "施工证", "申报", "2025-03-05"),
    )
    chosen = Chosen({"办什么": "item", "发生了什么": "event", "哪天": "on"}, {"施工证": "ZJ-XK"})
    path = book(tmp_path / "own.xlsx", *rows)
    with pytest.raises(Refusal):
        sheet_import.bring_in(workspace, path, None, Chosen(chosen.columns))
    assert sheet_import.bring_in(workspace, path, None, chosen).events == 2
    more = book(tmp_path / "more.xlsx", *rows, ("电池一期", "施工证", "作出决定", "2025-03-12"))
    assert sheet_import.bring_in(workspace, more, None).events == 1


def test_a_project_called_nearly_the_same_is_that_project(workspace, tmp_path):
    workspace.do(projects.create, name="电池（一期）项目", investor="甲")
    path = book(
        tmp_path / "own.xlsx",
        ("项目名称", "投资方", "地点"),
        ("电池(一期) 项目", "乙", "北园"),
        ("电池一期工程", "", ""),
    )
    _book, wanted = sheet_import.look(workspace, path)
    assert [one.name for one in wanted.unmatched] == ["电池一期工程"]
    sheet_import.bring_in(workspace, path, None)
    fields = held(workspace)["电池（一期）项目"][0]
    assert (fields[0], fields[2]) == ("甲", "北园")  # what stands is not written over


def test_a_file_without_a_column_of_projects(workspace, tmp_path):
    path = book(tmp_path / "own.xlsx", ("甲", "乙"), ("1", "2"))
    with pytest.raises(Refusal) as no:
        sheet_import.bring_in(workspace, path, None)
    assert no.value.rule == "no-project-column"


def test_a_formula_in_a_name_leaves_as_a_text(workspace, tmp_path):
    from python_calamine import CalamineWorkbook

    workspace.do(projects.create, name="=1+1", investor="@SUM(A1)")
    with workspace.read() as reader:
        sheet_export.write(reader, tmp_path / "out.xlsx")
    sheet = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_name("项目")
    assert sheet.to_python()[1][:2] == ["=1+1", "@SUM(A1)"]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
).filter(lambda text: text.strip("=\"'") == text)
COURSES = st.lists(
    st.sampled_from(["filed", "correction_notice", "resubmitted", "accepted", "extension",
                     "decided", "delivered", "suspended", "resumed", "special_step_begun"]),
    max_size=6,
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.lists(
        st.tuples(TEXTS, TEXTS, st.lists(COURSES, min_size=1, max_size=3)),
        min_size=1, max_size=3, unique_by=lambda entry: entry[0],
    )
)  # fmt: skip
def test_a_workbook_written_and_taken_in_elsewhere_holds_the_same(
    data, file, key, tmp_path_factory
):
    import shutil

    from envoy_desktop.domain.sheet_columns import is_total, same_name
    from envoy_desktop.store import keys
    from envoy_desktop.store.workspace import Workspace

    names = [name for name, _text, _courses in data]
    if any(is_total(a) or any(same_name(a, b) for b in names if b != a) for a in names):
        return
    folder = tmp_path_factory.mktemp("trip")
    copies = []
    for name in ("a", "b"):
        shutil.copy(file, folder / name)
        shutil.copy(keys.key_file(file), keys.key_file(folder / name))
        copies.append(folder / name)
    with now.turned(), Workspace.open(copies[0], key) as one, Workspace.open(copies[1], key) as two:
        now.set_today(date(2026, 11, 23))
        for name, text, courses in data:
            _play(one, name, text, courses)
        with one.read() as reader:
            sheet_export.write(reader, folder / "out.xlsx")
        sheet_import.bring_in(two, folder / "out.xlsx", None)
        assert held(two) == held(one)


def _play(workspace, name, text, courses):
    project = workspace.do(
        projects.create, name=name, investor=text, summary=text, target_on="2027-03-01",
        attributes={"area_m2": "12000", "hazardous": "yes", "eia_class": "report"},
    )  # fmt: skip
    workspace.do(plans.generate, project=project)
    with workspace.read() as reader:
        ids = [row.procedure for row in ledgers.procedures(reader, [project])]
    for procedure, course in zip(ids, courses, strict=False):
        day = date(2026, 9, 1)
        for place, kind in enumerate(course):
            try:
                workspace.do(
                    events.record, procedure=procedure, kind=EventKind(kind),
                    on=day.replace(day=1 + place // 2), items=(text,) if "re" in kind else (),
                    note=text, has_receipt=place % 2 == 0, system_on=day,
                )  # fmt: skip
            except Refusal:
                continue
