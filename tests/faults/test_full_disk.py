"""A full disk while writing: its own message, and everything from before is still there."""

import json
import subprocess
import sys
from pathlib import Path

from envoy_desktop.store import changelog
from envoy_desktop.store.workspace import Workspace

CHILD = """
import json, resource, sys
from pathlib import Path
from envoy_desktop.casework import projects
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.store.workspace import Workspace
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
workspace = Workspace.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
workspace.do(projects.create, name="before")
most = Path(sys.argv[1]).stat().st_size + 200_000
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
done = 0
try:
    while True:
        workspace.do(projects.create, name=f"n{done}", summary="长" * 4000)
        done += 1
except Trouble as trouble:
    print(json.dumps({"rule": trouble.rule, "kind": type(trouble).__name__, "done": done}))
"""


def test_a_full_disk_has_its_own_message_and_loses_nothing(
    file: Path, key: bytes, root: Path
) -> None:
    told = json.loads(
        subprocess.run(
            [sys.executable, "-c", CHILD, str(file), key.hex()],
            capture_output=True,
            text=True,
            check=True,
            cwd=root,
        ).stdout
    )
    assert told["kind"] == "SystemFailed"
    assert told["rule"] in ("disk-full", "disk-error")
    assert told["done"] > 0
    with Workspace.open(file, key) as opened, opened.read() as reader:
        names = {row[0] for row in reader.rows("SELECT name FROM project")}
        assert names == {"before", *(f"n{n}" for n in range(told["done"]))}
        assert changelog.verify(reader) == []
        assert reader.rows("PRAGMA integrity_check") == [("ok",)]
