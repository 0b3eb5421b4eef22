"""Packages: what goes in comes out there, what is private stays, and nothing bad gets in."""

import hashlib
import io
import os
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import zstandard

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal, Trouble
from envoy_desktop.office import enrol, setup
from envoy_desktop.store import attachments, changelog, check
from envoy_desktop.store.troubles import SystemFailed
from envoy_desktop.sync import identity, package, packing, receiving, sending, trust
from envoy_desktop.sync.package import Entry
from tests.sync.conftest import Side
from tests.sync.forging import Forger

Sides = tuple[Side, Side, Side]


def whole(side: Side) -> None:
    assert [f for f in check.check(side.workspace) if not f.ok] == []


@pytest.fixture
def city(sides: Sides) -> Sides:
    """An envoy, his office and a colleague; they have the office's first list."""
    a, office, c = sides
    with office.workspace.unit("office.begin") as unit:
        setup.begin(unit)
    for envoy in (a, c):
        envoy.trusts(office)
        office.workspace.do(enrol.enrol, public=envoy.public)
    for envoy in (a, c):
        envoy.read(office.write(envoy))
    return sides


def texts(side: Side) -> set[str]:
    with side.workspace.read() as reader:
        return {row[0] for row in reader.rows("SELECT text FROM obstacle WHERE deleted = 0")}


def test_what_one_wrote_is_there_at_the_other_and_only_once(sides: Sides):
    a, b, _c = sides
    a.obstacle("窗口不收材料")
    path = a.write(b)
    got = b.read(path)
    assert got.new > 0
    assert (got.conflicts, got.gaps, got.quarantined) == (0, 0, 0)
    assert a.digest() == b.digest()
    again = b.read(path)
    assert again.again
    assert again.new == 0
    whole(b)


def test_the_next_package_holds_only_what_was_not_acknowledged(sides: Sides):
    a, b, _c = sides
    a.obstacle("一")
    b.read(a.write(b))
    a.read(b.write(a))
    a.obstacle("二")
    done = sending.write(a.workspace, a.folder / "2.p", b.public)
    assert done.changes == 2  # the obstacle and its unit
    everything = sending.write(a.workspace, a.folder / "3.p", b.public, everything=True)
    assert everything.changes > 800
    assert b.read(a.folder / "2.p").new == 2


def test_private_things_go_as_hashes_and_the_chain_still_verifies(sides: Sides):
    a, b, _c = sides
    secret = "张科长手机一三九"
    with a.workspace.unit("contacts.add", secret) as unit:
        contact = unit.add("contact", name=secret, phone="139")
        unit.add(
            "attempt", text="打过电话", contact=contact, on="2026-11-23", entered_on="2026-11-23"
        )
    with a.workspace.unit("notes.write", secret) as unit:
        note = unit.add(
            "note", of_kind="department", of=unit.value("SELECT min(id) FROM department"),
            text=secret, private=True, on="2026-11-23",
        )  # fmt: skip
    path = a.write(b)
    got = b.read(path)
    assert got.withheld > 0
    assert b.value("SELECT count(*) FROM contact") == 0
    assert b.value("SELECT count(*) FROM note") == 0
    assert b.value("SELECT text FROM attempt") == "打过电话"
    told = b.value("SELECT group_concat(value) FROM change")
    assert secret not in str(told)
    assert secret not in str(b.value("SELECT group_concat(subject) FROM unit"))
    assert a.digest() == b.digest()
    whole(b)
    a.read(b.write(a))
    with a.workspace.unit("notes.release") as unit:
        unit.set("note", note, private=False)
    b.read(a.write(b))
    assert b.value("SELECT text FROM note") == secret
    assert a.digest() == b.digest()
    whole(b)


def test_evidence_travels_in_volumes_that_come_in_any_order(sides: Sides):
    a, b, _c = sides
    data = random.Random(1).randbytes(5_000_000)
    with a.workspace.unit("evidence.attach") as unit:
        of = unit.value("SELECT min(id) FROM department")
        attachments.attach(unit, "department", of, "照片.jpg", io.BytesIO(data))
    done = sending.write(a.workspace, a.folder / "v.p", b.public, volume=2 << 20)
    assert len(done.files) > 2
    assert all(path.stat().st_size <= 2 << 20 for path in done.files)
    order = list(done.files)
    random.Random(2).shuffle(order)
    for path in order:
        b.read(path)
    with b.workspace.read() as reader:
        sha256 = reader.value("SELECT sha256 FROM attachment")
        assert attachments.content(reader, sha256) == data
    assert a.digest() == b.digest()
    whole(b)


def test_an_unknown_sender_is_refused_and_nothing_is_kept(sides: Sides):
    a, b, c = sides
    before = b.digest()
    with pytest.raises(Refusal, match="sender-unknown"):
        b.read(c.write(b))
    assert b.digest() == before
    with pytest.raises(Refusal, match="package-not-for-us"):
        c.read(a.write(b))


def test_revoked_and_expired_trust_is_told(sides: Sides):
    a, b, _c = sides
    a.obstacle("以前的")
    b.read(a.write(b))
    with b.workspace.unit("identity.revoke") as unit:
        trust.revoke(unit, a.public.identity)
    a.obstacle("以后的")
    with pytest.raises(Refusal, match="sender-revoked"):
        b.read(a.write(b))
    assert b.value("SELECT count(*) FROM obstacle") == 1
    b.trusts(a, until="2026-11-22")
    with pytest.raises(Refusal, match="trust-expired"):
        b.read(a.write(b))


def test_a_revoked_person_s_later_work_is_set_aside_whoever_brings_it(sides: Sides):
    a, b, c = sides
    a.obstacle("以前的")
    path = a.write(b)
    b.read(path)
    c.read(a.write(c))
    a.obstacle("以后的")
    c.read(a.write(c, "2.p"))
    with b.workspace.unit("identity.revoke") as unit:
        trust.revoke(unit, a.public.identity)
    b.trusts(c)
    got = b.read(c.write(b))
    assert got.quarantined == 2
    assert b.value("SELECT count(*) FROM obstacle") == 1


def test_what_the_office_had_from_a_person_before_it_revoked_him_is_shown_everywhere(
    city: Sides,
):
    a, office, c = city
    a.obstacle("一月的")
    office.read(a.write(office))
    c.read(office.write(c))
    a.obstacle("二月的")
    office.read(a.write(office, "2.p"))
    office.workspace.do(enrol.revoke, who=a.public.identity)
    a.obstacle("以后的")
    with pytest.raises(Refusal, match="sender-revoked"):
        office.read(a.write(office, "3.p"))
    got = c.read(office.write(c, "4.p"))  # the list and the work of February in one package
    assert got.quarantined == 0
    assert texts(c) == texts(office) == {"一月的", "二月的"}
    assert c.digest() == office.digest()


def test_whom_a_person_revoked_by_hand_stays_out_though_the_office_trusts_him(city: Sides):
    a, office, c = city
    a.obstacle("一月的")
    office.read(a.write(office))
    c.read(office.write(c))
    with c.workspace.unit("identity.revoke") as unit:
        trust.revoke(unit, a.public.identity)
    a.obstacle("二月的")
    office.read(a.write(office, "2.p"))
    assert c.read(office.write(c, "3.p")).quarantined > 0
    assert texts(c) == {"一月的"}


def test_what_an_office_wrote_before_it_handed_over_comes_with_its_last_list(city: Sides):
    a, office, c = city
    a.obstacle("甲的")
    office.read(a.write(office))
    c.read(office.write(c))
    office.obstacle("协调办的")
    after = identity.fresh("新协调办", "市政府", "office").public
    office.workspace.do(enrol.hand_over, successor=after)
    got = c.read(office.write(c, "2.p"))
    assert got.quarantined == 0
    assert texts(c) == {"甲的", "协调办的"}
    office.obstacle("以后的")
    with pytest.raises(Refusal, match="sender-revoked"):
        c.read(office.write(c, "3.p"))


def test_the_volumes_of_an_office_s_last_package_all_go_in(city: Sides):
    _a, office, c = city
    for n in range(3):
        of = office.obstacle(f"第{n}件")
        with office.workspace.unit("attach") as unit:
            data = io.BytesIO(random.Random(n).randbytes(1_500_000))
            attachments.attach(unit, "obstacle", of, f"{n}.bin", data)
    after = identity.fresh("新协调办", "市政府", "office").public
    office.workspace.do(enrol.hand_over, successor=after)
    office.write(c, volume=sending.SMALLEST_VOLUME)
    volumes = sorted(office.folder.glob("p-*"), reverse=True)
    assert len(volumes) > 1
    assert [c.read(path).quarantined for path in volumes] == [0] * len(volumes)
    assert texts(c) == texts(office)
    assert c.digest() == office.digest()
    whole(c)
    office.write(c, "later.p", volume=sending.SMALLEST_VOLUME)
    with pytest.raises(Refusal, match="sender-revoked"):
        c.read(sorted(office.folder.glob("later-*"))[0])


def test_a_list_of_the_office_only_rises_and_only_the_own_office_counts(sides: Sides):
    _a, b, c = sides
    office = identity.fresh("协调办", "市政府", "office")
    other = identity.fresh("别市协调办", "别市", "office")
    with b.workspace.unit("identity.trust") as unit:
        trust.enrol(unit, office.public)
    first = trust.sign_list(office, 1, [(c.public, "active", None)])
    second = trust.sign_list(office, 2, [(c.public, "revoked", "2026-11-20")])
    with b.workspace.unit("trust") as unit:
        assert trust.take_list(unit, first)
        assert trust.take_list(unit, second)
        assert not trust.take_list(unit, first)
    assert b.value("SELECT state FROM trusted WHERE name = :n", n=c.public.name) == "revoked" or (
        b.value("SELECT state FROM trusted WHERE identity = :i", i=c.public.identity) == "revoked"
    )
    with b.workspace.unit("trust") as unit, pytest.raises(Refusal, match="wrong-office"):
        trust.take_list(unit, trust.sign_list(other, 9, []))
    forged = first.replace(first[80:84], "AAAA")
    with b.workspace.unit("trust") as unit, pytest.raises(Refusal, match="trust-list-bad"):
        trust.take_list(unit, forged)


@pytest.mark.parametrize(
    ("what", "rule"),
    [
        ("other-name", "package-malformed"),
        ("parent-path", "package-malformed"),
        ("more-entries", "package-malformed"),
        ("fewer-entries", "package-"),
        ("reordered", "package-malformed"),
        ("signature", "package-forged"),
        ("signed-by-other", "package-forged"),
        ("manifest", "package-forged"),
        ("future-format", "package-from-the-future"),
        ("future-schema", "package-from-the-future"),
        ("for-another", "package-not-for-us"),
        ("bomb", "package-malformed"),
        ("long-raw", "package-malformed"),
        ("bad-line", "package-malformed"),
        ("unknown-kind", "package-malformed"),
        ("unknown-field", "package-malformed"),
        ("bad-day", "package-malformed"),
        ("bad-event", "package-malformed"),
        ("other-hash", "package-malformed"),
        ("huge-number", "package-malformed"),
        ("deep", "package-malformed"),
        ("trailing", "package-malformed"),
        ("padding", "package-malformed"),
    ],
)
def test_a_package_that_no_program_of_ours_wrote_is_refused_whole(
    sides: Sides, what: str, rule: str
):
    a, b, _c = sides
    a.obstacle("真的")
    before = b.digest()
    path = Forger(a, b).write(what, a.folder / "bad.p")
    with pytest.raises(Refusal) as told:
        b.read(path)
    assert told.value.rule.startswith(rule)
    assert b.digest() == before
    assert b.value("SELECT count(*) FROM package") == 0
    assert b.value("SELECT count(*) FROM blob_chunk") == 0
    whole(b)


def test_a_forger_s_honest_package_is_taken(sides: Sides):
    """The forger's tools make good packages too: what refuses the others is their fault alone."""
    a, b, _c = sides
    a.obstacle("真的")
    assert b.read(Forger(a, b).write("", a.folder / "good.p")).new > 0


@pytest.mark.parametrize("cut", [0, 1, 100, 0.3, 0.9, -1])
def test_a_file_that_was_not_copied_to_its_end_is_told(sides: Sides, cut: float):
    a, b, _c = sides
    data = a.write(b).read_bytes()
    end = int(cut * len(data)) if 0 < cut < 1 else int(cut)
    bad = a.folder / "cut.p"
    bad.write_bytes(data[:end])
    with pytest.raises(Refusal) as told:
        b.read(bad)
    assert told.value.rule in ("package-empty", "package-damaged", "not-a-package")


def test_random_damage_is_never_taken_and_never_crashes(sides: Sides):
    from benchmarks.fuzz import damaged

    a, b, _c = sides
    a.obstacle("真的")
    data = a.write(b).read_bytes()
    own = identity.own(b.workspace)
    rng = random.Random(7)
    for _n in range(1500):
        bad = damaged(data, rng)
        if bad == data:
            continue
        with pytest.raises(Trouble):
            package.unseal(io.BytesIO(bad), own, receiving._Looking())


def test_a_full_stick_is_told_and_leaves_nothing(sides: Sides):
    a, _b, _c = sides
    if not os.path.exists("/dev/full"):
        pytest.skip("no device that is always full")
    own = identity.own(a.workspace)
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="No space"):
        package.seal(iter([b"x" * 300]), full, [own.public.encrypt])


def test_a_stick_that_goes_away_while_it_is_written_leaves_nothing(
    sides: Sides, monkeypatch: pytest.MonkeyPatch
):
    a, b, _c = sides

    def gone(*_arguments: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", gone)
    with pytest.raises(SystemFailed):
        a.write(b)
    assert not list(a.folder.glob("*package*"))
    assert a.value("SELECT count(*) FROM package") == 0


def test_a_bomb_is_never_unpacked_further_than_was_signed():
    bomb = zstandard.ZstdCompressor().compress(bytes(200 << 20))
    with pytest.raises(Refusal):
        package.unpack(bomb, 1000, "bomb")
    lying = bytearray(zstandard.ZstdCompressor(write_content_size=False).compress(bytes(64 << 20)))
    with pytest.raises(Refusal):
        package.unpack(bytes(lying), 1000, "bomb")


def test_identities_cannot_be_dressed_up(sides: Sides):
    a, _b, _c = sides
    text = a.public.document()
    assert identity.parse(text) == a.public
    with pytest.raises(Refusal, match="identity-forged"):
        identity.parse(text.replace("李明", "李鬼"))
    with pytest.raises(Refusal, match="identity-unreadable"):
        identity.parse("{}")
    assert len(a.public.words.split()) == identity.WORDS


def test_facts_that_our_rules_would_refuse_stay_facts_and_crash_nothing(sides: Sides):
    a, b, _c = sides
    with a.workspace.unit("odd") as unit:
        project = unit.add("project", name="怪项目")
        item = unit.value("SELECT min(id) FROM catalogue_item")
        procedure = changelog.natural_id("procedure", project, "x")
        unit.put("procedure", procedure, project=project, item=item)
        rng = random.Random(3)
        kinds = list(package_kinds())
        for n in range(60):
            unit.add(
                "event", procedure=procedure, kind=rng.choice(kinds),
                on=f"2026-{rng.randrange(1, 13):02d}-{rng.randrange(1, 28):02d}",
                day_order=float(n), entered_on="2026-11-23",
            )  # fmt: skip
    b.read(a.write(b))
    assert a.digest() == b.digest()
    whole(b)


def package_kinds() -> list[str]:
    from envoy_desktop.domain.clock_values import EventKind

    return [kind.value for kind in EventKind]


def test_a_day_that_has_not_come_is_no_reason_to_refuse(sides: Sides):
    a, b, _c = sides
    now.set_today(date(2026, 11, 23))
    a.obstacle("今天")
    got = b.read(a.write(b))
    assert got.ahead == []


def test_entries_have_one_header_each():
    assert package.header("changes-00001.zst", 5) == package.header("changes-00001.zst", 5)
    assert Entry("changes-00001.zst", 5, "0" * 64) != Entry("changes-00001.zst", 6, "0" * 64)


def test_a_path_in_a_package_is_never_used(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    path = Forger(a, b).write("parent-path", a.folder / "bad.p")
    before = {p for p in tmp_path.rglob("*") if p.is_file()}
    with pytest.raises(Refusal):
        b.read(path)
    after = {
        p for p in tmp_path.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))
    }
    assert after <= before


def test_a_part_of_several_actors_as_older_programs_wrote_is_read(sides: Sides) -> None:
    a, b, _c = sides
    a.obstacle("一")
    a.workspace.mint_actor("人a")
    a.obstacle("二")
    own = identity.own(a.workspace)
    with a.workspace.read() as reader:
        held = packing.Packing(reader, own)
        parts = held.parts(b.public.identity)
        assert len(parts) > 1
        raw = b"".join(
            package.unpack(b"".join(held.contents(part)), part.entry.raw, "") for part in parts
        )
        data = package.pack(raw)
        entry = package.Entry(
            "changes-00001.zst", len(data), hashlib.sha256(data).hexdigest(), raw=len(raw),
            runs=tuple(run for part in parts for run in part.entry.runs),
        )  # fmt: skip
        manifest = replace(
            sending._manifest(held, own, b.public, 1, "", 1, 1, parts), entries=(entry,)
        )
    path = a.folder / "old.envoy-package"
    with path.open("wb") as file:
        package.seal(package.stream(own, manifest, lambda _entry: [data]), file, [b.public.encrypt])
    b.read(path)
    assert a.digest() == b.digest()
