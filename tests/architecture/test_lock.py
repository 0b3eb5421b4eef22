"""What we ship and from where: the lock names no address, and nothing under the GPL goes out."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"

# These say nothing in their metadata; read in their source.
READ_BY_HAND = {
    "pyrage": "MIT",
    "sqlcipher3": "zlib (binding) and BSD-3-Clause (SQLCipher)",
}


def pins(name: str) -> dict[str, str]:
    """Library -> version of a lock file, as this system would install it or not."""
    text = (PACKAGING / name).read_text("utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))


def licence(library: str) -> str:
    """What the installed library says of its own licence."""
    said = metadata(library)
    classifiers = [
        line.rpartition("::")[2].strip()
        for line in said.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    # A whole licence text in the field names others' licences in passing: its first line counts.
    field = (said.get("License") or "").strip().partition("\n")[0]
    return (
        said.get("License-Expression")
        or " AND ".join(classifiers)
        or field
        or READ_BY_HAND.get(library, "")
    )


def has_a_free_choice(expression: str) -> bool:
    """Whether one of the choices offered obliges to nothing beyond the library itself."""
    strict = re.compile(
        r"(?<!L)(?<!Lesser )\b(A?GPL|(GNU )?(Affero )?General Public)", re.IGNORECASE
    )
    return any(not strict.search(choice) for choice in re.split(r"\bOR\b", expression))


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_the_lock_names_no_address_and_hashes_every_file(name: str):
    text = (PACKAGING / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
    for entry in re.split(r"\n(?=\S)", text):
        if "==" in entry.partition("\n")[0]:
            assert "--hash=sha256:" in entry, entry.partition("\n")[0]


def test_the_tools_lock_holds_all_that_the_apps_lock_holds():
    assert pins("run.txt").items() <= pins("dev.txt").items()


def test_the_binding_is_the_one_that_was_measured():
    assert pins("run.txt")["pyside6-essentials"] == "6.11.1"


@pytest.mark.parametrize("library", sorted(pins("run.txt")))
def test_nothing_under_gpl_or_agpl_is_shipped(library: str):
    try:
        said = licence(library)
    except PackageNotFoundError:
        return  # for another system or Python: its turn comes there
    assert said, f"{library} says nothing of its licence: read its source, note it here"
    assert has_a_free_choice(said), f"{library}: {said}"
