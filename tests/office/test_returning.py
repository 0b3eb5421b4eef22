"""What goes back: packed once for all who lack it, and to each only what is shared with him."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from envoy_desktop import now
from envoy_desktop.casework import found, meetings, obstacles, projects, teams
from envoy_desktop.casework import reference as cases
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.office import enrol, returning, setup
from envoy_desktop.store import check, keys
from envoy_desktop.store.queries import duties, reference
from envoy_desktop.store.queries import meetings as meeting_rows
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, package, packing, receiving, sending, trust
from tests.store.conftest import PASSPHRASE, TODAY

NAMES = ("张三", "李四", "王五")


class City:
    """An office and envoys who trust each other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.office = setup.new(
            folder / "office.envoy", PASSPHRASE, name="办", organisation="市协调办",
            use_keyring=False,
        )  # fmt: skip
        self.envoys: dict[str, Workspace] = {}
        for name in NAMES:
            one = found.workspace(
                folder / f"{name}.envoy", PASSPHRASE, name=name, organisation="卧龙区特派办",
                use_keyring=False,
            )  # fmt: skip
            self.envoys[name] = one
            self.office.do(enrol.enrol, public=identity.own(one).public)
            with one.unit("identity.trust") as unit:
                trust.enrol(unit, identity.own(self.office).public)

    def deliver(self, *names: str) -> None:
        for name in names:
            path = self.folder / "in.envoy-package"
            sending.write(self.envoys[name], path, identity.own(self.office).public)
            receiving.read(self.office, path)

    def back(self, folder: str, **how: Any) -> dict[str, Path]:
        done = returning.write(self.office, self.folder / folder, **how)
        assert done.stopped is None
        return {one.name: one.written.files[0] for one in done.done}

    def take(self, name: str, path: Path) -> None:
        receiving.read(self.envoys[name], path)

    def close(self) -> None:
        for one in (self.office, *self.envoys.values()):
            one.close()


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(keys, "ITERATIONS", 1)
    with now.turned():
        now.set_today(TODAY)
        made = City(tmp_path)
        yield made
        made.close()


def entries(city: City, path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        manifest = package.unseal(file, identity.own(city.office), Ignoring())
    return {entry.sha256: entry.name for entry in manifest.entries}


class Ignoring:
    def manifest(self, manifest: object, sha256: str) -> None: ...

    def changes(self, entry: object, data: bytes) -> None: ...

    def piece(self, entry: object, n: int, data: bytes) -> None: ...


def project(of: Workspace, name: str) -> int:
    return of.do(projects.create, name=name, investor="甲公司", target_on="2027-06-01")


@pytest.mark.parametrize("room", [0, packing.ROOM])
def test_a_run_is_packed_once_for_all_who_lack_it(
    city: City, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    for name in NAMES:
        project(city.envoys[name], f"{name}的项目")
    city.deliver(*NAMES)
    packed: list[bytes] = []
    whole: Callable[[bytes], bytes] = package.pack

    def pack(data: bytes) -> bytes:
        packed.append(data)
        return whole(data)

    monkeypatch.setattr(package, "pack", pack)
    monkeypatch.setattr(packing, "ROOM", room)
    files = city.back("back")
    if room:
        assert len(packed) == len(set(packed))
    told = [entries(city, path) for path in files.values()]
    # each has his own part already, and what the office and the others wrote is the same bytes
    assert len(set.intersection(*(set(one) for one in told))) >= 1
    assert len(set.union(*(set(one) for one in told))) < sum(map(len, told))
    for name, path in files.items():
        city.take(name, path)
    with city.envoys["张三"].read() as reader:
        names = {row[0] for row in reader.rows("SELECT name FROM project WHERE deleted = 0")}
    assert names == {f"{name}的项目" for name in NAMES}


def test_nothing_plain_lies_on_the_disk_meanwhile(city: City) -> None:
    project(city.envoys["张三"], "金丝雀绝密项目")
    city.deliver("张三")
    city.back("back")
    for path in city.folder.rglob("*"):
        if path.is_file():
            assert "金丝雀绝密项目".encode() not in path.read_bytes()


def test_shared_scope_brings_the_office_and_the_people_of_his_projects_alone(city: City) -> None:
    theirs = {name: project(city.envoys[name], f"{name}的项目") for name in NAMES}
    city.envoys["张三"].do(teams.add_member, project=theirs["张三"], name="李四", role="member")
    city.deliver(*NAMES)
    city.office.do(meetings.begin, name="十一月协调会")
    with city.office.read() as reader:
        lead = reference.department_ids(reader)["ziran"]
    city.office.do(
        meetings.decide, topic="王五项目用地", text="月底前办结用地许可", lead=lead,
        due_on=date(2026, 11, 25), project=theirs["王五"],
    )  # fmt: skip
    files = city.back("shared", shares="shared")
    for name, path in files.items():
        city.take(name, path)
    for name, expected in (
        ("张三", {"张三的项目", "李四的项目"}),
        ("李四", {"张三的项目", "李四的项目"}),
        ("王五", {"王五的项目"}),
    ):
        with city.envoys[name].read() as reader:
            seen = {row[0] for row in reader.rows("SELECT name FROM project WHERE deleted = 0")}
            assert seen == expected, name
            # the decision on a project that is not here stands by its own words
            (duty,) = duties.duties(reader, source="decision")
            (decision,) = meeting_rows.decisions(reader)
        assert duty.text == decision.text == "月底前办结用地许可"
        assert bool(decision.project_name) == (name == "王五")
        # what was not sent is no damage
        assert [one.name for one in check.check(city.envoys[name]) if not one.ok] == []
    # the whole city still comes where it is asked for
    for name, path in city.back("all").items():
        city.take(name, path)
    with city.envoys["王五"].read() as reader:
        assert reader.value("SELECT count(*) FROM project") == 3


def test_who_wrote_on_an_object_of_the_project_shares_it(city: City) -> None:
    his = project(city.envoys["张三"], "张三的项目")
    city.deliver("张三")
    city.take("王五", city.back("one", only=["王五"])["王五"])
    city.envoys["王五"].do(obstacles.log, text="王五看到的障碍", project=his)
    other = project(city.envoys["王五"], "王五的项目")
    assert other
    city.deliver("王五")
    project(city.envoys["李四"], "李四的项目")
    city.deliver("李四")
    city.take("张三", city.back("two", shares="shared")["张三"])
    with city.envoys["张三"].read() as reader:
        assert {row[0] for row in reader.rows("SELECT name FROM project")} == {
            "张三的项目", "王五的项目",
        }  # fmt: skip


def test_the_office_s_setting_says_which(city: City) -> None:
    city.office.do(cases.set_setting, key="office.return_scope", text="shared")
    project(city.envoys["张三"], "张三的项目")
    city.deliver("张三")
    city.take("王五", city.back("back")["王五"])
    with city.envoys["王五"].read() as reader:
        assert reader.value("SELECT count(*) FROM project") == 0


def test_a_volume_too_small_writes_nothing(city: City) -> None:
    with pytest.raises(Refusal):
        city.back("back", volume=1000)
