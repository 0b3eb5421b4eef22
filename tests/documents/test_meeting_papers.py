"""The meeting's papers: what the book rests on, numbers that lead back, minutes that leave nothing
out, a table that ranks departments and intermediaries apart."""

from datetime import date

import pytest

from envoy_desktop import words
from envoy_desktop.casework import duties, meetings, obstacles, plans
from envoy_desktop.documents import department_table, meeting_book, meeting_minutes
from envoy_desktop.documents.blocks import Heading, Paragraph, Table, closed_up, plain
from envoy_desktop.documents.department_table import DepartmentTable, TableLine
from envoy_desktop.documents.meeting_book import Came
from envoy_desktop.domain.departments import Figure, Held
from envoy_desktop.domain.survival import Interval
from envoy_desktop.store.workspace import Workspace

TODAY = date(2026, 11, 23)
DUE = date(2026, 12, 10)


@pytest.fixture
def city(workspace: Workspace) -> Workspace:
    """An obstacle at a department, and an overdue duty that no department leads."""
    with workspace.read() as reader:
        lead = reader.value("SELECT id FROM department WHERE code = 'zhujian'")
    project = workspace.do(
        plans.begin, name="卧龙产业园",
        attributes={"investment_kind": "record", "investment_cny": "3500000000"},
    )  # fmt: skip
    workspace.do(
        obstacles.log, text="答复“还在走流程”", project=project, department=lead,
        on=date(2026, 11, 2),
    )  # fmt: skip
    workspace.do(
        duties.add, text="形成问题清单", source="assignment", due_on=date(2026, 11, 9),
        given_on=date(2026, 10, 9), owed_by="项目专班", project=project, basis="现场会",
    )  # fmt: skip
    return workspace


def told(blocks: object) -> list[str]:
    assert isinstance(blocks, tuple)
    return [plain(one.runs) for one in blocks if isinstance(one, Paragraph | Heading)]


def test_the_book_says_whose_work_it_rests_on_and_numbers_lead_from_list_to_facts(city: Workspace):
    came = Came(date(2026, 10, 28), 60, (("马佳天", "城东开发区商务局"),), conflicts=2, aside=1)
    with city.read() as reader:
        book = meeting_book.read(reader, TODAY, came=came)
    parts = dict(book.parts)
    first = "\n".join(told(parts["会议安排"]))
    assert "应报60人" in first
    assert "已报59人，未报1人：马佳天（城东开发区商务局）" in first
    assert "尚未裁定的有2处" in first
    listed = next(one for one in parts["会议安排"] if isinstance(one, Table))
    assert [row[1] for row in listed.rows] == ["市住建局", "项目专班"]
    facts = told(parts["议题和有关情况"])
    assert any(line.startswith("议题1，紧急程度") for line in facts)
    assert any("交办事项，2026年11月9日到期" in line for line in facts)
    assert "项目专班" in facts


def test_what_is_not_on_the_agenda_is_counted_whatever_has_gone_off_it(city: Workspace):
    city.do(meetings.begin)
    with city.read() as reader:
        gone = reader.value("SELECT id FROM obstacle")
    city.do(obstacles.resolve, obstacle=gone, how="已答复")
    city.do(obstacles.log, text="窗口不能决定", on=TODAY)
    with city.read() as reader:
        book = meeting_book.read(reader, TODAY)
    assert "另有1项未列入" in "\n".join(told(dict(book.parts)["会议安排"]))


def test_a_paper_is_chinese_without_blanks_whatever_the_window_speaks(city: Workspace):
    words.set_language("en")
    try:
        with city.read() as reader:
            book = meeting_book.read(reader, TODAY)
    finally:
        words.set_language("zh_CN")
    said = "\n".join(line for _title, blocks in book.parts for line in told(blocks))
    assert "总投资35亿元" in said
    assert not any("a" <= char <= "z" for char in said)


def test_minutes_name_the_project_keep_the_agendas_order_and_what_stayed_open(city: Workspace):
    meeting = city.do(meetings.begin)
    with city.read() as reader:
        item = reader.value("SELECT id FROM agenda_item WHERE obstacle IS NOT NULL")
        lead = reader.value("SELECT min(id) FROM department")
    city.do(meetings.state, item=item, statement="将按期办结。")
    first = city.do(
        meetings.decide,
        topic="答复“还在走流程”",
        text="三日内答复",
        lead=lead,
        due_on=DUE,
        item=item,
    )
    city.do(meetings.close)
    city.do(
        meetings.decide, topic="答复“还在走流程”", text="两日内答复", lead=lead, due_on=DUE,
        replaces=first.decision,
    )  # fmt: skip
    with city.read() as reader:
        said = told(meeting_minutes.document(reader, meeting).body)
    assert any("关于卧龙产业园“答复‘还在走流程’”，市住建局说明：将按期办结。" in s for s in said)
    assert "卧龙产业园：答复“还在走流程”" in said
    assert not any("三日内" in line for line in said)
    assert said[-2:] == ["未形成议定意见的议题", "卧龙产业园：形成问题清单。"]


def figure(**more: object) -> Figure:
    none = Interval(None, None, None)
    values: dict[str, object] = {
        "cases": 6, "open": 1, "median": none, "p90": none, "used": none, "promised": Held(2, 1),
        "statutory": Held(4, 1), "overdue_days": 0, "overdue_cases": 0, **more,
    }  # fmt: skip
    return Figure(**values)  # type: ignore[arg-type]


def table(*lines: tuple[str, str, Figure]) -> DepartmentTable:
    from envoy_desktop.casework.figures import DepartmentFigures
    from envoy_desktop.domain import departments as rules
    from envoy_desktop.domain.departments import Standing
    from envoy_desktop.store.queries.conduct import Conduct
    from envoy_desktop.store.queries.figures import Office

    alone = Standing(None, None, None, None, None, None, None, rules.TOO_FEW)
    made = tuple(
        TableLine(
            DepartmentFigures(Office(n, name, name, name, kind), told_, alone, Conduct(n)),
            None, "", (),
        )
        for n, (name, kind, told_) in enumerate(lines, 1)
    )  # fmt: skip
    since, until = date(2026, 11, 1), date(2026, 11, 30)
    return DepartmentTable(since, until, until, until, "协调办", made)


def test_few_settled_cases_are_no_percentage_and_intermediaries_have_a_table_of_their_own():
    few = figure(cases=3, open=2, durations=((2, False), (5, True), (9, False)))
    paper = department_table.official(
        table(("市住建局", "government", figure()), ("审图机构", "intermediary_class", few))
    )
    ours, theirs, conduct = (one for one in paper.body if isinstance(one, Table))
    assert ours.rows[0][4:7] == ("尚不能定", "2/3", "80%")
    assert [row[1] for row in ours.rows] == ["市住建局"]
    assert theirs.columns[1].title == "中介机构"
    assert theirs.rows[0][4] == "办结5；在办2、9"
    assert conduct.rows[-1][0] == "合计"
    assert "涉及1个部门和公用企业、1类中介机构" in told(paper.body)[0]


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("总投资 35 亿元", "总投资35亿元"),
        ("影响工期 12 个工作日", "影响工期12个工作日"),
        ("用 PDF 与 2 份", "用 PDF 与2份"),
    ],
)
def test_words_of_the_screen_are_closed_up_on_paper(shown: str, printed: str):
    assert closed_up(shown) == printed


def test_a_character_that_no_face_has_keeps_no_paper_of_others_words_back(city: Workspace):
    with city.unit("obstacles.log") as unit:
        unit.add("obstacle", text="窗口说“等通知🙂”", on="2026-10-01", entered_on="2026-10-01")
    with city.read() as reader:
        layout = meeting_book.layout(meeting_book.read(reader, TODAY))
    assert layout.lacking == "🙂"
    assert "等通知〓" in "".join(run.text for run in layout.runs())


@pytest.mark.parametrize("departments", range(5, 40))
def test_no_line_of_the_contents_stands_alone_on_its_page(departments: int):
    starts = [(1, "会议安排", 1), (1, "议题和有关情况", 4)]
    starts += [(2, f"部门{n}", 4) for n in range(departments)]
    starts += [(1, "项目时间轴", 9), (1, "部门审批效能", 14)]
    starts += [(2, f"表{n}", 14) for n in range(4)]
    starts += [(1, "此前议定事项办理情况", 18)]
    pages = meeting_book.contents_pages(starts)
    assert [entry for page in pages for entry in page] == starts
    assert all(len(page) <= (19 if n == 0 else 22) for n, page in enumerate(pages))
    assert len(pages) == 1 or len(pages[-1]) >= meeting_book.FEWEST
