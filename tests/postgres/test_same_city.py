"""The same city in a file and in a database: every list and page says the same."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from envoy_desktop import demo, now
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.words import ids

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[2]


def questions(workspace: Workspace) -> list[str]:
    """Commands that look at everything there is."""
    with workspace.read() as reader:
        found = {
            kind: [ids.show(row[0]) for row in reader.rows(f"SELECT id FROM {kind} ORDER BY id")]
            for kind in ("project", "procedure", "obstacle", "memo")
        }
    asked = [
        "project list", "procedure list", "procedure list --lamp red",
        "procedure list --lamp yellow", "procedure list --sort red_on",
        "obstacle list", "duty list", "memo list", "catalogue list", "contact list",
        "mandate list", "rating list", "call list", "commitment list",
        "stats departments", "stats items", "conflict list",
    ]  # fmt: skip
    for id in found["project"]:
        asked += [f"{act} {id}" for act in ("project show", "plan show")]
        asked += [f"{act} --project {id}" for act in ("procedure list", "milestone list")]
    asked += [f"procedure show {id}" for id in found["procedure"][::13]]
    for id in found["obstacle"][:10]:
        asked += [f"obstacle show {id}", f"history {id}"]
    return [*asked, *(f"memo show {id}" for id in found["memo"]), "workspace digest"]


def answers(file: Path, script: Path, home: Path) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-m", "envoy_desktop.cli", "--workspace", str(file),
         "--passphrase-file", str(script.with_name("passphrase")), "--json",
         "--today", TODAY.isoformat(), "batch", str(script)],
        capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "HOME": str(home)},
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.timeout(600)
def test_a_city_in_a_database_answers_as_one_in_a_file(database: str, tmp_path: Path) -> None:
    file, shared = tmp_path / "file.envoy", tmp_path / "shared.envoy"
    with now.turned():
        now.set_today(TODAY)
        with demo.write(file) as workspace:
            asked = questions(workspace)
        demo.write(shared, database=database).close()
    script = tmp_path / "script"
    script.write_text("\n".join(asked) + "\n", "utf-8")
    script.with_name("passphrase").write_text(demo.PASSPHRASE, "utf-8")
    one, other = (answers(path, script, tmp_path) for path in (file, shared))
    assert len(one) == len(other) == len(asked)
    different = [q for q, a, b in zip(asked, one, other, strict=True) if a != b]
    assert different == []
    assert [q for q, a in zip(asked, one, strict=True) if not a["ok"]] == []  # type: ignore[index]
