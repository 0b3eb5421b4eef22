"""An office in a database: who may write what, officers beside each other, a database that goes."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from envoy_desktop import now
from envoy_desktop.casework import conflicts as acts
from envoy_desktop.casework import found
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.office import enrol, intake, setup
from envoy_desktop.office import status as statuses
from envoy_desktop.store import changelog, check, keys, roles
from envoy_desktop.store.queries import conflicts, exchange
from envoy_desktop.store.troubles import SystemFailed
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, receiving, sending, trust
from tests.store.conftest import PASSPHRASE, TODAY

Join = Callable[[str, str], Workspace]


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(keys, "ITERATIONS", 1)
    with now.turned():
        now.set_today(TODAY)
        yield


@pytest.fixture
def office(database: str, tmp_path: Path) -> Iterator[Workspace]:
    """An office founded in an empty database by its owner."""
    made = setup.new(
        tmp_path / "chief.envoy", PASSPHRASE, name="主任", organisation="市协调办",
        use_keyring=False, database=database,
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def join(database: str, office: Workspace, tmp_path: Path) -> Iterator[Join]:
    """Another officer with a login of his own and a role."""
    made: list[Workspace] = []
    logins: list[str] = []

    def joined(name: str, role: str) -> Workspace:
        login = f"{name}{os.urandom(3).hex()}"
        with psycopg.connect(database, autocommit=True) as held:
            held.execute(f'CREATE ROLE "{login}" LOGIN')  # type: ignore[call-overload]
        logins.append(login)
        roles.grant(office, login, role)
        made.append(
            setup.new(
                tmp_path / f"{login}.envoy", PASSPHRASE, name=name, organisation="市协调办",
                use_keyring=False, database=database.replace("user=chief", f"user={login}"),
            )
        )  # fmt: skip
        return made[-1]

    yield joined
    for one in made:
        one.close()
    name = database.rpartition("dbname=")[2]
    with psycopg.connect(database, autocommit=True) as held:
        groups = [f"{name}_{role}" for role in roles.ROLES]
        for role in (*logins, *groups):
            held.execute(f'DROP OWNED BY "{role}"')  # type: ignore[call-overload]
            held.execute(f'DROP ROLE "{role}"')  # type: ignore[call-overload]


def envoy(tmp_path: Path, name: str, office: Workspace) -> Workspace:
    """An envoy who is enrolled and trusts the office."""
    made = found.workspace(
        tmp_path / f"{name}.envoy", PASSPHRASE, name=name, organisation="卧龙区特派办",
        use_keyring=False,
    )  # fmt: skip
    office.do(enrol.enrol, public=identity.own(made).public)
    with made.unit("identity.trust") as unit:
        trust.enrol(unit, identity.own(office).public)
    return made


def package(of: Workspace, office: Workspace, path: Path) -> Path:
    sending.write(of, path, identity.own(office).public)
    return path


def obstacle(workspace: Workspace, text: str = "窗口不收材料") -> int:
    with workspace.unit("obstacles.log") as unit:
        return unit.add("obstacle", text=text, on="2026-11-23", entered_on="2026-11-23")


def decide(workspace: Workspace) -> None:
    with workspace.unit("meetings.decide") as unit:
        meeting = unit.add("meeting", name="十一月协调会", on="2026-11-23")
        unit.add(
            "decision", meeting=meeting, topic="用地", text="月底前办结", due_on="2026-11-30",
            on="2026-11-23", entered_on="2026-11-23",
        )  # fmt: skip


def close_meeting(workspace: Workspace, meeting: int) -> None:
    with workspace.unit("meetings.close") as unit:
        unit.set("meeting", meeting, closed_on="2026-11-23")


def forbidden(act: Callable[[], object]) -> str:
    with pytest.raises((SystemFailed, Refusal)) as caught:
        act()
    return caught.value.rule


def test_a_reader_reads_and_writes_nothing(office: Workspace, join: Join) -> None:
    obstacle(office)
    reader = join("reader", "reader")
    with reader.read() as view:
        assert view.value("SELECT text FROM obstacle") == "窗口不收材料"
        assert view.rows("SELECT * FROM own_key") == []
        assert roles.role_of(view) == "reader"
        statuses.read(view)
    assert forbidden(lambda: obstacle(reader)) == "database-forbids"
    assert forbidden(lambda: intake.take_in(reader, [])) == "office-keys-closed"
    with office.read() as view:
        assert view.value("SELECT count(*) FROM obstacle") == 1


def test_a_clerk_works_and_takes_in_but_does_not_decide(
    office: Workspace, join: Join, tmp_path: Path
) -> None:
    clerk = join("clerk", "clerk")
    obstacle(clerk)
    one = envoy(tmp_path, "张三", office)
    obstacle(one, "图审排队")
    with one.unit("settings.set") as unit:  # an envoy's own setting comes in with his package
        unit.make("setting", changelog.natural_id("setting", "x"), key="x", value="1")
    done = intake.take_in(clerk, [package(one, office, tmp_path / "p")])
    assert [tried.state for tried in done.tried] == ["in"]
    assert forbidden(lambda: decide(clerk)) == "database-forbids"
    with office.unit("meetings.begin") as unit:
        meeting = unit.add("meeting", name="十二月协调会", on="2026-12-23")
    assert forbidden(lambda: close_meeting(clerk, meeting)) == "database-forbids"
    with clerk.read() as view:
        assert view.rows("SELECT name FROM own_key") == [("device",)]
    assert forbidden(lambda: clerk.do(enrol.revoke, who="张三")) == "office-root-elsewhere"
    with office.read() as view:
        assert view.value("SELECT count(*) FROM obstacle") == 2
        assert view.value("SELECT count(*) FROM decision") == 0
    assert [f for f in check.check(office) if not f.ok] == []


def test_nobody_writes_in_the_name_of_another_officer(
    office: Workspace, join: Join, database: str
) -> None:
    clerk = join("clerk", "clerk")
    login = clerk.meta("database")
    with psycopg.connect(login, autocommit=True) as held:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            held.execute(
                "INSERT INTO change SELECT (%s::bigint << 32) + 99999, 1, 1, 'obstacle', 1, '',"
                " '{}', '[]', ''",
                (int(office.meta("actor")),),
            )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            held.execute("UPDATE change SET value = '{}'")
        assert held.execute("DELETE FROM change").rowcount == 0


def test_a_chair_decides_closes_and_enrols(office: Workspace, join: Join, tmp_path: Path) -> None:
    chair = join("chair", "chair")
    decide(chair)
    with chair.read() as view:
        meeting = int(view.value("SELECT id FROM meeting"))
    close_meeting(chair, meeting)
    envoy(tmp_path, "李四", chair)
    with office.read() as view:
        assert view.value("SELECT closed_on FROM meeting") == "2026-11-23"
        assert [one.name for one in statuses.read(view).envoys] == ["李四"]
    assert sorted(role for _login, role in roles.members(office)) == ["chair"]


def test_a_role_can_be_taken_away(office: Workspace, join: Join) -> None:
    clerk = join("clerk", "clerk")
    ((login, _role),) = roles.members(office)
    roles.grant(office, login, "reader")
    assert roles.members(office) == [(login, "reader")]
    assert forbidden(lambda: obstacle(clerk)) == "database-forbids"
    roles.grant(office, login, "")
    assert roles.members(office) == []
    assert forbidden(lambda: roles.grant(office, "nobody", "clerk")) == "no-such-login"
    assert forbidden(lambda: roles.grant(office, login, "king")) == "no-such-role"


def test_two_officers_at_once_lose_nothing(office: Workspace, join: Join) -> None:
    clerks = [join("clerk", "clerk"), join("clerk", "clerk"), office]

    def work(of: Workspace) -> None:
        for n in range(15):
            obstacle(of, f"{of.meta('actor')} {n}")

    threads = [threading.Thread(target=work, args=(one,)) for one in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with office.read() as view:
        assert view.value("SELECT count(*) FROM obstacle") == 45
    assert [f for f in check.check(office) if not f.ok] == []


def test_two_officers_settle_the_same_conflict(
    office: Workspace, join: Join, tmp_path: Path
) -> None:
    clerk = join("clerk", "clerk")
    one, other = envoy(tmp_path, "张三", office), envoy(tmp_path, "李四", office)
    for a, b in ((one, other), (other, one)):
        with a.unit("identity.trust") as unit:
            trust.enrol(unit, identity.own(b).public)
    id = obstacle(one, "起初")
    sending.write(one, tmp_path / "x", identity.own(other).public)
    receiving.read(other, tmp_path / "x")
    for workspace, text in ((one, "张三说"), (other, "李四说")):
        with workspace.unit("obstacles.edit") as unit:
            unit.set("obstacle", id, text=text)
        intake.take_in(office, [package(workspace, office, tmp_path / text)])
    with office.read() as view:
        (standing,) = conflicts.conflicts(view)
    told: list[str] = []

    def settle(workspace: Workspace, take: int) -> None:
        try:
            workspace.do(acts.settle, object=id, field="text", take=take)
            told.append("settled")
        except Refusal as refused:
            told.append(refused.rule)

    threads = [
        threading.Thread(target=settle, args=(workspace, n))
        for n, workspace in enumerate((office, clerk), 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["no-such-conflict", "settled"]
    with clerk.read() as view:
        assert conflicts.count(view) == 0
        assert view.value("SELECT text FROM obstacle") in [s.value for s in standing.siblings]


# -- a database that goes away ------------------------------------------------------------------


def backends(database: str) -> None:
    """End every connection but our own, as a restart of the server does."""
    with psycopg.connect(database, autocommit=True) as held:
        held.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_database_that_goes_in_the_middle_of_a_unit_leaves_nothing_half(
    office: Workspace, database: str
) -> None:
    def interrupted() -> None:
        with office.unit("obstacles.log") as unit:
            unit.add("obstacle", text="写到一半", on="2026-11-23", entered_on="2026-11-23")
            unit.rows("SELECT 1")
            backends(database)
            unit.rows("SELECT 1")

    assert forbidden(interrupted) == "database-away"
    with office.read() as view:
        assert view.value("SELECT count(*) FROM obstacle") == 0
    obstacle(office, "接着写")  # goes on
    with office.read() as view:
        assert view.value("SELECT text FROM obstacle") == "接着写"
    assert [f for f in check.check(office) if not f.ok] == []


def test_an_import_goes_on_when_the_database_comes_back(
    office: Workspace, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for name in ("张三", "李四", "王五"):
        one = envoy(tmp_path, name, office)
        obstacle(one, name)
        paths.append(package(one, office, tmp_path / f"{name}.p"))
        one.close()
    struck: list[Path] = []
    whole = receiving._Taking.end

    def strike(self: receiving._Taking, path: Path) -> receiving.Received:
        if path == paths[1] and not struck:
            struck.append(path)
            backends(database)
        return whole(self, path)

    monkeypatch.setattr(receiving._Taking, "end", strike)
    monkeypatch.setattr(intake, "WAITS", (0.0, 0.0))
    done = intake.take_in(office, paths)
    assert struck
    assert [tried.state for tried in done.tried] == ["in"] * 3
    with office.read() as view:
        assert sorted(r[0] for r in view.rows("SELECT text FROM obstacle")) == [
            "张三", "李四", "王五",
        ]  # fmt: skip
        assert view.value("SELECT count(*) FROM package WHERE direction = 'in'") == 3
        exchange.digest(view)
    assert [f for f in check.check(office) if not f.ok] == []


def test_a_database_that_stays_away_stops_the_import_and_says_what_is_left(
    office: Workspace, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = envoy(tmp_path, "张三", office)
    path = package(one, office, tmp_path / "a.p")

    def away(*_told: object) -> receiving.Received:
        raise SystemFailed("database-away", database=database, next="try-again")

    with monkeypatch.context() as held:
        held.setattr(receiving, "read", away)
        held.setattr(intake, "WAITS", (0.0,))
        done = intake.take_in(office, [path])
    assert (done.tried, done.left) == ([], 1)
    assert done.stopped is not None
    assert done.stopped.rule == "database-away"
    with office.read() as view:
        assert statuses.read(view).aside == ()
    assert [tried.state for tried in intake.take_in(office, [path]).tried] == ["in"]
