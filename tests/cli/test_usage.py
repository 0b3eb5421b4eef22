"""Wrong usage is exit 2 in our own words; help stands at every level; global options anywhere."""

import re

import click
import pytest

from envoy_desktop import words
from envoy_desktop.cli import speech
from envoy_desktop.cli.grammar import Argument, Group, Option
from envoy_desktop.cli.program import envoy as program
from tests.cli.conftest import in_process, process


def every_command() -> list[str]:
    """All commands, as they are typed after `envoy`."""
    found = [""]
    context = click.Context(program)
    for noun in program.list_commands(context):
        command = program.get_command(context, noun)
        found.append(noun)
        if isinstance(command, Group):
            found += [f"{noun} {verb}" for verb in command.list_commands(context)]
    return found


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        ("procedure lst", "no-such-command"),
        ("bogus", "no-such-command"),
        ("procedure", "missing-command"),
        ("", "missing-command"),
        ("procedure show", "missing-value"),
        ("project new --name 甲", "missing-value"),
        ("procedure show x y", "extra-argument"),
        ("procedure list --bogus", "no-such-option"),
        ("procedure list --project", "bad-option"),
        ("project list --closed=yes", "bad-option"),
        ("procedure record x exploded", "unknown-event"),
        ("procedure record x filed --on 2026-02-30", "no-such-date"),
        ("procedure record x filed --on 20260203", "bad-date"),
        ("procedure record x filed --announced viele", "bad-number"),
        ("--today 2026-13-01 project list", "no-such-date"),
        ("calendar deadline --from 2026-02-29 --days 5", "no-such-date"),
        ("calendar deadline --from 2026-02-28 --days 5 --unit week", "unknown-value"),
        ("procedure list --limit -1", "bad-number"),
        ("procedure list --lamp blue", "unknown-value"),
        ("memo draft --kind novel", "unknown-memo-kind"),
        ("memo draft --kind request --obstacles", "bad-option"),
        ("obstacle log 文字 --kind novel", "unknown-obstacle-kind"),
        ("project set x --attr area_m2", "bad-pair"),
        ("project list", "no-workspace-named"),
        ("restore x", "no-workspace-named"),
    ],
)
def test_wrong_usage_is_exit_2_with_a_worded_reason(arguments, rule, monkeypatch):
    monkeypatch.delenv("ENVOY_WORKSPACE", raising=False)
    plain = in_process(*arguments.split())
    assert (plain.exit, plain.out) == (2, "")
    assert not re.search("Error|Usage|Invalid|Missing|Try", plain.err), plain.err
    assert re.search("[\u4e00-\u9fff]", plain.err)
    told = in_process("--json", *arguments.split())
    assert told.exit == 2
    assert told.json["error"]["rule"] == rule
    assert told.json["error"]["message"]
    assert told.json["error"]["next"]
    assert told.err == plain.err


def test_text_in_another_encoding_is_wrong_usage(envoy):
    mistyped = b"\xd5\xcf\xb0\xad".decode("utf-8", "surrogateescape")  # GBK for 障碍
    told = envoy("--json", "obstacle", "log", mistyped)
    assert (told.exit, told.json["error"]["rule"]) == (2, "not-utf-8-text")


def test_a_mistyped_word_is_met_with_the_one_that_was_meant():
    assert "project" in in_process("projekt").err
    assert "--lamp" in in_process("procedure", "list", "--lmap", "red").err


@pytest.mark.parametrize("command", every_command())
def test_help_stands_at_every_level_and_says_what_every_word_is(command):
    shown = in_process(*command.split(), "--help")
    assert shown.exit == 0
    assert shown.err == ""
    assert f"envoy {command}".rstrip() in shown.out.split("\n")[0]
    assert not re.search("Options|Usage|Commands|Show this", shown.out)
    for option in ("--workspace", "--json", "--today", "--passphrase-file", "--help"):
        assert option in shown.out
    context = click.Context(program)
    found: click.Command = program
    for word in command.split():
        assert isinstance(found, Group)
        found = found.get_command(context, word) or found
    for parameter in found.params:
        told = parameter.told if isinstance(parameter, Argument) else parameter.help
        assert told, parameter.name
        if isinstance(parameter, Option):
            assert parameter.opts[0] in shown.out


def test_no_help_line_is_wider_than_the_terminal(monkeypatch):
    from envoy_desktop.cli.tables import width

    monkeypatch.setenv("COLUMNS", "72")
    for command in every_command():
        for line in in_process(*command.split(), "--help").out.split("\n"):
            assert width(line) <= 72 or " " not in line.strip(), line


@pytest.mark.parametrize(
    "arguments",
    [
        "--json --today {day} --workspace {city} --passphrase-file {pw} project list",
        "project --json --today {day} --workspace {city} --passphrase-file {pw} list",
        "project list --json --today {day} --workspace {city} --passphrase-file {pw}",
        "project list --json --today={day} --workspace={city} --passphrase-file={pw}",
    ],
)
def test_global_options_stand_before_the_noun_and_after_the_verb(arguments, city, monkeypatch):
    monkeypatch.delenv("ENVOY_WORKSPACE")
    monkeypatch.delenv("ENVOY_PASSPHRASE_FILE")
    filled = arguments.format(day="2026-11-23", city=city, pw=city.with_name("pw"))
    listed = in_process(*filled.split())
    assert listed.exit == 0, listed.err
    assert [row["name"] for row in listed.json] == ["卧龙产业园"]
    assert "2026-11-23" in listed.err  # the day tried out is said, beside the list


def test_the_day_tried_out_is_shown(envoy):
    assert envoy("--json", "project", "show", "卧龙产业园").json["today"] == "2026-11-23"
    assert "2026-11-23" in envoy("project", "show", "卧龙产业园").out.split("\n")[0]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh_CN"),
        ({"LANG": "C.UTF-8"}, "zh_CN"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "de:en"}, "en"),
        ({"LANG": "en_US.UTF-8", "ENVOY_LANGUAGE": "zh_CN"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "ENVOY_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale_chinese_by_default(environment, language, monkeypatch):
    chosen: list[str] = []
    monkeypatch.setattr(words, "set_language", chosen.append)
    speech.choose(environment)
    assert chosen == [language]


def test_the_version_is_told_before_the_parser_is_loaded():
    told = process(
        "--version", code="import sys, atexit\natexit.register(lambda: print(*sys.modules))"
    )
    assert told.exit == 0
    version, modules = told.out.strip().split("\n")
    assert re.fullmatch(r"envoy \d+\.\d+\.\d+\S*", version)
    assert not {"click", "envoy_desktop.cli.running", "argparse"} & {*modules.split()}


def test_one_procedure_is_shown_without_the_heavy_libraries(city):
    loud = "import sys, atexit\natexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    shown = process("procedure", "show", "卧龙产业园/GH-XK", "--json", code=loud)
    assert shown.exit == 0, shown.err
    heavy = {"sqlalchemy", "PySide6", "reportlab", "alembic", "pypinyin", "numpy", "keyring"}
    assert not heavy & {*shown.err.split()}


def test_completion_knows_nouns_verbs_options_and_events(city):
    def completed(words: str) -> list[str]:
        line = ["envoy", *words.split(" ")]
        asked = process(env={
            "_ENVOY_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(line),
            "COMP_CWORD": str(len(line) - 1),
        })  # fmt: skip
        return [item.split(",")[-1] for item in asked.out.split()]

    assert completed("proc") == ["procedure"]
    assert completed("procedure rec") == ["record"]
    assert completed("procedure record x acc") == ["accepted"]
    assert "--announced" in completed("procedure record x filed --ann")
    script = in_process("completion", "bash")
    assert (script.exit, script.err) == (0, "")
    assert "_ENVOY_COMPLETE" in script.out
