"""Envoys → office → envoys from the command line, each at his own home: a month's round."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from envoy_desktop import now
from envoy_desktop.domain.today import read_today
from envoy_desktop.store import keys
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.today import today_rows
from envoy_desktop.store.workspace import Workspace
from tests.cli.conftest import PASSPHRASE, TODAY, Called, process
from tests.sync.conftest import Side
from tests.sync.forging import Forger

CHEAP = "from envoy_desktop.store import keys; keys.MEMORY_KIB, keys.ITERATIONS = 8192, 1"


class People:
    """Workspaces, each in a home of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, who: str) -> Path:
        return self.folder / who / "w.envoy"

    def call(self, who: str, *words: object, exit: int = 0) -> Any:
        home = self.folder / who
        home.mkdir(exist_ok=True)
        (home / "pw").write_text(PASSPHRASE)
        called: Called = process(
            "--json", "--today", TODAY, "--workspace", self.file(who), "--passphrase-file",
            home / "pw", *words, code=CHEAP, env={"HOME": str(home)},
        )  # fmt: skip
        assert called.exit == exit, called.err
        return called.json

    def new(self, who: str, unit: str) -> None:
        self.call(
            who, "workspace", "new", self.file(who), "--name", who, "--unit", unit, "--no-keyring"
        )
        self.call(who, "identity", "show", "--out", self.folder / f"{who}.id")

    def deliver(self, who: str, name: str, *words: str) -> Path:
        heap = self.folder / "heap"
        heap.mkdir(exist_ok=True)
        path = heap / name
        self.call(who, "package", "write", path, "--to", self.folder / "office.id", *words)
        return path


@pytest.mark.timeout(600)
def test_a_month_goes_round_and_the_decision_shows_on_the_envoys_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "MEMORY_KIB", 8192)
    monkeypatch.setattr(keys, "ITERATIONS", 1)
    people = People(tmp_path)
    office = people.call(
        "office", "office", "new", people.file("office"), "--unit", "市协调办", "--no-keyring"
    )
    people.call("office", "identity", "show", "--out", tmp_path / "office.id")
    assert len(office["words"].split()) == 8
    for n, who in enumerate(("张三", "李四", "王五"), 1):
        people.new(who, "卧龙区特派办" if n < 3 else "镇平县特派办")
        enrolled = people.call("office", "office", "enrol", tmp_path / f"{who}.id")
        assert (enrolled["name"], enrolled["trust_version"]) == (who, n + 1)
        people.call(who, "identity", "trust", tmp_path / "office.id")
        people.call(who, "project", "new", "--name", f"{who}的项目", "--investor", "甲公司",
                    "--target", "2027-06-01")  # fmt: skip
    # two good ones, one again under another name, one cut short, one forged, one of a stranger
    first = people.deliver("张三", "1.p")
    second = people.deliver("李四", "2.p")
    heap = first.parent
    (heap / "again.p").write_bytes(second.read_bytes())
    (heap / "cut.p").write_bytes(first.read_bytes()[:-2000])
    forge(people, "王五", heap / "forged.p")
    people.new("鬼", "不知何处")
    people.deliver("鬼", "stranger.p")
    got = people.call("office", "office", "import", heap)
    by_name = {Path(one["file"]).name: one for one in got["files"]}
    assert {name: (one["state"], one["reason"]) for name, one in by_name.items()} == {
        "1.p": ("in", None),
        "2.p": ("in", None),
        "again.p": ("again", None),
        "cut.p": ("set-aside", "package-damaged"),
        "forged.p": ("set-aside", "package-forged"),
        "stranger.p": ("set-aside", "sender-unknown"),
    }
    assert (got["in"], got["again"], got["set_aside"]) == (2, 1, 3)
    assert by_name["again.p"]["new"] == 0
    status = people.call("office", "office", "status")
    assert (status["delivered"], status["missing"]) == (2, 1)
    assert {one["reason"] for one in status["set_aside"]} == {
        "package-damaged", "package-forged", "sender-unknown",
    }  # fmt: skip
    late = next(one for one in status["envoys"] if not one["delivered"])
    assert (late["name"], late["last_at"], late["district"]) == ("王五", None, "镇平县")
    # moments are the city's: whoever cuts a day out of one finds the day of `since`
    came = [one["last_at"] for one in status["envoys"] if one["delivered"]]
    told = people.call("office", "package", "list")
    for at in (*came, *(one["at"] for one in (*status["set_aside"], *told))):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", at), at
    assert {one["district"]: one["delivered"] for one in status["districts"]} == {
        "卧龙区": 2, "镇平县": 0,
    }  # fmt: skip
    # the good file in the place of the cut one: it is set aside no longer
    (heap / "cut.p").write_bytes(first.read_bytes())
    people.call("office", "office", "import", heap / "cut.p")
    assert "package-damaged" not in {
        one["reason"] for one in people.call("office", "office", "status")["set_aside"]
    }
    # the meeting decides, the packages go back
    people.call("office", "office", "begin")
    for topic in ("甲事", "乙事"):
        item = people.call("office", "office", "item", topic)["id"]
    for to, place in (("0", 1), ("9", 2), ("1", 1)):
        assert people.call("office", "office", "move", item, "--to", to)["place"] == place
    topics = [one["topic"] for one in people.call("office", "office", "meeting")["agenda"]]
    assert topics == ["乙事", "甲事"]
    people.call(
        "office", "office", "decide", "--topic", "用地", "--decision", "月底前办结用地许可",
        "--lead", "市自然资源和规划局", "--due", "2026-11-25", "--project", "张三的项目",
    )  # fmt: skip
    back = people.call("office", "office", "return", tmp_path / "back")
    files = {one["name"]: one["files"][0] for one in back["packages"]}
    assert sorted(files) == ["张三", "李四", "王五"]
    for who in ("张三", "李四", "王五"):
        received = people.call(who, "package", "read", files[who])
        assert received["new"] > 0
    assert "月底前办结用地许可" in on_today(people, "张三")
    trusted = people.call("张三", "identity", "list")
    assert {one["name"] for one in trusted} >= {"张三", "李四", "王五", "市协调办"}
    # next month everybody has been heard, and the office knows what is acknowledged
    for who in ("张三", "李四", "王五"):
        path = people.deliver(who, f"{who}.p")
        assert people.call("office", "office", "import", path)["in"] == 1
    status = people.call("office", "office", "status")
    assert status["missing"] == 0
    assert [one["unacknowledged"] for one in status["envoys"]] == [0, 0, 0]
    # after one more round all show the same
    back = people.call("office", "office", "return", tmp_path / "back2")
    digests = {people.call("office", "workspace", "digest")["digest"]}
    for one in back["packages"]:
        people.call(one["name"], "package", "read", one["files"][0])
        digests.add(people.call(one["name"], "workspace", "digest")["digest"])
    assert len(digests) == 1


@pytest.mark.timeout(600)
def test_trust_ends_moves_and_comes_back_by_the_list(tmp_path: Path) -> None:
    people = People(tmp_path)
    people.call(
        "office", "office", "new", people.file("office"), "--unit", "市协调办", "--no-keyring"
    )
    people.call("office", "identity", "show", "--out", tmp_path / "office.id")
    for who in ("张三", "李四"):
        people.new(who, "卧龙区特派办")
        people.call("office", "office", "enrol", tmp_path / f"{who}.id")
        people.call(who, "identity", "trust", tmp_path / "office.id")
    people.call("office", "office", "import", people.deliver("李四", "1.p"))
    assert people.call("office", "office", "revoke", "李四")["trust_version"] == 4
    got = people.call("office", "office", "import", people.deliver("李四", "2.p"), exit=1)
    assert got["files"][0]["reason"] == "sender-revoked"
    # everybody hears of it by the list
    back = people.call("office", "office", "return", tmp_path / "back")
    (only,) = back["packages"]
    people.call("张三", "package", "read", only["files"][0])
    states = {one["name"]: one["state"] for one in people.call("张三", "identity", "list")}
    assert states["李四"] == "revoked"
    # 张三 loses his keys: a new workspace takes the place of the lost one
    people.new("三", "卧龙区特派办")
    people.call("office", "office", "enrol", tmp_path / "三.id", "--replaces", "张三")
    states = {
        one["name"]: one["state"] for one in people.call("office", "office", "status")["envoys"]
    }
    assert states == {"张三": "replaced", "李四": "revoked", "三": "active"}
    # another office comes after this one; envoys follow the last list
    people.call("office2", "office", "new", people.file("office2"), "--unit", "新协调办",
                "--no-keyring")  # fmt: skip
    people.call("office2", "identity", "show", "--out", tmp_path / "office2.id")
    people.call("office", "office", "hand-over", tmp_path / "office2.id")
    people.call("三", "identity", "trust", tmp_path / "office.id")
    back = people.call("office", "office", "return", tmp_path / "back3")
    people.call("三", "package", "read", back["packages"][0]["files"][0])
    states = {one["name"]: one["state"] for one in people.call("三", "identity", "list")}
    assert (states["市协调办"], states["新协调办"]) == ("replaced", "active")


def test_an_envoys_workspace_is_no_office(tmp_path: Path) -> None:
    people = People(tmp_path)
    people.new("张三", "卧龙区特派办")
    for words in (("status",), ("import", tmp_path), ("return", tmp_path / "x")):
        assert people.call("张三", "office", *words, exit=1)["error"]["rule"] == "not-an-office"


def test_an_identity_as_a_picture_of_its_code_is_enrolled(tmp_path: Path) -> None:
    people = People(tmp_path)
    people.call("office", "office", "new", people.file("office"), "--no-keyring")
    people.new("张三", "卧龙区特派办")
    shown = people.call("张三", "identity", "show", "--qr", tmp_path / "code.png")
    assert people.call("office", "office", "enrol", tmp_path / "code.png")["id"] == shown["id"]


def forge(people: People, who: str, path: Path) -> None:
    """A package in somebody's name whose signature is another's."""
    with now.turned(), opened(people.file(who)) as held, opened(people.file("office")) as office:
        Forger(Side(held, path.parent), Side(office, path.parent)).write("signed-by-other", path)


def opened(file: Path) -> Workspace:
    return Workspace.open(file, keys.unlock_by_passphrase(file, PASSPHRASE))


def on_today(people: People, who: str) -> str:
    """Everything that the envoy's Today has to say that is due soon."""
    day = date.fromisoformat(TODAY)
    with now.turned(), opened(people.file(who)) as held:
        now.set_today(day)
        with held.read() as reader:
            calendar = reference.calendar(reader)
            rows = today_rows(reader, day, calendar)
            said = read_today(rows, calendar, day, soon=3, stale_after=10)
            return " ".join(entry.title for entry in said.entries if entry.kind == "duty")
