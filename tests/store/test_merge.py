"""Merging: whatever order, however often, with gaps, restores and forks, one state comes out."""

import contextlib
import inspect
import random
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import aside, changelog, keys, merge, rebuilding, sifting, undo
from envoy_desktop.store.queries import conflicts, gaps
from envoy_desktop.store.workspace import Workspace
from tests.store import devices as d
from tests.store.devices import Device

PASSPHRASE = "乘风破浪 2026"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A workspace with nothing in it."""
    path = tmp_path_factory.mktemp("empty") / "e.envoy"
    with Workspace.create(path, PASSPHRASE, name="空", use_keyring=False):
        pass
    return path, keys.unlock_by_passphrase(path, PASSPHRASE)


class World:
    """Some devices, what they have ever written, and copies to go back to."""

    def __init__(self, empty: tuple[Path, bytes], folder: Path, count: int) -> None:
        self.folder = folder
        self.time, self.devices = d.open_devices(*empty, folder, count)
        self.key = empty[1]
        self.written: set[int] = set()
        self.copies: list[tuple[Device, Path]] = []

    def learn(self) -> None:
        for device in self.devices:
            rows = device.changes()
            d.remember(rows)
            self.written |= {row[0] for row in rows}

    def send(self, sender: Device, receiver: Device, rng: random.Random, part: bool) -> None:
        rows = sender.changes()
        d.remember(rows)
        if part and rows:  # a volume of some: what is before it may never come
            a, b = sorted((rng.randrange(len(rows) + 1), rng.randrange(len(rows) + 1)))
            rows = rows[a:b]
        receiver.take(rows, sender.authors())

    def all_know_all(self) -> None:
        self.learn()
        for _round in range(2):
            for sender in self.devices:
                for receiver in self.devices:
                    if sender is not receiver:
                        receiver.take(sender.changes(), sender.authors())

    def close(self) -> None:
        for device in self.devices:
            device.workspace.close()


@contextlib.contextmanager
def world(empty: tuple[Path, bytes], count: int) -> Iterator[World]:
    with now.turned(), tempfile.TemporaryDirectory() as folder:
        made = World(empty, Path(folder), count)
        try:
            yield made
        finally:
            made.close()


STEPS = ("log", "edit", "edit", "edit", "put", "put", "remove", "send", "send", "send_part",
         "again", "settle", "copy", "restore", "ahead")  # fmt: skip


def step(w: World, rng: random.Random, what: str, check: bool = True) -> None:
    """One step of a history; `check` holds the file against the model after an exchange."""
    device = rng.choice(w.devices)
    objects = device.objects()
    if what == "log":
        device.log(rng.choice("甲乙丙"))
    elif what == "edit" and objects:
        object = rng.choice(objects)
        if changelog.is_natural(object):
            device.edit(object, "value", rng.choice("xyz"))
        else:
            field = rng.choice(("text", "severity"))
            device.edit(object, field, rng.choice("123"))
    elif what == "remove" and objects:
        device.edit(rng.choice(objects), "deleted", rng.random() < 0.7)
    elif what == "put":
        device.put(rng.randrange(2), rng.choice("xyz"))
    elif what in ("send", "send_part", "again"):
        other = rng.choice(w.devices)
        if other is not device:
            w.send(device, other, rng, what == "send_part")
            if what == "again":
                before = other.digest()
                w.send(device, other, rng, False)
                assert other.digest() == before
            if check:
                d.check(other)
    elif what == "settle":
        device.settle()
    elif what == "copy":
        w.copies.append((device, device.copy_to(w.folder / f"copy{len(w.copies)}")))
    elif what == "restore" and w.copies:
        whose, copy = rng.choice(w.copies)
        w.learn()
        whose.go_back_to(copy)
        w.written.clear()  # what nobody else had is lost with the file: it was never sent
        w.learn()
    elif what == "ahead":
        device.off = timedelta(hours=rng.choice((0, 5, 50)))


def play(w: World, rng: random.Random, steps: list[str]) -> None:
    """A whole history and all that must hold of it at the end."""
    for what in steps:
        step(w, rng, what)
    w.all_know_all()
    for device in w.devices:
        d.check(device)
    digests = {device.digest() for device in w.devices}
    assert len(digests) == 1, "convergence"
    here = {row[0] for row in w.devices[0].changes()}
    assert w.written <= here, "no lost edit"
    last = w.devices[0]
    authors = last.authors()
    rows = last.changes()
    d.remember(rows)
    path = w.folder / "fresh.envoy"
    path.write_bytes(EMPTY[0].read_bytes())
    keys.key_file(path).write_bytes(keys.key_file(EMPTY[0]).read_bytes())
    late = Device("新", path, w.key, w.time)
    w.devices.append(late)
    pieces = [rows[n : n + 4] for n in range(0, len(rows), 4)]
    rng.shuffle(pieces)
    for piece in pieces:  # any order, overlapping, with gaps on the way
        late.take(piece, authors)
        d.check(late)
    assert late.digest() in digests, "commutativity"
    late.take(rows, authors)
    assert late.digest() in digests, "idempotence"
    assert late.gaps() == []


EMPTY: tuple[Path, bytes]


@pytest.fixture(autouse=True, scope="module")
def _empty(empty: tuple[Path, bytes]) -> None:
    global EMPTY
    EMPTY = empty


@given(
    count=st.integers(3, 6),
    steps=st.lists(st.sampled_from(STEPS), min_size=20, max_size=35),
    seed=st.integers(0, 2**32),
)
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_random_histories_come_out_as_the_model_says(count: int, steps: list[str], seed: int):
    with world(EMPTY, count) as w:
        play(w, random.Random(seed), steps)


def test_a_copied_file_that_writes_by_itself_is_set_aside_from_where_it_parted():
    with world(EMPTY, 3) as w:
        one, office, other_office = w.devices
        shared = one.log("共有")
        copy = w.folder / "twin.envoy"
        one.copy_to(copy)
        keys.key_file(copy).write_bytes(keys.key_file(one.path).read_bytes())
        twin = Device("人0", copy, w.key, w.time)
        w.devices.append(twin)
        one.edit(shared, "text", "原件的")
        twin.edit(shared, "text", "副本的")
        w.learn()
        for place, order in ((office, (one, twin)), (other_office, (twin, one))):
            told = [place.take(sender.changes(), sender.authors()) for sender in order]
            assert told[0].quarantined == 0
            assert told[1].quarantined == 2  # the edit and its unit
            assert told[1].forked
            assert len(place.aside()) == 2  # two versions of the same two ids
            with place.workspace.read() as reader:
                assert reader.value("SELECT text FROM obstacle WHERE id = :id", id=shared) == "共有"
            d.check(place)
        assert office.digest() == other_office.digest()
        again = office.take(twin.changes(), twin.authors())
        assert (again.new, again.quarantined) == (0, 2)


def test_the_copy_that_hears_of_it_goes_on_under_a_name_of_its_own():
    with world(EMPTY, 2) as w:
        one, office = w.devices
        shared = one.log("共有")
        copy = w.folder / "twin.envoy"
        one.copy_to(copy)
        keys.key_file(copy).write_bytes(keys.key_file(one.path).read_bytes())
        twin = Device("人0", copy, w.key, w.time)
        w.devices.append(twin)
        twin.edit(shared, "text", "副本的")
        w.learn()
        office.take(twin.changes(), twin.authors())
        taken = one.take(office.changes(), office.authors())
        assert taken.own_forked
        one.edit(shared, "severity", "3")
        w.all_know_all()
        assert one.digest() == office.digest() == twin.digest()
        with one.workspace.read() as reader:
            row = reader.row("SELECT text, severity FROM obstacle WHERE id = :id", id=shared)
        assert row == ("副本的", "3")


def test_concurrent_values_stay_visible_until_a_person_names_them_all():
    with world(EMPTY, 3) as w:
        a, b, c = w.devices
        object = a.log("甲")
        w.all_know_all()
        for device, text in ((a, "一"), (b, "二"), (c, "三")):
            device.edit(object, "text", text)
        w.all_know_all()
        with b.workspace.read() as reader:
            (found,) = conflicts.conflicts(reader)
        assert [s.value for s in found.siblings] == ["一", "二", "三"]
        assert [s.who for s in found.siblings] == ["人0", "人1", "人2"]
        assert found.shown.value == "三"
        b.settle()
        w.all_know_all()
        for device in w.devices:
            with device.workspace.read() as reader:
                assert conflicts.conflicts(reader) == []
                assert reader.value("SELECT text FROM obstacle") == "一"


def test_who_edits_a_value_has_seen_it_whichever_device_had_made_the_object_with_it():
    with world(EMPTY, 4) as w:
        a, b, c, office = w.devices
        for device, value in ((a, "x"), (b, "x"), (c, "y")):
            object = device.put(0, value)
        w.learn()
        for device in (a, b, c):
            office.take(device.changes(), device.authors())
        a.edit(object, "value", "z")
        w.learn()
        office.take(a.changes(), a.authors())
        d.check(office)
        with office.workspace.read() as reader:
            (found,) = conflicts.conflicts(reader)
        assert [s.value for s in found.siblings] == ["y", "z"]
        w.all_know_all()
        assert len({device.digest() for device in w.devices}) == 1


def test_the_same_value_from_two_people_is_no_conflict():
    with world(EMPTY, 2) as w:
        a, b = w.devices
        object = a.log("甲")
        w.all_know_all()
        a.edit(object, "text", "一样")
        b.edit(object, "text", "一样")
        w.all_know_all()
        with a.workspace.read() as reader:
            assert conflicts.conflicts(reader) == []


def test_a_clock_a_day_ahead_is_flagged_taken_and_not_followed():
    with world(EMPTY, 2) as w:
        a, b = w.devices
        a.off = timedelta(days=400)
        a.log("从明年来")
        w.learn()
        b.time.off = timedelta()
        taken = b.take(a.changes(), a.authors())
        assert taken.new == 2
        assert len(taken.ahead) == 1
        b.log("今天")
        newest = max(row[1] for row in b.changes() if row[0] >> 32 != taken.ahead[0])
        assert changelog.milliseconds(newest) < (d.START + timedelta(days=1)).timestamp() * 1000


def test_undo_does_not_wipe_out_what_another_has_written_since():
    with world(EMPTY, 2) as w:
        a, b = w.devices
        object = a.log("甲")
        w.all_know_all()
        b.edit(object, "severity", "3")
        w.all_know_all()
        with pytest.raises(Refusal, match="changed-since"):
            undo.undo(a.workspace)
        a.edit(object, "text", "乙")
        undo.undo(a.workspace)
        w.all_know_all()
        with b.workspace.read() as reader:
            assert reader.row("SELECT text, severity FROM obstacle") == ("甲", "3")


def test_what_was_removed_stays_removed_after_an_old_copy_came_back():
    with world(EMPTY, 2) as w:
        a, b = w.devices
        object = a.log("甲")
        w.all_know_all()
        copy = a.copy_to(w.folder / "old")
        a.edit(object, "deleted", True)
        w.all_know_all()
        a.go_back_to(copy)
        a.log("回来以后")
        w.all_know_all()
        for device in (a, b):
            d.check(device)
            with device.workspace.read() as reader:
                told = dict(reader.rows("SELECT text, deleted FROM obstacle"))
            assert told == {"甲": 1, "回来以后": 0}


FAULTS = {
    "a named head stays": ("for parent in parents & heads.get(place, _NONE)", "for parent in ()"),
    "every edit becomes a head": (
        "if row[_ID] not in named.get((row[_OBJECT], row[_FIELD]), _NONE)", "if True"),
    "awaited parents are forgotten": ("for id in parents - here],", "for id in ()],"),
    "an awaited parent becomes a head": (
        "and (row[_OBJECT], row[_FIELD], row[_ID]) not in awaited", ""),
    "awaited is never cleared": ("[(id,) for _o, _f, id in awaited])", "[])"),
    "the lowest shows": ("shown = max(heads[", "shown = min(heads["),
    "the last to come shows": ("key=lambda id: (told[id][0], id))\n        found",
                               "key=lambda id: id in came)\n        found"),
    "edits that came before the making are lost": (
        "{place for place in heads if place[0] in new}", "set()"),
    "edits are not shown": (
        "wanted |= {(row[_OBJECT], row[_FIELD]) for row, _value in edits}", "pass"),
    "heads that stand are not asked for": (
        "found.setdefault((object, of), set()).add(change)", "pass"),
    "the first making of a natural object wins": (
        "GROUP BY object HAVING min(value) <> max(value)", "GROUP BY object HAVING 1 = 0"),
    "a making covers nothing": ("if value not in covered", "if True"),
    "a making is always covered": ("if value not in covered", "if False"),
    "the newest by id shows": ("key=lambda id: (standing[id][0], id)", "key=lambda id: id"),
    "a gap is stepped over": (
        "WHERE id = :id\", id=before + 1):",
        "WHERE id >= :id AND id < :id + 100000\", id=before + 1):",
    ),
    "the actor's head stays behind": ("seq = end & _SEQ", "seq = seq"),
    "the head's hash stays behind": (
        'hash = unit.value("SELECT hash FROM change WHERE id = :id", id=end)', "pass"),
    "gaps are not told": ("if id != known + 1:", "if False:"),
    "a gap begins too late": ("(before & _SEQ) + 1, (id & _SEQ) - 1",
                              "(before & _SEQ) + 2, (id & _SEQ) - 1"),
    "what is known comes again": ("    if known:\n        part = _drop_known(", "    if False:\n"
                                  "        part = _drop_known("),
    "half of a package is dropped": (
        "    taken.new = len(fresh.rows)",
        "    fresh = sifting.only(fresh, [row[0] % 5 != 3 for row in fresh.rows])\n"
        "    taken.new = len(fresh.rows)",
    ),
    "rebuilt rows forget their edits": (
        "{**preset, **json.loads(making), **edits}", "{**preset, **json.loads(making)}"),
    "rebuilt heads are not written": (
        "for of, one in standing.items() for id in one.changes]",
        "for of, one in standing.items() for id in one.changes[:1]]",
    ),
}  # fmt: skip
DIRECTED_FAULTS = {
    "edits of differently made objects get no closer look": (
        "objects |= {row[_OBJECT] for row, _value in edits if row[_OBJECT] & NATURAL}", "pass"),
}  # fmt: skip
FORK_FAULTS = {
    "a fork is not seen": ("if any(version != hash for version in versions):", "if False:"),
    "a fork's first branch stays": (
        'unit.execute("DELETE FROM change WHERE id BETWEEN :a AND :b", a=first, b=last)', "pass"),
    "a fork's second branch comes in": ("    if forked:\n", "    if False:\n"),
    "a fork's rows stay as they were": ("        rebuilt |= aside.take_out(unit, tag, seq)",
                                        "        aside.take_out(unit, tag, seq)"),
}  # fmt: skip
ROOMS = (merge, sifting, rebuilding, aside, gaps)
"""Where the merge is written."""


@contextlib.contextmanager
def planted(old: str, new: str) -> Iterator[None]:
    """The merge with one place of it changed."""
    (room,) = [room for room in ROOMS if old in inspect.getsource(room)]
    source = inspect.getsource(room)
    assert source.count(old) == 1, old
    try:
        exec(compile(source.replace(old, new), room.__file__, "exec"), room.__dict__)
        yield
    finally:
        exec(compile(source, room.__file__, "exec"), room.__dict__)


DENSE = ("log", "edit", "edit", "edit", "edit", "edit", "put", "put", "send", "send",
         "send_part", "send_part", "settle", "ahead")  # fmt: skip
"""Many edits of few fields, so that every rule has something to decide."""


def _caught(seeds: int) -> bool:
    """Whether random histories notice that something is wrong."""
    for seed in range(seeds):
        rng = random.Random(seed)
        with world(EMPTY, 3) as w:
            try:
                play(w, rng, ["log", "put", *rng.choices(DENSE, k=35)])
            except Exception:  # noqa: BLE001  # a crash is a fault that was seen
                return True
            except AssertionError:
                return True
    return False


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_caught(name: str):
    with planted(*FAULTS[name]):
        assert _caught(12), name


@pytest.mark.parametrize("name", DIRECTED_FAULTS)
def test_a_planted_fault_of_makings_is_caught(name: str):
    with planted(*DIRECTED_FAULTS[name]), pytest.raises(AssertionError):
        test_who_edits_a_value_has_seen_it_whichever_device_had_made_the_object_with_it()


@pytest.mark.parametrize("name", FORK_FAULTS)
def test_a_planted_fault_of_forks_is_caught(name: str):
    with planted(*FORK_FAULTS[name]), pytest.raises((AssertionError, Exception)):
        test_a_copied_file_that_writes_by_itself_is_set_aside_from_where_it_parted()


def test_without_a_planted_fault_the_same_histories_pass():
    assert not _caught(4)
