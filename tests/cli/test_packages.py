"""Two people exchange packages from the command line alone."""

from pathlib import Path

import pytest

from tests.cli.conftest import PASSPHRASE, Called, in_process


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pass").write_text(PASSPHRASE, "utf-8")
    monkeypatch.setenv("ENVOY_PASSPHRASE_FILE", str(tmp_path / "pass"))
    monkeypatch.delenv("ENVOY_WORKSPACE", raising=False)
    for name in "ab":
        made = in_process(
            "workspace", "new", tmp_path / f"{name}.envoy", "--name", f"人{name}", "--unit", "单位",
            "--no-keyring", "--json",
        )  # fmt: skip
        assert made.exit == 0, made.err
        assert say(tmp_path, name, "identity", "show", "--out", tmp_path / f"{name}.id").exit == 0
    assert say(tmp_path, "a", "identity", "trust", tmp_path / "b.id").exit == 0
    assert say(tmp_path, "b", "identity", "trust", tmp_path / "a.id").exit == 0
    return tmp_path


def say(folder: Path, who: str, *words: object) -> Called:
    return in_process("--workspace", folder / f"{who}.envoy", "--json", *words)


def send(folder: Path, sender: str, to: str, name: str) -> dict[str, int]:
    path = folder / name
    written = say(folder, sender, "package", "write", path, "--to", folder / f"{to}.id")
    assert written.exit == 0, written.err
    read = say(folder, to, "package", "read", path)
    assert read.exit == 0, read.err
    return read.json


def digest(folder: Path, who: str) -> str:
    return str(say(folder, who, "workspace", "digest").json["digest"])


def test_a_conflict_is_seen_by_both_and_settled_for_both(people: Path):
    say(people, "a", "project", "new", "--name", "甲项目", "--investor", "甲公司")
    plan = say(people, "a", "plan", "generate", "甲项目").json
    procedure = plan["procedures"][0]["id"]
    assert send(people, "a", "b", "1.p")["new"] > 0
    assert digest(people, "a") == digest(people, "b")
    for who, days in (("a", 11), ("b", 22)):
        assert say(people, who, "procedure", "set", procedure, "--plan-limit", days).exit == 0
    assert send(people, "b", "a", "2.p")["conflicts"] == 1
    assert send(people, "a", "b", "3.p")["conflicts"] == 1
    assert digest(people, "a") == digest(people, "b")
    (one,) = say(people, "b", "conflict", "list").json
    assert [(s["value"], s["who"]) for s in one["siblings"]] == [(11, "人a"), (22, "人b")]
    assert say(people, "b", "conflict", "settle", one["id"], "--take", 1).json["value"] == 11
    assert say(people, "b", "conflict", "settle", one["id"], "--take", 1).exit == 1
    assert send(people, "b", "a", "4.p")["conflicts"] == 0
    assert say(people, "a", "conflict", "list").json == []
    assert digest(people, "a") == digest(people, "b")
    for who in "ab":
        assert say(people, who, "workspace", "check").exit == 0


def test_a_conflict_may_be_settled_by_another_value(people: Path):
    say(people, "a", "project", "new", "--name", "甲项目", "--investor", "甲公司")
    procedure = say(people, "a", "plan", "generate", "甲项目").json["procedures"][0]["id"]
    send(people, "a", "b", "1.p")
    say(people, "a", "procedure", "set", procedure, "--plan-limit", 11)
    say(people, "b", "procedure", "set", procedure, "--plan-limit", 22)
    send(people, "b", "a", "2.p")
    (one,) = say(people, "a", "conflict", "list").json
    assert say(people, "a", "conflict", "settle", one["id"], "--value", "很久").exit == 1
    assert say(people, "a", "conflict", "settle", one["id"]).exit == 2
    assert say(people, "a", "conflict", "settle", one["id"], "--value", "15").json["value"] == 15


def test_a_conflict_of_a_project_s_details_can_be_settled(people: Path):
    project = say(people, "a", "project", "new", "--name", "甲项目", "--investor", "甲").json["id"]
    send(people, "a", "b", "1.p")
    for who, area in (("a", 100), ("b", 300)):  # both enter it first: one object of two makers
        assert say(people, who, "project", "set", project, "--attr", f"area_m2={area}").exit == 0
    assert send(people, "b", "a", "2.p")["conflicts"] == 1
    (one,) = say(people, "a", "conflict", "list").json
    assert say(people, "a", "history", one["object"]).exit == 0
    assert say(people, "a", "conflict", "settle", one["id"], "--take", 1).json["value"] == "100"
    assert send(people, "a", "b", "3.p")["conflicts"] == 0
    shown = say(people, "b", "project", "show", project).json
    assert shown["attributes"]["area_m2"] == "100"
    assert digest(people, "a") == digest(people, "b")


def test_a_bad_file_among_good_ones_is_told_and_the_good_ones_go_in(people: Path):
    bad = people / "bad.p"
    bad.write_bytes(b"nothing")
    say(people, "a", "package", "write", people / "1.p", "--to", people / "b.id")
    before = digest(people, "b")
    read = say(people, "b", "package", "read", bad)
    assert (read.exit, read.json["error"]["rule"]) == (1, "not-a-package")
    assert digest(people, "b") == before
    seen = say(people, "b", "package", "inspect", people / "1.p").json
    assert (seen["trust"], seen["read_before"]) == ("active", False)
    both = say(people, "b", "package", "read", bad, people / "1.p")
    assert both.exit == 1
    assert both.json["new"] == seen["new"]
