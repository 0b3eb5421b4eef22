"""With a real keyring at hand no passphrase is asked for (`dev.py test` starts one)."""

import pytest

from envoy_desktop.store import keys
from tests.cli.conftest import PASSPHRASE, in_process


@pytest.mark.keyring
def test_a_workspace_in_the_keyring_opens_by_itself(tmp_path, monkeypatch):
    for name in ("ENVOY_PASSPHRASE_FILE", "ENVOY_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    (tmp_path / "pw").write_text(PASSPHRASE)
    at = ("--workspace", tmp_path / "k.envoy")
    new = ("workspace", "new", tmp_path / "k.envoy", "--name", "李", "--unit", "办")
    made = in_process("--json", *new, "--passphrase-file", tmp_path / "pw")
    assert made.exit == 0, made.err
    assert made.json["keyring"] is True
    assert in_process(*at, "project", "list").exit == 0
    plain = ("workspace", "new", tmp_path / "p.envoy", "--name", "李", "--unit", "办")
    made = in_process("--json", *plain, "--no-keyring", "--passphrase-file", tmp_path / "pw")
    assert made.json["keyring"] is False
    told = in_process("--json", "--workspace", tmp_path / "p.envoy", "project", "list")
    assert (told.exit, told.json["error"]["rule"]) == (3, "keyring-not-used")
