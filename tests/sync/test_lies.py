"""What a trusted sender may say without harm, and what is refused whole: nothing is ever broken."""

import hashlib
import io
import json
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments, changelog, check, search
from envoy_desktop.store.changelog import NATURAL, SEQ_BITS
from envoy_desktop.store.queries import actors, conflicts, mandates, office, reference
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.store.shapes import LARGEST
from envoy_desktop.sync import identity, sending, trust
from tests.sync.conftest import Side
from tests.sync.lying import OBSTACLE, Liar

Sides = tuple[Side, Side, Side]
STATE = ("change", "head", "awaited", "quarantined", "actor", "receipt", "package", "voucher",
         "blob_chunk", "trusted", "trust_list")  # fmt: skip


def state(side: Side) -> tuple[object, ...]:
    with side.workspace.read() as reader:
        return (stored.digest(reader), *(sorted(map(repr, reader.rows(f"SELECT * FROM {table}")))
                                         for table in STATE))  # fmt: skip


def sound(side: Side) -> list[str]:
    return [f"{f.check}: {f.found}" for f in check.check(side.workspace) if not f.ok]


def refused(side: Side, path: Path, rule: str = "package-malformed") -> None:
    before = state(side)
    with pytest.raises(Refusal, match=rule):
        side.read(path)
    assert state(side) == before


# -- in another's name ------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["receiver", "third"])
def test_nobody_writes_in_another_s_name_by_leaving_him_out_of_the_authors(
    sides: Sides, tmp_path: Path, whose: str
):
    a, b, c = sides
    b.trusts(c)
    c.trusts(b)
    b.read(c.write(b))
    with b.workspace.read() as reader:
        of_c = [one for one in stored.authors(reader) if one.identity == c.public.identity]
        tag = of_c[-1].tag if whose == "third" else actors.here(reader).tag  # type: ignore[union-attr]
        row = next(one for one in stored.have(reader) if one[0] == tag)
        uuid = actors.actor(reader, tag).uuid  # type: ignore[union-attr]
    forged = Liar(a, b, tag, uuid).goes_on(row[1], row[2])
    forged.obstacle(text="冒名")
    refused(b, forged.write(tmp_path / "p", authors=[]))
    stranger = Liar(a, b)
    stranger.obstacle()
    refused(b, stranger.write(tmp_path / "q", authors=[]))


def test_a_new_actor_with_another_s_uuid_is_told(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    with b.workspace.read() as reader:
        uuid = stored.own_actors(reader)[0][1]
    liar = Liar(a, b, uuid=uuid)
    liar.obstacle()
    refused(b, liar.write(tmp_path / "p"), "actor-collision")


# -- the manifest -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lie",
    [
        lambda liar: {"authors": [liar.author(), liar.author(tag=1 << 62, uuid="1" * 32)]},
        lambda liar: {"authors": [liar.author(), liar.author(tag=1 << 31, uuid="1" * 32)]},
        lambda liar: {"authors": [liar.author(), liar.author(tag=0, uuid="1" * 32)]},
        lambda liar: {"authors": [liar.author(), liar.author()]},
        lambda liar: {"authors": [liar.author(name="a\0b")]},
        lambda liar: {"authors": [liar.author(uuid="../../etc")]},
        lambda liar: {"authors": [liar.author(forked_at=1 << 62)]},
        lambda _liar: {"have": [[1 << 62, 1, "0" * 64]]},
        lambda _liar: {"have": [[1, 1 << 40, "0" * 64]]},
        lambda _liar: {"sequence": 1 << 62},
        lambda _liar: {"volume": [1, 1 << 62]},
        lambda _liar: {"schema": "!"},
        lambda liar: {"vouchers": [[5, "5" * 32, 1 << 62, "0" * 64, liar.to.identity, "AAAA"]]},
    ],
)
def test_numbers_and_names_that_no_workspace_has_are_refused(
    sides: Sides, tmp_path: Path, lie: Callable[[Liar], dict[str, object]]
):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    refused(b, liar.write(tmp_path / "p", **lie(liar)))


def test_half_a_character_anywhere_is_refused(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    told = json.dumps(liar.manifest(liar.part(), actor="\ud800")).encode()
    refused(b, liar.write(tmp_path / "p", signed=told))
    for place in (b'"obstacle"', b"text", b"[]"):
        liar = Liar(a, b)
        line = changelog.line(
            liar.next, liar.hlc, liar.next, "obstacle", liar.next, "", changelog.encode(OBSTACLE),
            "[]",
        )  # fmt: skip
        liar.says("obstacle", None, line=line.replace(place, place[:-1] + b"\\ud800" + place[-1:]))
        refused(b, liar.write(tmp_path / "p"))


def test_a_sender_who_counts_far_ahead_costs_no_more_than_another(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    b.read(liar.write(tmp_path / "p", sequence=(1 << 31) - 1, volume=[1, 100_000]))
    with b.workspace.read() as reader:
        found = office.delivered(reader)[a.public.identity]
    assert (found.sequence, found.packages) == ((1 << 31) - 1, 0)
    assert found.missing == tuple(range(1, 1001))


def test_a_clock_that_ran_ahead_does_not_outlast_what_he_says_once_it_is_right(
    sides: Sides, tmp_path: Path
):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    with b.workspace.read() as reader:
        tag, _seq, _hash = stored.have(reader)[-1]
    b.read(liar.write(tmp_path / "p", hlc=(1 << 63) - 1, have=[[tag, 0, "0" * 64]]))
    with b.workspace.read() as reader:
        limit = changelog.latest_followed()
    assert b.value("SELECT max(hlc) FROM receipt") <= limit  # type: ignore[operator]


# -- changes ----------------------------------------------------------------------------------


def test_a_change_comes_once_in_a_part(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    twice = b"".join(line + b"\n" for line in liar.lines * 2)
    refused(b, liar.write(tmp_path / "p", liar.part(raw=twice, runs=[liar.run(), liar.run()])))


@pytest.mark.parametrize("how", ["itself", "circle"])
def test_nobody_names_what_he_cannot_have_seen(sides: Sides, tmp_path: Path, how: str):
    a, b, _c = sides
    liar = Liar(a, b)
    made = liar.obstacle()
    ahead = {"itself": liar.next, "circle": liar.next + 1}[how]
    edit = liar.says("obstacle", "甲", made, "text", parents=f"[{ahead}]")
    if how == "circle":
        liar.says("obstacle", "乙", made, "text", parents=f"[{edit}]")
    refused(b, liar.write(tmp_path / "p"))


@pytest.mark.parametrize("order", ["liar first", "liar last", "together", "a third between"])
def test_who_names_a_colleagues_next_change_keeps_it_not_out(
    sides: Sides, tmp_path: Path, order: str
):
    a, b, _c = sides
    liar, honest, third = (
        Liar(a, b, tag=77 + n, uuid=str(n + 7) * 32) for n in range(3)
    )  # fmt: skip
    made = liar.obstacle()
    lie = liar.says("obstacle", "甲", made, "text", parents=f"[{honest.next}]")
    honest.says("obstacle", "乙", made, "text", parents=f"[{lie}]")  # he has read the lie
    third.says("obstacle", "丙", made, "text", parents=f"[{honest.next - 1}]", hlc=liar.hlc + 9)
    everyone = [liar.author(), honest.author(), third.author()]
    wrote = {
        name: one.write(tmp_path / name, authors=everyone)
        for name, one in (("liar", liar), ("honest", honest), ("third", third))
    }
    files = {
        "liar first": [wrote["liar"], wrote["honest"]],
        "liar last": [wrote["honest"], wrote["liar"]],
        "together": [
            liar.write(tmp_path / "p", liar.part(), honest.part(2), authors=everyone)
        ],
        "a third between": [wrote["honest"], wrote["third"], wrote["liar"]],
    }[order]  # fmt: skip
    for path in files:
        b.read(path)
        assert sound(b) == []
    with b.workspace.read() as reader:
        found = conflicts.conflicts(reader)
    if order == "a third between":
        assert found == []  # he has seen the honest one, which has seen the lie
        assert b.value("SELECT text FROM obstacle") == "丙"
        return
    assert [sorted(s.value for s in one.siblings) for one in found] == [["乙", "甲"]]
    b.read(wrote["third"])
    assert sound(b) == []
    assert b.value("SELECT text FROM obstacle") == "丙"
    with b.workspace.read() as reader:
        assert conflicts.conflicts(reader) == []


@pytest.mark.parametrize("order", ["after", "before", "together"])
def test_an_edit_that_takes_an_object_for_another_kind_never_shows(
    sides: Sides, tmp_path: Path, order: str
):
    a, b, _c = sides
    maker, liar = Liar(a, b), Liar(a, b, tag=78, uuid="8" * 32)
    event = maker.says(
        "event",
        {"procedure": 5, "kind": "filed", "on": "2026-11-20", "day_order": 1.0,
         "entered_on": "2026-11-20"},
    )  # fmt: skip
    maker.says("event", "accepted", event, "kind", parents=f"[{event}]")
    liar.says("obstacle", "吃了", event, "kind", parents=f"[{event}]", hlc=liar.hlc + 99)
    both = [maker.author(), liar.author()]
    files = [
        maker.write(tmp_path / "maker", authors=both),
        liar.write(tmp_path / "liar", authors=both),
    ]
    if order == "together":
        files = [maker.write(tmp_path / "p", maker.part(), liar.part(2), authors=both)]
    for path in reversed(files) if order == "before" else files:
        b.read(path)
    assert b.value("SELECT kind FROM event") == "accepted"
    with b.workspace.read() as reader:
        digest = stored.digest(reader)
    assert sound(b) == []
    for path in files:
        b.read(path)
    assert b.digest() == digest


@pytest.mark.parametrize("order", ["after", "before"])
def test_what_takes_an_object_for_another_kind_names_nothing_of_it(
    sides: Sides, tmp_path: Path, order: str
):
    a, b, _c = sides
    maker, liar = Liar(a, b), Liar(a, b, tag=78, uuid="8" * 32)
    made = maker.obstacle()
    true = maker.says("obstacle", True, made, "deleted")
    lie = liar.says("event", False, made, "deleted", parents=f"[{true}]")
    liar.says("obstacle", False, made, "deleted", parents=f"[{lie}]")
    both = [maker.author(), liar.author()]
    files = [
        maker.write(tmp_path / "maker", authors=both),
        liar.write(tmp_path / "liar", authors=both),
    ]
    for path in reversed(files) if order == "before" else files:
        b.read(path)
        assert sound(b) == []
    with b.workspace.read() as reader:
        (found,) = conflicts.conflicts(reader)
    assert [s.value for s in found.siblings] == [True, False]


def test_what_is_not_here_may_be_taken_for_two_kinds(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    maker, liar = Liar(a, b), Liar(a, b, tag=78, uuid="8" * 32)
    made = maker.obstacle()
    liar.says("event", 2.5, made, "day_order")  # an obstacle has no such column
    liar.says("obstacle", "2", made, "severity")
    both = [maker.author(), liar.author()]
    b.read(liar.write(tmp_path / "liar", authors=both))
    assert sound(b) == []
    b.read(maker.write(tmp_path / "maker", authors=both))
    assert sound(b) == []
    assert b.value("SELECT severity FROM obstacle") == "2"


@pytest.mark.parametrize("order", ["after", "before"])
def test_one_natural_id_made_as_two_kinds_is_one_of_them(sides: Sides, tmp_path: Path, order: str):
    a, b, _c = sides
    one, two = Liar(a, b), Liar(a, b, tag=78, uuid="8" * 32)
    id = changelog.natural_id("department", "新局")
    one.says("department", {"code": "new", "name": "新局"}, id)
    two.says("meeting", {"name": "会", "on": "2026-11-20"}, id)
    two.says("meeting", "改名", id, "name", parents=f"[{two.tag << SEQ_BITS | 1}]")
    both = [one.author(), two.author()]
    files = [one.write(tmp_path / "1", authors=both), two.write(tmp_path / "2", authors=both)]
    for path in files if order == "after" else reversed(files):
        b.read(path)
    assert b.value("SELECT name FROM department WHERE id = :id", id=id) == "新局"
    assert b.value("SELECT count(*) FROM meeting WHERE id = :id", id=id) == 0
    assert sound(b) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("obstacle", {**OBSTACLE, "project": -5}),
        ("obstacle", {**OBSTACLE, "project": 1 << 63}),
        ("milestone", {"project": 1, "name": "x", "due_on": "2026-11-20", "position": 1 << 31}),
        ("attachment", {"of_kind": "obstacle", "of": 1, "name": "x", "sha256": "../../x",
                        "media_type": "", "size": 1, "added_on": "2026-11-20"}),
        ("memo", {"kind": "letter", "drafted_on": "2026-11-20", "pdf_sha256": "x"}),
        ("rating", {"procedure": 1, "department": 1, "on": "2026-11-20", "answers": "1e400",
                    "entered_on": "2026-11-20"}),
        ("contract", {"project": 1, "procedure": 1, "firm": "x", "signed_on": "2026-11-20",
                      "price": "五万", "entered_on": "2026-11-20"}),
        ("claim", {"memo": 1, "sentence": "x", "grounds": "[1]"}),
        ("claim", {"memo": 1, "sentence": "x", "grounds": ""}),
        ("claim", {"memo": 1, "sentence": "x", "grounds": "[]", "recipe": "[]"}),
        ("agenda_item", {"meeting": 1, "topic": "x", "grounds": '{"since": "gestern"}'}),
        ("agenda_item", {"meeting": 1, "topic": "x", "grounds": '{"reasons": [["a", "NaN", 1]]}'}),
        ("agenda_item", {"meeting": 1, "topic": "x", "grounds": '{"reasons": [["age"]]}'}),
        ("agenda_item", {"meeting": 1, "topic": "x",
                         "grounds": '{"reasons": [["age", "1e9999999", 1]]}'}),
        ("fee", {"procedure": 1, "charged": "1e9999999", "entered_on": "2026-11-20"}),
        ("fee", {"procedure": 1, "charged": "1e-9999999", "entered_on": "2026-11-20"}),
    ],
)  # fmt: skip
def test_values_that_would_break_what_reads_them_are_refused(
    sides: Sides, tmp_path: Path, kind: str, value: dict[str, object]
):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.says(kind, value)
    refused(b, liar.write(tmp_path / "p"))


def test_a_setting_has_the_id_of_its_key(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    liar = Liar(a, b)
    elsewhere = NATURAL | 5
    liar.says("setting", {"key": "lamp.yellow_share", "value": "0.3"}, elsewhere)
    liar.says("setting", "香蕉", elsewhere, "value")
    refused(b, liar.write(tmp_path / "p"))
    with b.workspace.read() as reader:
        assert str(reference.setting(reader, "lamp.yellow_share")) == "0.8"


# -- memory -----------------------------------------------------------------------------------

_READ = """
import sys, resource
from pathlib import Path
from envoy_desktop.sync.package import unpack, Entry
from envoy_desktop.store import lines
raw = eval(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    lines.read(raw, [lines.Run(77, 1, eval(sys.argv[2]), bytes(32), bytes(32))])
except Exception as error:
    print(getattr(error, "rule", repr(error)))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ('b"[]\\n" * (20 << 20)', "20 << 20"),
        ('b"[]\\n" * 100000', "100000"),
        ('b"[" + b"[]," * (20 << 20) + b"[]]\\n"', "1"),
        ('b"".join(b"[" + b"[]," * 300000 + b"[]]\\n" for n in range(60))', "60"),
        ('b"".join(b\'[1,1,1,"x",1,"","[\' + b"[]," * 60000 + b\'[]]","[]"]\\n\' for n in'
         " range(300))", "300"),
    ],
)  # fmt: skip
def test_lines_that_unfold_in_memory_are_refused_before_they_do(raw: str, count: str):
    done = subprocess.run(
        [sys.executable, "-c", _READ, raw, count], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30)),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rule, more = done.stdout.split()
    assert rule == "package-malformed"
    assert int(more) < 200


# -- valid and odd ----------------------------------------------------------------------------


def test_what_a_liar_names_and_never_was_is_no_damage_of_ours(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    liar = Liar(a, b)
    project = liar.says("project", {"name": "空", "mandate_until": "2026-12-01"})
    liar.says("procedure", {"project": project, "item": 12345})
    liar.obstacle(project=NATURAL | 5, department=LARGEST)
    b.read(liar.write(tmp_path / "p"))
    assert sound(b) == []
    with b.workspace.read() as reader:
        assert [row.facts().last for row in mandates.mandates(reader)] == [date(2026, 12, 1)]
    with b.workspace.unit("obstacles.log") as unit:
        unit.add("obstacle", **OBSTACLE, project=54321)
    assert "references" in "".join(sound(b))


def test_a_renamed_item_is_found_by_its_new_name(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    liar = Liar(a, b)
    item = b.value("SELECT min(id) FROM catalogue_item")
    project = liar.says("project", {"name": "厂"})
    procedure = liar.says("procedure", {"project": project, "item": item})
    b.read(liar.write(tmp_path / "p"))
    liar.says("catalogue_item", "全新的事项", item, "name")  # type: ignore[arg-type]
    b.read(liar.write(tmp_path / "q"))
    with b.workspace.read() as reader:
        assert procedure in [hit.id for hit in search.find(reader, "全新的事项")]
    assert sound(b) == []


def test_a_duty_has_a_day(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    for due in ({}, {"due_on": None}):
        liar = Liar(a, b)
        liar.says("duty", {"source": "x", "text": "事", "entered_on": "2026-11-20", **due})
        refused(b, liar.write(tmp_path / "p"))


# -- evidence ---------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [0, 1, 7])
def test_a_lie_about_evidence_does_not_keep_the_true_one_out(sides: Sides, tmp_path: Path, n: int):
    a, b, c = sides
    b.trusts(c)
    data = random.Random(3).randbytes(3 << 20)
    with c.workspace.unit("evidence.attach") as unit:
        of = unit.value("SELECT min(id) FROM department")
        attachments.attach(unit, "department", of, "照片.jpg", io.BytesIO(data))
    sha256 = hashlib.sha256(data).hexdigest()
    liar = Liar(a, b)
    liar.obstacle()
    b.read(liar.write(tmp_path / "p", liar.part(), liar.piece(sha256, n, b"x" * 999, 9 << 20)))
    volumes = sending.write(c.workspace, c.folder / "v.p", b.public, volume=2 << 20).files
    assert len(volumes) > 1
    for path in (*volumes, *volumes):  # what a lie spoiled is asked for again
        b.read(path)
    with b.workspace.read() as reader:
        assert attachments.content(reader, sha256) == data
    assert b.value("SELECT count(*) FROM blob_chunk WHERE sha256 LIKE 'coming%'") == 0


def test_evidence_that_is_not_what_its_address_says_is_refused(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    refused(b, liar.write(tmp_path / "p", liar.part(), liar.piece("0" * 64, 0, b"x" * 99, 99)))


# -- the seal and the office's list -----------------------------------------------------------


@pytest.mark.timeout(20)
def test_a_head_of_many_recipients_is_not_tried_one_by_one(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    path = a.write(b)
    one = b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\n" + one * 600_000, 1))
    refused(b, path, "package-damaged")


@pytest.mark.parametrize("told", [{"version": 1 << 70}, {"version": True}, {"format": 2}])
def test_a_list_with_a_number_that_no_list_has_is_refused(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, told: dict[str, object]
):
    a, _b, _c = sides
    with a.workspace.unit("office.begin") as unit:
        office_keys = identity.make(unit, "office")
        trust.enrol(unit, office_keys.public)
    real = changelog.encode
    monkeypatch.setattr(changelog, "encode", lambda value: real(
        {**value, **told} if isinstance(value, dict) and "successor" in value else value
    ))  # fmt: skip
    text = trust.sign_list(office_keys, 1, [])
    monkeypatch.undo()
    with pytest.raises(Refusal, match="trust-list-bad"), a.workspace.unit("x") as unit:
        trust.take_list(unit, text)
