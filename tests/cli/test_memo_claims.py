"""Claims and hearings for scripts: stale sentences are told, refreshed; departments are heard."""

from pathlib import Path

import pytest

from tests.cli.conftest import Call


@pytest.fixture
def draft(envoy: Call, permit: str) -> str:
    """A request of an obstacle on the permit."""
    logged = envoy("--json", "obstacle", "log", "窗口退件", "--procedure", permit).json["id"]
    made = envoy(
        "--json", "memo", "draft", "--kind", "request", "--obstacles", logged, "--issuer", "周建国",
        "--addressee", "市人民政府", "--contact", "李明，13800000000", "--organ", "市政府办公室",
    )  # fmt: skip
    assert made.exit == 0, made.err
    id = made.json["id"]
    assert isinstance(id, str)
    return id


def test_a_changed_fact_is_told_and_taken(envoy: Call, draft: str) -> None:
    before = envoy("--json", "memo", "show", draft).json["claims"]
    assert before
    assert not any(claim["stale"] for claim in before)
    decided = envoy("procedure", "record", "卧龙产业园/GH-XK", "decided", "--on", "2026-11-20")
    assert decided.exit == 0, decided.err
    stale = [c for c in envoy("--json", "memo", "show", draft).json["claims"] if c["stale"]]
    assert all(c["stale"] == "fact" and c["facts"] for c in stale)
    done = envoy("--json", "memo", "refresh", draft).json
    assert [c["n"] for c in done["taken"]] == [c["n"] for c in stale]
    shown = envoy("--json", "memo", "show", draft).json
    assert "2026年11月20日作出决定" in shown["text"]
    assert not any(claim["stale"] for claim in shown["claims"])


def test_ones_own_words_are_left_and_named(envoy: Call, draft: str, tmp_path: Path) -> None:
    text = envoy("--json", "memo", "show", draft).json["text"]
    mine = tmp_path / "a.txt"
    mine.write_text(text.replace("未作出决定", "仍未作出决定"))
    assert envoy("memo", "edit", draft, "--from", mine).exit == 0
    envoy("procedure", "record", "卧龙产业园/GH-XK", "decided", "--on", "2026-11-20")
    done = envoy("memo", "refresh", draft)
    assert "仍未作出决定" in done.err
    assert "仍未作出决定" in envoy("memo", "show", draft).out


def test_a_department_is_heard(envoy: Call, draft: str) -> None:
    hints = {f["rule"] for f in envoy("--json", "memo", "show", draft).json["findings"]}
    assert "not-heard" in hints
    done = envoy(
        "memo", "hear", draft, "--department", "市自然资源和规划局", "--asked", "2026-11-19",
        "--statement", "本周内办结", "--on", "2026-11-20",
    )  # fmt: skip
    assert done.exit == 0, done.err
    shown = envoy("--json", "memo", "show", draft).json
    assert "not-heard" not in {f["rule"] for f in shown["findings"]}
    assert shown["hearings"][0]["answered"] == "2026-11-20"
    assert "（2026年11月20日）：本周内办结。" in shown["text"]


def test_a_hearing_says_something(envoy: Call, draft: str) -> None:
    done = envoy("--json", "memo", "hear", draft, "--department", "市自然资源和规划局")
    assert done.exit
    assert done.json["error"]["rule"] == "hearing-incomplete"


def test_issue_hints_and_goes_on(envoy: Call, draft: str) -> None:
    done = envoy("--json", "memo", "issue", draft)
    assert done.exit == 0, done.err
    assert "not-heard" in {hint["rule"] for hint in done.json["hints"]}


def test_a_figure_lives_in_a_draft_until_issue(envoy: Call, draft: str) -> None:
    """The sentence is a claim like the others: stale when a case is added, taken by refresh."""
    department = envoy("--json", "procedure", "show", "卧龙产业园/GH-XK").json["department"]
    said = envoy("--json", "memo", "insert-figure", draft, "--department", department)
    assert said.exit == 0, said.err
    assert said.json["sentence"] in envoy("--json", "memo", "show", draft).json["text"].replace(
        "\\", ""
    )
    mine = (said.json["n"], said.json["note_n"])

    def claims() -> dict[int, dict[str, object]]:
        found = envoy("--json", "memo", "show", draft).json["claims"]
        return {c["n"]: c for c in found if c["n"] in mine}

    assert [c["stale"] for c in claims().values()] == [None, None]
    ended = envoy("procedure", "record", "卧龙产业园/GH-XK", "decided", "--on", "2026-11-20")
    assert ended.exit == 0, ended.err
    envoy("procedure", "record", "卧龙产业园/GH-XK", "delivered", "--on", "2026-11-20")
    assert claims()[mine[0]]["stale"] == "fact"
    assert "其中在办" not in str(claims()[mine[0]]["now"])
    envoy("memo", "refresh", draft)
    assert claims()[mine[0]]["stale"] is None
    assert str(claims()[mine[0]]["sentence"]) == claims()[mine[0]]["stands"]


def test_a_figure_without_cases_is_refused(envoy: Call, draft: str) -> None:
    empty = envoy(
        "--json", "memo", "insert-figure", draft, "--department", "ziran", "--from", "2030-01-01"
    )
    assert (empty.exit, empty.json["error"]["rule"]) == (1, "no-cases")
