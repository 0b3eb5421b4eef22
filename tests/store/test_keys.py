"""The key's slots: what opens, what does not, and that each fault has its own message."""

import json
import os
from pathlib import Path

import pytest

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import keys
from envoy_desktop.store.troubles import Damaged, NoKey, SystemFailed
from envoy_desktop.store.workspace import Workspace
from tests.store.conftest import PASSPHRASE


def test_the_passphrase_opens_and_another_does_not(file: Path, key: bytes) -> None:
    assert keys.unlock_by_passphrase(file, PASSPHRASE) == key
    with pytest.raises(NoKey) as refused:
        keys.unlock_by_passphrase(file, PASSPHRASE + "x")
    assert refused.value.rule == "wrong-passphrase"


def test_the_same_words_from_another_input_method_open_too(file: Path, key: bytes) -> None:
    full_width = PASSPHRASE.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    assert full_width != PASSPHRASE
    assert keys.unlock_by_passphrase(file, full_width) == key


def test_a_new_passphrase_closes_the_old_one_and_keeps_the_data(file: Path, key: bytes) -> None:
    keys.change_passphrase(file, key, "江山多娇 8848")
    assert keys.unlock_by_passphrase(file, "江山多娇 8848") == key
    with pytest.raises(NoKey):
        keys.unlock_by_passphrase(file, PASSPHRASE)
    Workspace.open(file, key).close()


@pytest.mark.parametrize(
    ("name", "value"),
    [("memory_kib", 10**9), ("iterations", 0), ("lanes", "4"), ("salt", "AA=="), ("sealed", "?")],
)
def test_parameters_out_of_range_are_refused_before_they_are_used(
    file: Path, name: str, value: object
) -> None:
    slots = json.loads(keys.key_file(file).read_text())
    slots["slots"][0][name] = value
    keys.key_file(file).write_text(json.dumps(slots))
    with pytest.raises(Damaged) as refused:
        keys.unlock_by_passphrase(file, PASSPHRASE)
    assert refused.value.rule == "slots-damaged"


def test_a_weakened_parameter_does_not_open(file: Path) -> None:
    slots = json.loads(keys.key_file(file).read_text())
    slots["slots"][0]["iterations"] = 1
    keys.key_file(file).write_text(json.dumps(slots))
    with pytest.raises(NoKey):
        keys.unlock_by_passphrase(file, PASSPHRASE)


def test_without_slots_the_file_is_not_ours(file: Path) -> None:
    keys.key_file(file).unlink()
    with pytest.raises(Damaged) as refused:
        keys.unlock_by_passphrase(file, PASSPHRASE)
    assert refused.value.rule == "no-slots"


def test_a_keyring_that_is_redirected_by_the_environment_is_not_used(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = json.loads(keys.key_file(file).read_text())
    slots["slots"].append({"kind": "keyring", "service": keys.SERVICE})
    keys.key_file(file).write_text(json.dumps(slots))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(NoKey) as refused:
        keys.unlock_by_keyring(file)
    assert refused.value.rule == "no-keyring-service"


@pytest.mark.keyring
def test_a_real_keyring_keeps_the_key_and_a_missing_entry_makes_no_new_one(tmp_path: Path) -> None:
    import keyring

    path = tmp_path / "k.envoy"
    with Workspace.create(path, PASSPHRASE, name="李") as made:
        key = made.key
    assert keys.read(path).keyring
    assert keys.unlock_by_keyring(path) == key
    keyring.delete_password(keys.SERVICE, keys.read(path).workspace)
    with pytest.raises(NoKey) as refused:
        keys.unlock_by_keyring(path)
    assert refused.value.rule == "keyring-entry-missing"
    keys.put_into_keyring(path, keys.unlock_by_passphrase(path, PASSPHRASE))
    assert keys.unlock_by_keyring(path) == key


def test_a_weak_passphrase_makes_no_workspace_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        Workspace.create(tmp_path / "w.envoy", "1234567", name="李", use_keyring=False)
    assert refused.value.rule == "passphrase-weak"
    assert list(tmp_path.iterdir()) == []


def test_a_second_workspace_never_overwrites_the_first(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(Refusal) as refused:
        Workspace.create(file, PASSPHRASE, name="李", use_keyring=False)
    assert refused.value.rule == "file-exists"
    assert file.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SystemFailed):
        Workspace.create(tmp_path / "w.envoy", PASSPHRASE, name="李", use_keyring=False)


def test_strength_rises_with_length_and_variety() -> None:
    order = ["abc", "aaaaaaaaaa", "correct horse", "correct horse 9 staple", "乘风破浪会有时挂云帆"]
    levels = [keys.strength(words) for words in order]
    assert levels[0] == 0
    assert levels == sorted(levels)
    assert levels[-1] == 4
