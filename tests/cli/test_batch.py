"""A batch: one process, one transaction a line, and what each line came to."""

import io
import json
import sys

import pytest

CODE = "卧龙产业园/GH-XK"


def batch(envoy, tmp_path, *lines, options=()):
    file = tmp_path / "lines.txt"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return envoy(*options, "batch", file)


def results(called):
    return [json.loads(line) for line in called.out.splitlines()]


def test_each_line_is_one_result_and_blank_lines_and_remarks_give_none(envoy, tmp_path):
    done = batch(
        envoy, tmp_path,
        "# the course of one procedure",
        "",
        f"procedure record {CODE} filed --on 2026-11-18",
        "   # indented",
        f'procedure record "{CODE}" correction_notice --on 2026-11-19 --items "总平面图; 日 照"',
        f"envoy procedure show {CODE}",
        options=["--json"],
    )  # fmt: skip
    assert done.exit == 0
    filed, noticed, shown = results(done)
    assert {"ok": True, "exit": 0, "message": ""}.items() <= filed.items()
    assert filed["result"]["procedure"]["state"] == "filed"
    assert noticed["result"]["procedure"]["events"][1]["items"] == ["总平面图", "日 照"]
    assert shown["result"]["state"] == "correcting"


def test_it_goes_on_after_a_refusal_and_ends_with_the_first_failures_code(envoy, tmp_path):
    done = batch(
        envoy, tmp_path,
        f"procedure record {CODE} filed --on 2026-11-02",
        f"procedure record {CODE} exploded",
        f"procedure record {CODE} accepted --on 2027-01-01",
        'obstacle log "没有配对',
        "project show 没有的项目",
        f"procedure record {CODE} accepted --on 2026-11-03",
        options=["--json"],
    )  # fmt: skip
    assert done.exit == 2
    assert [(one["ok"], one["exit"]) for one in results(done)] == [
        (True, 0), (False, 2), (False, 1), (False, 2), (False, 1), (True, 0),
    ]  # fmt: skip
    refused = results(done)[2]
    assert refused["result"] is None
    assert refused["message"]
    assert refused["error"]["rule"] == "date-in-future"
    assert envoy("--json", "procedure", "show", CODE).json["accepted"] == "2026-11-03"


def test_stop_stops_at_the_first_failure_and_keeps_what_came_before(envoy, tmp_path):
    file = tmp_path / "lines.txt"
    file.write_text(
        f"procedure record {CODE} filed --on 2026-11-18\nproject show nichts\n"
        f"procedure record {CODE} accepted --on 2026-11-19\n", "utf-8",
    )  # fmt: skip
    done = envoy("--json", "batch", file, "--stop")
    assert done.exit == 1
    assert [one["ok"] for one in results(done)] == [True, False]
    assert envoy("--json", "procedure", "show", CODE).json["state"] == "filed"


def test_nothing_is_expanded(envoy, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "expanded")
    done = batch(envoy, tmp_path, "obstacle log '$SECRET ~ * `id` a\\b'", options=["--json"])
    assert done.exit == 0, done.err
    assert results(done)[0]["result"]["text"] == "$SECRET ~ * `id` a\\b"


def test_a_day_on_a_line_holds_for_that_line_alone(envoy, tmp_path):
    done = batch(
        envoy, tmp_path,
        "workspace info --today 2026-01-05",
        f"procedure record {CODE} filed",
        options=["--json"],
    )  # fmt: skip
    first, second = results(done)
    assert first["result"]["today"] == "2026-01-05"
    assert second["result"]["procedure"]["filed"] == "2026-11-23"


def test_lines_come_from_standard_input_too(envoy, monkeypatch):
    class Stdin:
        buffer = io.BytesIO("\ufeffproject list\r\nproject list\r\n".encode())

    monkeypatch.setattr(sys, "stdin", Stdin())
    done = envoy("--json", "batch", "-")
    assert done.exit == 0, done.err
    assert [len(one["result"]) for one in results(done)] == [1, 1]


def test_a_person_reads_each_answer_and_the_number_of_a_failed_line(envoy, tmp_path):
    done = batch(envoy, tmp_path, "project list", "project show nichts")
    assert done.exit == 1
    assert "卧龙产业园" in done.out
    assert "第 2 行" in done.err


def test_help_and_a_long_list_are_results_too(envoy, tmp_path):
    done = batch(envoy, tmp_path, "procedure list", "procedure --help", options=["--json"])
    listed, helped = results(done)
    assert len(listed["result"]) > 10
    assert (helped["ok"], helped["result"]) == (True, None)
    assert "envoy procedure" in helped["message"]


@pytest.mark.parametrize("content", [b"\xff\xfe bad", None])
def test_a_file_that_cannot_be_read_is_told(envoy, tmp_path, content):
    file = tmp_path / "lines.txt"
    if content is not None:
        file.write_bytes(content)
    told = envoy("--json", "batch", file)
    rule = told.json["error"]["rule"]
    assert (told.exit, rule) == ((1, "not-utf-8") if content else (5, "file-unreadable"))


def test_a_batch_in_a_batch_is_wrong_usage(envoy, tmp_path):
    assert batch(envoy, tmp_path, "batch x").exit == 2


def test_one_process_opens_the_workspace_once(envoy, tmp_path, monkeypatch):
    from envoy_desktop.store import keys

    opened: list[object] = []
    unlock = keys.unlock_by_passphrase
    monkeypatch.setattr(
        keys, "unlock_by_passphrase", lambda *of: (opened.append(of), unlock(*of))[1]
    )
    assert batch(envoy, tmp_path, *["project list"] * 5).exit == 0
    assert len(opened) == 1
