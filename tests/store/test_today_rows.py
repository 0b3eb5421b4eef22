"""The rows behind *Today*: what is open in open projects, and nothing heavy to read it."""

import subprocess
import sys
from datetime import date

import pytest

from envoy_desktop import now
from envoy_desktop.casework import duties, events, memos, obstacles, plans, projects
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.domain.today import read_today
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries import today as queries

TODAY = date(2026, 11, 23)


@pytest.fixture
def project(workspace):
    return workspace.do(
        plans.begin, name="甲项目", attributes={"investment_kind": "record", "area_m2": "900"}
    )


def read(workspace, **more):
    with workspace.read() as reader:
        calendar = reference.calendar(reader)
        rows = queries.today_rows(reader, now.today(), calendar, **more)
        return rows, read_today(rows, calendar, now.today())


def filed(workspace, project, code, *happened):
    with workspace.read() as reader:
        procedure = next(p.id for p in plans.plan(reader, project) if p.item.code == code)
    for kind, on, *items in happened:
        workspace.do(
            events.record, procedure=procedure, kind=kind, on=date(2026, 11, on),
            items=tuple(items),
        )  # fmt: skip
    return procedure


def test_a_late_decision_leads_and_a_paper_awaited_waits_for_the_investor(workspace, project):
    late = filed(workspace, project, "GH-XK", (K.FILED, 2), (K.ACCEPTED, 3))  # promised: 7 days
    waiting = filed(
        workspace, project, "GH-FA", (K.FILED, 9), (K.CORRECTION_NOTICE, 11, "日照分析")
    )
    _rows, reading = read(workspace)
    groups = {group: [e.id for e in entries] for group, entries in reading.groups}
    assert groups["overdue"] == [late]
    assert groups["waiting_investor"] == [waiting]
    with workspace.read() as reader:
        told = queries.subjects(reader, [("procedure", waiting), ("procedure", late)])
        assert queries.overdue_count(reader, TODAY) == 1
    assert told["procedure", waiting].second_line == "日照分析"
    assert told["procedure", late].project_name == "甲项目"


def test_a_closed_project_asks_for_nothing(workspace, project):
    filed(workspace, project, "GH-XK", (K.FILED, 2), (K.ACCEPTED, 3))
    workspace.do(obstacles.log, text="窗口不收", project=project)
    workspace.do(
        duties.add, text="通电", due_on=date(2026, 11, 1), source="commitment", project=project,
        basis="现场会", given_on=date(2026, 10, 1),
    )  # fmt: skip
    assert read(workspace)[1].entries
    workspace.do(projects.close, project=project)
    assert read(workspace)[1].entries == ()
    workspace.do(projects.reopen, project=project)
    assert read(workspace)[1].entries


def test_an_obstacle_whose_answer_is_over_after_an_attempt_asks_for_a_memo(workspace, project):
    with now.turned():
        now.set_today(date(2026, 11, 2))
        obstacle = workspace.do(obstacles.log, text="要求补充清单外材料", project=project)
        workspace.do(obstacles.attempt, obstacle=obstacle, text="电话问过")
    (entry,) = read(workspace)[1].entries
    assert (entry.kind, entry.id, entry.action) == ("obstacle", obstacle, "write_memo")
    workspace.do(
        obstacles.snooze, of_kind="obstacle", of=obstacle, until=date(2026, 11, 26),
        reason="周四答复",
    )  # fmt: skip
    reading = read(workspace)[1]
    assert reading.entries == ()
    assert [s.reason for _entry, s in reading.snoozed] == ["周四答复"]


def test_an_issued_request_waits_until_an_instruction_comes(workspace, project):
    memo = workspace.do(
        memos.draft, kind="request", title="关于协调用地的请示", project=project, organ="市特派办",
        organ_code="宛特服", issuer="王",
    )  # fmt: skip
    with workspace.read() as reader:
        number = memos.next_number(reader, memo, date(2026, 11, 9))
    workspace.do(
        memos.freeze, memo=memo, number=number, label=str(number), pdf=b"pdf", text="t",
        on=date(2026, 11, 9),
    )  # fmt: skip
    (entry,) = read(workspace)[1].entries
    assert (entry.kind, entry.action, entry.days) == ("memo", "record_instruction", 10)
    workspace.do(memos.record_instruction, memo=memo, by="张副市长", text="请资规局办理")
    assert read(workspace)[1].entries == ()


def test_the_investors_own_duty_counts_from_the_joint_acceptance(workspace, project):
    for code in ("GH-HS",):
        filed(workspace, project, code, (K.FILED, 2), (K.ACCEPTED, 3), (K.DELIVERED, 10))
    rows, _reading = read(workspace)
    own = {row.title: row.due for row in rows.investor_duties}
    assert own["其他建设工程消防验收备案"] == date(2026, 11, 17)  # five working days
    assert own["房屋建筑工程竣工验收备案"] == date(2026, 11, 25)  # fifteen calendar days
    assert own["建设工程档案验收移交"] == date(2027, 2, 10)  # three months


def test_of_a_provinces_day_only_the_worst_are_read(workspace):
    for n in range(4):
        project = workspace.do(plans.begin, name=f"项目{n}")
        filed(workspace, project, "GH-XK", (K.FILED, 2), (K.ACCEPTED, 3 + n % 2))
    whole = read(workspace)[0].procedures
    cut = read(workspace, most=2)[0].procedures
    assert len(whole) == 4
    assert {p.id for p in cut} < {p.id for p in whole}


def test_reading_today_needs_neither_sqlalchemy_nor_numpy(workspace, project, file, key):
    filed(workspace, project, "GH-XK", (K.FILED, 2), (K.ACCEPTED, 3))
    script = (
        "import sys\n"
        "from datetime import date\n"
        "from pathlib import Path\n"
        "from envoy_desktop.store.workspace import Workspace\n"
        "from envoy_desktop.ui.today import model\n"
        f"w = Workspace.open(Path({str(file)!r}), bytes.fromhex({key.hex()!r}))\n"
        "day = model.read_day(w, date(2026, 11, 23))\n"
        "assert model.rows(day), 'nothing read'\n"
        "heavy = {'sqlalchemy', 'alembic', 'numpy', 'reportlab', 'pypinyin', 'keyring'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
