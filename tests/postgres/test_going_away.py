"""The server goes away in the middle and comes back, or does not: nothing is half in."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from benchmarks.server import Server
from envoy_desktop import now
from envoy_desktop.casework import found
from envoy_desktop.office import enrol, intake, returning, setup
from envoy_desktop.store import check, keys, merge
from envoy_desktop.store.queries import exchange
from envoy_desktop.store.troubles import SystemFailed
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust
from tests.store.conftest import PASSPHRASE, TODAY

PEOPLE = ("甲", "乙", "丙", "丁")


@pytest.fixture
def office(
    own_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Workspace, list[Path]]]:
    """An office in a database of a server of its own, and the packages of four envoys."""
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(keys, "ITERATIONS", 1)
    with now.turned():
        now.set_today(TODAY)
        made = setup.new(
            tmp_path / "o.envoy", PASSPHRASE, name="李娜", organisation="市协调办",
            use_keyring=False, database=own_server.database,
        )  # fmt: skip
        public = identity.own(made).public
        heap = []
        for name in PEOPLE:
            envoy = found.workspace(
                tmp_path / f"{name}.envoy", PASSPHRASE, name=name, organisation="区特派办",
                use_keyring=False,
            )  # fmt: skip
            made.do(enrol.enrol, public=identity.own(envoy).public)
            with envoy.unit("identity.trust") as unit:
                trust.enrol(unit, public)
            with envoy.unit("obstacles.log") as unit:
                unit.add("obstacle", text=name, on="2026-11-23", entered_on="2026-11-23")
            heap.append(tmp_path / f"{name}.p")
            sending.write(envoy, heap[-1], public)
            envoy.close()
        try:
            yield made, heap
        finally:
            own_server.start()
            made.close()


@contextmanager
def struck(
    monkeypatch: pytest.MonkeyPatch, place: tuple[object, str], strike: Callable[[], None], nth: int
) -> Iterator[None]:
    """Call `strike` once, before the `nth` call of a function does its work."""
    owner, name = place
    real, calls = getattr(owner, name), []

    def struck_once(*values: object, **more: object) -> object:
        calls.append(1)
        if len(calls) == nth:
            strike()
        return real(*values, **more)

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, struck_once)
        yield


def sound(workspace: Workspace) -> list[str]:
    return [f"{f.check}: {f.found}" for f in check.check(workspace) if not f.ok]


def value(workspace: Workspace, sql: str) -> object:
    with workspace.read() as reader:
        return reader.value(sql)


PLACES = {
    "before the rows": (merge, "_insert"),
    "in the middle": (merge, "_show"),
    "before the commit": (Unit, "finish"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_server_that_comes_back_is_waited_for_and_all_go_in(
    office: tuple[Workspace, list[Path]],
    own_server: Server,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
):
    workspace, heap = office

    def away_for_a_while() -> None:
        own_server.stop()
        threading.Timer(1.5, own_server.start).start()

    with struck(monkeypatch, PLACES[place], away_for_a_while, 3):
        done = intake.take_in(workspace, heap)
    assert done.stopped is None
    assert [one.trouble for one in done.tried] == [None] * len(PEOPLE)
    assert value(workspace, "SELECT count(*) FROM obstacle") == len(PEOPLE)
    assert value(workspace, "SELECT count(*) FROM package WHERE direction = 'in'") == len(PEOPLE)
    assert sound(workspace) == []


def test_a_server_that_stays_away_leaves_the_rest_and_nothing_half(
    office: tuple[Workspace, list[Path]], own_server: Server, monkeypatch: pytest.MonkeyPatch
):
    workspace, heap = office
    monkeypatch.setattr(intake, "WAITS", (0.1, 0.2))
    with struck(monkeypatch, PLACES["in the middle"], own_server.stop, 2):
        done = intake.take_in(workspace, heap)
    assert done.stopped is not None
    assert done.stopped.rule == "database-away"
    assert (len(done.tried), done.left) == (1, 3)
    with pytest.raises(SystemFailed, match="database-away"):
        receiving.read(workspace, heap[1])
    own_server.start()
    assert value(workspace, "SELECT count(*) FROM obstacle") == 1
    assert sound(workspace) == []
    done = intake.take_in(workspace, heap)
    assert [one.state for one in done.tried] == ["again", "in", "in", "in"]
    assert sound(workspace) == []


def test_a_return_that_is_cut_off_is_told_and_can_be_written_again(
    office: tuple[Workspace, list[Path]],
    own_server: Server,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
):
    workspace, heap = office
    intake.take_in(workspace, heap)
    with struck(monkeypatch, (exchange, "last_out"), own_server.stop, 3):
        done = returning.write(workspace, tmp_path / "back")
    assert done.stopped is not None
    assert done.stopped.rule == "database-away"
    assert (len(done.done), len(done.left)) == (2, 2)
    assert len(list((tmp_path / "back").iterdir())) == 2
    own_server.start()
    again = returning.write(workspace, tmp_path / "back")
    assert len(again.done) == len(PEOPLE)
    assert len(list((tmp_path / "back").iterdir())) == len(PEOPLE)
    assert sound(workspace) == []


def test_an_act_that_is_cut_off_is_told_and_not_done(
    office: tuple[Workspace, list[Path]], own_server: Server, monkeypatch: pytest.MonkeyPatch
):
    workspace, _heap = office
    before = value(workspace, "SELECT count(*) FROM change")

    def act() -> None:
        with workspace.unit("obstacles.log") as unit:
            unit.add("obstacle", text="x", on="2026-11-23", entered_on="2026-11-23")

    with (
        struck(monkeypatch, (Unit, "finish"), own_server.stop, 1),
        pytest.raises(SystemFailed, match="database-away"),
    ):
        act()
    with pytest.raises(SystemFailed, match="database-away"):
        act()
    own_server.start()
    assert value(workspace, "SELECT count(*) FROM change") == before
    act()
    assert value(workspace, "SELECT count(*) FROM obstacle") == 1
    assert sound(workspace) == []


def test_a_statement_that_takes_too_long_is_told_and_left(
    office: tuple[Workspace, list[Path]], own_server: Server, monkeypatch: pytest.MonkeyPatch
):
    workspace, heap = office
    monkeypatch.setattr(intake, "WAITS", (0.1,))
    own_server.sql("ALTER DATABASE city SET statement_timeout = 300")
    own_server.stop()  # connections of before would not know of it
    own_server.start()
    real = Unit.finish

    def slow(unit: Unit) -> object:
        unit.execute("SELECT pg_sleep(2)")
        return real(unit)

    with monkeypatch.context() as patch:
        patch.setattr(Unit, "finish", slow)
        done = intake.take_in(workspace, heap[:1])
    assert done.stopped is not None
    assert done.left == 1
    own_server.sql("ALTER DATABASE city RESET statement_timeout")
    own_server.stop()
    own_server.start()
    done = intake.take_in(workspace, heap)
    assert [one.state for one in done.tried] == ["in"] * len(PEOPLE)
    assert sound(workspace) == []


def test_a_server_without_room_for_another_is_told(
    office: tuple[Workspace, list[Path]], own_server: Server, monkeypatch: pytest.MonkeyPatch
):
    workspace, heap = office
    monkeypatch.setattr(intake, "WAITS", (0.1,))
    held = [psycopg.connect(own_server.database) for _n in range(own_server.room())]
    with pytest.raises(SystemFailed, match=r"database-(away|full)"):
        Workspace.open(workspace.path, workspace.key)
    for one in held:
        one.close()
    done = intake.take_in(workspace, heap)
    assert [one.state for one in done.tried] == ["in"] * len(PEOPLE)
