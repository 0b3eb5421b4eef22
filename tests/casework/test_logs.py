"""Logs taken in: a real one counted right, and bad ones named row by row."""

import gzip
import shutil
from datetime import date
from pathlib import Path

import pytest

from envoy_desktop import now
from envoy_desktop.casework import figures, log_export, log_rows, logs, measured
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import keys, undo
from envoy_desktop.store.queries import reference
from envoy_desktop.store.workspace import Workspace
from tests.store.conftest import PASSPHRASE, TODAY

RECEIPT = Path(__file__).resolve().parents[1] / "data" / "receipt.xes.gz"
OF_RECEIPT = {
    "case": "concept:name", "item": "channel", "department": "department", "filed": "startdate",
    "deadline": "deadline", "ended": "enddate", "planned": "enddate_planned",
}  # fmt: skip
PLAIN = {"case": "id", "item": "item", "department": "dep", "filed": "filed", "ended": "ended"}


@pytest.fixture(scope="module")
def taken_file(template, tmp_path_factory):
    """A workspace that has taken in the real log, made once."""
    path = tmp_path_factory.mktemp("log") / "w.envoy"
    shutil.copy(template[0], path)
    shutil.copy(keys.key_file(template[0]), keys.key_file(path))
    key = keys.unlock_by_passphrase(template[0], PASSPHRASE)
    with now.turned():
        now.set_today(TODAY)
        with Workspace.open(path, key) as opened:
            take(opened, RECEIPT, **OF_RECEIPT)
    return path


@pytest.fixture
def logged(taken_file, tmp_path, key):
    """An open copy of it."""
    path = tmp_path / "logged.envoy"
    shutil.copy(taken_file, path)
    shutil.copy(keys.key_file(taken_file), keys.key_file(path))
    with now.turned():
        now.set_today(TODAY)
        with Workspace.open(path, key) as opened:
            yield opened


def take(workspace, path, events=(), **columns):
    mapping = logs.mapping_of(events=events, **{**PLAIN, **columns})
    logs.check(path, mapping)
    return workspace.do(logs.import_log, path=path, mapping=mapping)


def told(workspace):
    with workspace.read() as reader:
        return figures.deadlines(reader, now.today())


def csv_file(tmp_path, *rows, head="id,item,dep,filed,ended,due", encoding="utf-8"):
    path = tmp_path / "log.csv"
    path.write_bytes("\n".join((head, *rows, "")).encode(encoding))
    return path


def xes_file(tmp_path, body, head="", name="log.xes"):
    path = tmp_path / name
    text = f'<?xml version="1.0"?>\n{head}<log xmlns="http://www.xes-standard.org/">{body}</log>'
    path.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
    return path


def test_a_real_log_is_counted_right(logged):
    assert told(logged) == figures.Deadlines(late=309, in_time=1020, open=105, without=0)
    with logged.read() as reader:
        table = figures.table(reader, now.today())
    rows = {row.office.name: row for row in table.departments}
    general = rows["General"].figure
    assert (general.cases, general.open) == (1390, 105)
    assert (general.median.value, general.median.low, general.median.high) == (38, 37, 39)
    assert len(table.behind(rows["Experts"].office.id)) == 15
    assert rows["General"].standing.note == "not_distinguishable"  # it is the city


def test_the_same_log_is_taken_once_and_undone_whole(logged):
    with pytest.raises(Refusal, match="log-known"):
        take(logged, RECEIPT, **OF_RECEIPT)
    undo.undo(logged)
    assert told(logged) == figures.Deadlines(0, 0, 0, 0)
    undo.redo(logged)
    assert told(logged).late == 309


def test_a_log_makes_no_list_for_new_projects(workspace, logged):
    with workspace.read() as before, logged.read() as after:
        assert reference.newest_edition(before) == reference.newest_edition(after)


@pytest.mark.parametrize("out", ["own.xes.gz", "own.csv"])
def test_ones_own_log_comes_back_the_same(logged, workspace, tmp_path, out):
    with logged.read() as reader:
        before = figures.table(reader, now.today())
        done = log_export.export(reader, now.today(), tmp_path / out)
    assert done.cases == 1434
    csv = out.endswith("csv")
    taken = take(
        workspace, tmp_path / out, events=["event" if csv else "concept:name"],
        case="case" if csv else "concept:name", item="item", department="department",
        deadline="deadline", time="on" if csv else "",
    )  # fmt: skip
    assert (taken.cases, taken.events) == (done.cases, done.events)
    assert told(workspace) == figures.Deadlines(309, 1020, 105, 0)
    with workspace.read() as reader:
        after = figures.table(reader, now.today())
    assert [r.figure.median for r in after.departments] == [
        r.figure.median for r in before.departments
    ]


def test_every_bad_row_is_named_with_its_place_and_reason(workspace, tmp_path):
    path = csv_file(
        tmp_path,
        "a,GH,规划局,2026-03-02,2026-03-09,2026-03-10",
        "b,GH,规划局,2026-02-30,2026-03-09,",
        "c,GH,规划局,2026-03-02T10:00:00 Mars/Base,2026-03-09,",
        "d,GH,规划局,,2026-03-09,",
        "a,GH,规划局,2026-03-02,2026-03-09,",
        ",GH,规划局,2026-03-02,2026-03-09,",
        "e,GH,规划局,2026-03-09,2026-03-02,",
        "f,GH,规划局,2026-03-02,2027-03-02,",
        "g,GH,规划局,2026/3/2,2026年3月4日,",
    )
    taken = take(workspace, path, deadline="due")
    assert (taken.cases, taken.refused, taken.remarks) == (3, 6, 1)
    assert [(bad.place, bad.reason, bad.taken) for bad in taken.bad] == [
        (3, "bad-date", False),
        (4, "unknown-zone", False),
        (5, "missing", False),
        (6, "duplicate-case", False),
        (7, "missing", False),
        (8, "ended-before-filed", True),
        (9, "in-future", False),
    ]
    with workspace.read() as reader:
        (row,) = figures.table(reader, now.today()).departments
    assert row.figure.durations == ((2, True), (5, True))  # what ended before it began has none


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8-sig", ","), ("gb18030", ";"), ("utf-16", "\t"), ("utf-8", "|")],
)
def test_a_table_of_any_office_is_read(workspace, tmp_path, encoding, mark):
    path = csv_file(
        tmp_path,
        mark.join(("a", "施工许可", "“住建”局", "2026-03-02", "2026-03-09")),
        head=mark.join(("id", "item", "dep", "filed", "ended")),
        encoding=encoding,
    )
    assert take(workspace, path).departments == ["“住建”局"]


def test_days_are_local_by_the_offset_written():
    assert log_rows.read_day("2011-10-11T23:59:40.020+02:00") == date(2011, 10, 11)
    assert log_rows.read_day("2011-10-11T00:00:01-09:30") == date(2011, 10, 11)
    assert log_rows.read_day("2011-10-11T23:00:00Z") == date(2011, 10, 11)
    assert log_rows.read_day("2011-10-11T23:00:00+25:00") == "unknown-zone"
    assert log_rows.read_day("2011-10-11T23:00:00 CEST") == "unknown-zone"
    assert log_rows.read_day("11.10.2011") == "bad-date"


TRACE = (
    '<trace><string key="id" value="{id}"/><string key="item" value="A"/>'
    '<string key="dep" value="D"/><date key="filed" value="2026-03-02T09:00:00+08:00"/>{more}'
    "</trace>"
)


def test_an_xml_bomb_is_refused(workspace, tmp_path):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE log [<!ENTITY l0 "ha">{lol}]>'
    path = xes_file(tmp_path, TRACE.format(id="&l8;", more=""), bomb)
    with pytest.raises(Refusal, match="log-with-doctype"):
        take(workspace, path)
    outside = '<!DOCTYPE log SYSTEM "file:///etc/passwd">'
    with pytest.raises(Refusal, match="log-with-doctype"):
        take(workspace, xes_file(tmp_path, TRACE.format(id="a", more=""), outside))


def test_a_gzip_bomb_is_refused(workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(log_rows, "SMALL", 1 << 20)
    path = xes_file(tmp_path, "<!--" + " " * (8 << 20) + "-->", name="log.xes.gz")
    with pytest.raises(Refusal, match="log-bomb"):
        take(workspace, path)


def test_a_log_cut_off_is_refused_and_writes_nothing(workspace, tmp_path):
    path = tmp_path / "cut.xes"
    whole = xes_file(tmp_path, "".join(TRACE.format(id=n, more="") for n in range(50)))
    path.write_bytes(whole.read_bytes()[:-300])
    with pytest.raises(Refusal, match="log-unreadable"):
        take(workspace, path)
    packed = tmp_path / "cut.xes.gz"
    packed.write_bytes(RECEIPT.read_bytes()[:50_000])
    with pytest.raises(Refusal, match="log-unreadable"):
        take(workspace, packed, **OF_RECEIPT)
    assert told(workspace) == figures.Deadlines(0, 0, 0, 0)


def test_loops_count_once_and_events_outside_are_told(workspace, tmp_path):
    def event(kind, on):
        return (
            f'<event><string key="concept:name" value="{kind}"/>'
            f'<date key="time:timestamp" value="{on}T00:00:00+08:00"/></event>'
        )

    body = TRACE.format(
        id="a",
        more=event("check", "2026-03-04") * 500
        + event("accepted", "2026-03-05")
        + event("accepted", "2026-03-06")
        + event("accepted", "2026-02-01")
        + event("refused", "2026-02-01"),
    )
    taken = take(workspace, xes_file(tmp_path, body), events=["concept:name"], ended="")
    assert taken.events == 2  # filed, and accepted once
    assert [(bad.reason, bad.taken) for bad in taken.bad] == [("event-outside", True)]


def test_attributes_are_looked_at_before(tmp_path):
    found = {(one.of, one.name): one for one in log_rows.attributes(RECEIPT)}
    assert found["case", "enddate"].seen == found["case", "enddate"].days == 1329
    assert found["event", "concept:name"].samples[0] == "Confirmation of receipt"
    with pytest.raises(Refusal, match="log-no-attribute"):
        logs.check(RECEIPT, logs.mapping_of(**{**OF_RECEIPT, "item": "permit"}))
    with pytest.raises(Refusal, match="unknown-event-kind"):
        logs.mapping_of(events=["rubber_stamp=x"], **OF_RECEIPT)


def test_a_log_where_nothing_is_good_writes_nothing(workspace, tmp_path):
    path = csv_file(tmp_path, "a,GH,规划局,soon,,")
    with pytest.raises(Refusal, match="log-no-rows"):
        take(workspace, path)
    with workspace.read() as reader:
        assert reader.value("SELECT count(*) FROM project") == 0


def test_a_figure_says_itself(logged):
    with logged.read() as reader:
        table = figures.table(reader, now.today())
        one = next(row for row in table.departments if row.office.name == "Experts")
        said = measured.sentence(reader, now.today(), one.office.id)
    assert said.text == (
        "Experts办理各事项15件，部门用时中位数41个工作日（95%区间32—47），超承诺4件，超法定3件。"
    )
    assert "Kaplan–Meier" in said.footnote
    assert len(said.behind) == 15


def test_past_forecasts_of_a_log_are_measured(logged):
    with logged.read() as reader:
        found = measured.calibration(reader, now.today())
    assert found.cases > 900
    assert 0.45 <= found.p50 <= 0.55
    assert 0.86 <= found.p90 <= 0.94
