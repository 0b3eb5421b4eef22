"""Nobody's word counts for another's changes: what travels through a third hand, and forgeries."""

import shutil
from pathlib import Path

import pytest

from envoy_desktop.store import changelog, check, exchange, keys
from envoy_desktop.store.changelog import SEQ_BITS, Change
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, packing, trust, vouching
from tests.store.conftest import PASSPHRASE
from tests.sync.conftest import Side

Sides = tuple[Side, Side, Side]


def tag_of(side: Side) -> int:
    with side.workspace.read() as reader:
        return int(reader.meta("actor") or 0)


def texts(side: Side) -> set[str]:
    with side.workspace.read() as reader:
        return {row[0] for row in reader.rows("SELECT text FROM obstacle WHERE deleted = 0")}


def whole(side: Side) -> None:
    assert [f for f in check.check(side.workspace) if not f.ok] == []


def forged(side: Side, tag: int, text: str) -> None:
    """`side` writes an obstacle in another's name, chained and all, into his own file."""
    with side.workspace.unit("forge") as unit:
        seq, hash = unit.rows("SELECT seq, hash FROM actor WHERE tag = :t", t=tag)[0]
        id = tag << SEQ_BITS | seq + 1
        value = changelog.encode({"entered_on": "2026-11-23", "on": "2026-11-23", "text": text})
        bare = Change(id, unit.hlc, id, "obstacle", id, "", value, "[]", b"")
        chained = changelog.chain(bytes(hash), bare)
        unit.execute(
            "INSERT INTO change VALUES (:id, :hlc, :id, 'obstacle', :id, '', :value, '[]', :hash)",
            id=id, hlc=unit.hlc, value=value, hash=chained,
        )  # fmt: skip
        unit.execute("UPDATE actor SET seq = seq + 1, hash = :h WHERE tag = :t", h=chained, t=tag)


def vouched(side: Side, tag: int) -> None:
    """`side` signs a voucher for another's actor with his own key."""
    own = identity.own(side.workspace)
    with side.workspace.unit("forge") as unit:
        uuid, seq = unit.rows("SELECT uuid, seq FROM actor WHERE tag = :t", t=tag)[0]
        digest = stored.digest_of_hashes(unit.reader, tag, seq)
        assert digest is not None
        bare = exchange.Voucher(tag, uuid, seq, digest, own.public.identity, b"")
        exchange.keep_voucher(
            unit,
            exchange.Voucher(
                tag, uuid, seq, digest, own.public.identity, own.signature(vouching._signed(bare))
            ),
        )


@pytest.fixture
def three(sides: Sides) -> Sides:
    """C trusts A and B; what A writes reaches C through B."""
    _a, b, c = sides
    c.trusts(b)
    b.trusts(c)
    return sides


def test_what_an_author_signed_may_be_carried_on_by_another(
    three: Sides, monkeypatch: pytest.MonkeyPatch
):
    a, b, c = three
    with a.workspace.unit("contacts.add") as unit:  # a hash among the changes hides nothing else
        unit.add("contact", name="张科长", phone="139")
    a.obstacle("甲的")
    b.read(a.write(b))
    b.obstacle("乙的")
    monkeypatch.setattr(packing, "PART", 50)
    got = c.read(b.write(c))
    assert got.quarantined == 0
    assert texts(c) == {"甲的", "乙的"}
    assert b.digest() == c.digest()
    whole(c)
    a.obstacle("甲又写")
    got = c.read(a.write(c, "2.p"))
    assert (got.quarantined, got.forked) == (0, [])
    assert texts(c) == {"甲的", "乙的", "甲又写"}


@pytest.mark.parametrize("signs", [False, True])
@pytest.mark.parametrize("known", [False, True])
def test_changes_forged_in_another_s_name_are_set_aside_and_spoil_nothing(
    three: Sides, signs: bool, known: bool
):
    a, b, c = three
    a.obstacle("甲的")
    b.read(a.write(b))
    if known:
        c.read(a.write(c))
    forged(b, tag_of(a), "冒名的")
    if signs:
        vouched(b, tag_of(a))
    else:
        with b.workspace.unit("forge") as unit:
            unit.execute("UPDATE voucher SET seq = seq + 1")
    got = c.read(b.write(c))
    if not (signs and not known):
        assert got.quarantined > 0
        assert "冒名的" not in texts(c)
        a.obstacle("甲又写")  # of the same number as the forged one
        got = c.read(a.write(c, "2.p"))
        assert (got.forked, got.gaps) == ([], 0)
        assert texts(c) == {"甲的", "甲又写"}
        whole(c)


def test_whoever_says_that_another_s_actor_is_his_is_not_believed(three: Sides):
    a, b, c = three
    a.obstacle("甲的")
    b.read(a.write(b))
    c.read(a.write(c))
    tag = tag_of(a)
    forged(b, tag, "冒名的")
    with b.workspace.unit("forge") as unit:
        unit.execute("UPDATE actor SET own = 1 WHERE tag = :t", t=tag)
    got = c.read(b.write(c))
    assert got.quarantined == 1
    assert texts(c) == {"甲的"}


def test_a_third_hand_s_word_of_a_fork_throws_nobody_out(three: Sides):
    a, b, c = three
    a.obstacle("甲的")
    b.read(a.write(b))
    c.read(a.write(c))
    with b.workspace.unit("lie") as unit:
        unit.execute("UPDATE actor SET forked_at = 1 WHERE tag = :t", t=tag_of(a))
    got = c.read(b.write(c))
    assert got.forked == []
    assert texts(c) == {"甲的"}


def test_the_office_s_word_counts_for_everybody(three: Sides):
    a, b, c = three
    with b.workspace.unit("office") as unit:
        identity.make(unit, "office")
    a.trusts(b)
    b.read(a.write(b))
    c.trusts(b)
    a.obstacle("甲的")
    b.read(a.write(b, "2.p"))
    assert c.read(b.write(c, "3.p")).quarantined == 0
    assert texts(c) == {"甲的"}
    # and to whom an actor belongs: nobody else can take it for his own now
    assert c.value("SELECT identity FROM actor WHERE tag = :t", t=tag_of(a)) == a.public.identity


@pytest.fixture
def month(three: Sides) -> Sides:
    """A and C deliver to B, the office; C trusts A, and all trust the office."""
    a, b, c = three
    with b.workspace.unit("office") as unit:
        identity.make(unit, "office")
    for one in (a, c):
        one.trusts(b)
        b.trusts(one)
    c.trusts(a)
    return three


def test_what_the_office_wrote_may_be_carried_on_by_an_envoy(month: Sides):
    a, b, c = month
    b.obstacle("协调办的")
    a.read(b.write(a))
    got = c.read(a.write(c))
    assert (got.quarantined, texts(c)) == (0, {"协调办的"})
    # and back to an office whose file is of an older day
    a.trusts(c)
    b.obstacle("协调办又写")
    a.read(b.write(a, "2.p"))
    c.read(a.write(c, "3.p"))
    assert c.digest() == a.digest()
    whole(c)


def test_what_the_office_handed_on_may_be_carried_on_by_an_envoy(
    month: Sides, new: tuple[Path, bytes], tmp_path: Path
):
    a, b, c = month
    (tmp_path / "d").mkdir()
    path = tmp_path / "d" / "w.envoy"
    shutil.copy(new[0], path)
    shutil.copy(keys.key_file(new[0]), keys.key_file(path))
    d = Side(Workspace.open(path, new[1]), tmp_path / "d")
    d.workspace.mint_actor("人d")
    for one in (a, b, c):
        d.trusts(one)
    a.obstacle("甲的")
    b.read(a.write(b))
    c.read(b.write(c))  # C has A's work from the office alone
    got = d.read(c.write(d))
    assert (got.quarantined, texts(d)) == (0, {"甲的"})
    assert d.digest() == c.digest()
    whole(d)
    d.workspace.close()


def test_an_office_restored_to_an_older_day_gets_its_own_work_back_from_an_envoy(
    month: Sides, tmp_path: Path
):
    a, b, _c = month
    b.workspace.close()
    copy = tmp_path / "copy.envoy"
    path = b.folder / "w.envoy"
    shutil.copy(path, copy)
    b.workspace = Workspace.open(path, keys.unlock_by_passphrase(path, PASSPHRASE))
    b.obstacle("协调办的")
    a.read(b.write(a))
    b.workspace.close()
    shutil.copy(copy, path)
    b.workspace = Workspace.open(path, keys.unlock_by_passphrase(path, PASSPHRASE))
    b.workspace.mint_actor("协调办")
    got = b.read(a.write(b, everything=True))
    assert (got.quarantined, texts(b)) == (0, {"协调办的"})
    whole(b)


def test_a_restored_file_gets_its_own_later_work_back_from_a_colleague(
    three: Sides, tmp_path: Path
):
    a, b, _c = three
    a.obstacle("一")
    b.read(a.write(b))
    a.workspace.close()
    copy = tmp_path / "copy.envoy"
    path = a.folder / "w.envoy"
    shutil.copy(path, copy)
    key = keys.unlock_by_passphrase(path, PASSPHRASE)
    a.workspace = Workspace.open(path, key)
    a.obstacle("二")
    b.read(a.write(b, "2.p"))
    a.workspace.close()
    shutil.copy(copy, path)
    a.workspace = Workspace.open(path, key)
    a.workspace.mint_actor("人a")
    assert texts(a) == {"一"}
    b.read(a.write(b, "3.p"))  # its receipt says what it has no more
    a.read(b.write(a))
    assert texts(a) == {"一", "二"}
    whole(a)


def test_what_hangs_on_work_that_lies_aside_is_no_damage(sides: Sides):
    a, b, c = sides
    b.read(a.write(b))
    with a.workspace.unit("projects.begin") as unit:
        project = unit.add("project", name="甲项目", investor="甲公司", opened_on="2026-11-23")
    b.read(a.write(b, "2.p"))
    with b.workspace.unit("obstacles.log") as unit:
        unit.add("obstacle", text="乙的", project=project, on="2026-11-23", entered_on="2026-11-23")
    with c.workspace.unit("identity.trust") as unit:
        trust.enrol(unit, b.public)
        unit.execute("DELETE FROM trusted WHERE identity = :i", i=a.public.identity)
    b.trusts(c)
    assert c.read(b.write(c)).quarantined > 0
    assert texts(c) == {"乙的"}
    whole(c)


def test_an_actor_whose_signer_nobody_here_knows_waits_until_somebody_does(sides: Sides):
    a, b, c = sides
    with c.workspace.unit("identity.trust") as unit:
        trust.enrol(unit, b.public)
        unit.execute("DELETE FROM trusted WHERE identity = :i", i=a.public.identity)
    a.obstacle("甲的")
    b.read(a.write(b))
    b.trusts(c)
    assert c.read(b.write(c)).quarantined > 0
    assert texts(c) == set()
    c.trusts(a)
    assert c.read(b.write(c, "2.p")).quarantined == 0
    assert texts(c) == {"甲的"}
