"""The demo city opens for everyone; long lists go out row by row; lines fit a terminal's cells."""

import io
import shutil
from pathlib import Path

import pytest

from envoy_desktop import demo
from envoy_desktop.cli import answer, tables
from envoy_desktop.store import keys
from envoy_desktop.store.workspace import Workspace
from tests.cli.conftest import PASSPHRASE, in_process


@pytest.fixture
def quick_city(template: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The demo written by copying the template; gives with what it was asked for."""
    asked: list[tuple[int, int]] = []

    def write(path: Path, *, seed: int = 1, scale: int = 1, progress: object = None) -> Workspace:
        shutil.copyfile(template, path)
        shutil.copyfile(f"{template}.keys", f"{path}.keys")
        made = Workspace.open(path.absolute(), keys.unlock_by_passphrase(path, PASSPHRASE))
        keys.change_passphrase(path, made.key, demo.PASSPHRASE)
        asked.append((seed, scale))
        return made

    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(demo, "write", write)
    monkeypatch.delenv("ENVOY_PASSPHRASE_FILE", raising=False)
    return asked


def test_a_demo_opens_without_any_passphrase(quick_city, tmp_path):
    made = in_process("--json", "demo", tmp_path / "d.envoy", "--seed", "7", "--scale", "2")
    assert made.exit == 0, made.err
    assert quick_city == [(7, 2)]
    assert made.json["counts"]["project"] == 1
    assert demo.PASSPHRASE in made.err
    listed = in_process("--workspace", tmp_path / "d.envoy", "--json", "project", "list")
    assert listed.exit == 0, listed.err
    assert len(listed.json) == 1


def test_a_demo_takes_a_passphrase_of_ones_own(quick_city, tmp_path):
    (tmp_path / "pw").write_text("another horse 11")
    own = ("--passphrase-file", tmp_path / "pw")
    made = in_process("demo", tmp_path / "d.envoy", *own)
    assert made.exit == 0, made.err
    assert demo.PASSPHRASE not in made.err
    at = ("--workspace", tmp_path / "d.envoy", "project", "list")
    assert in_process(*at).exit == 3
    assert in_process(*at, *own).exit == 0


def test_a_city_half_written_is_taken_away_again(monkeypatch, tmp_path):
    def stop(*_given: object) -> None:
        assert (tmp_path / "d.envoy").is_file()
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_play", stop)
    stopped = in_process("demo", tmp_path / "d.envoy")
    assert stopped.exit == 130
    assert list(tmp_path.iterdir()) == []


def test_slots_that_lost_their_file_are_left_alone(tmp_path):
    slots = tmp_path / "d.envoy.keys"
    slots.write_text("the only way back into a backup")
    told = in_process("--json", "demo", tmp_path / "d.envoy")
    assert (told.exit, told.json["error"]["rule"]) == (1, "file-exists")
    assert slots.exists()


@pytest.mark.parametrize("scale", ["0", "10001", "-1"])
def test_a_scale_that_is_none_is_refused(quick_city, tmp_path, scale):
    told = in_process("--json", "demo", tmp_path / "d.envoy", "--scale", scale)
    assert (told.exit, told.json["error"]["rule"]) == (1, "bad-scale")
    assert quick_city == []


def test_the_published_passphrase_is_strong_enough_to_be_taken():
    assert keys.strength(demo.PASSPHRASE) > 0


@pytest.mark.parametrize("n", [0, 1, 3])
def test_a_long_list_is_written_row_by_row_and_is_one_document(n):
    import json

    out = io.StringIO()
    taken: list[str] = []

    def rows():
        for place in range(n):
            taken.append(out.getvalue())
            yield {"n": place}

    answer.write_json(rows(), out)
    assert json.loads(out.getvalue()) == [{"n": place} for place in range(n)]
    assert len(set(taken)) == len(taken)  # each row was out before the next was asked for


def test_a_chinese_character_is_two_cells_wide():
    assert tables.width("a中") == 3
    lines = list(tables.table(("甲", "b"), [("中文", "1"), ("x", "2")]))
    assert lines == ["甲    b", "中文  1", "x     2"]
    assert list(tables.table(("甲",), [])) == []


def test_what_was_typed_breaks_no_line_and_moves_no_cursor():
    lines = list(tables.table(("甲", "乙"), [("一\n二\x1b[2J", "三")]))
    assert len(lines) == 2
    assert all(line.isprintable() for line in lines)


def test_text_is_broken_by_cells_and_no_line_begins_with_a_closing_mark():
    lines = list(tables.wrapped("先核验备份，再换下现在的 workspace 文件，旧文件留在旁边。", 12))
    assert all(tables.width(line) <= 14 for line in lines)
    assert not [line for line in lines if line[0] in "，。"]
    assert "".join(lines).replace(" ", "") == (
        "先核验备份，再换下现在的workspace文件，旧文件留在旁边。"
    )


def test_lamps_are_told_apart_by_shape(monkeypatch):
    shapes = {tables.lamp(code)[0] for code in ("green", "yellow", "red")}
    assert shapes == {"●", "◆", "▲"}
    monkeypatch.setattr(tables, "colours", lambda: True)
    assert tables.coloured("▲x") == "\x1b[31m▲\x1b[0mx"
