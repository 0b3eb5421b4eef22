"""The contract of the house, one sentence a test; `lint-imports` holds the layers besides."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "envoy_desktop"


def modules(*parts: str) -> list[Path]:
    """The source files under a part of the package, or the part itself where it is one file."""
    place = PACKAGE.joinpath(*parts)
    return sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, anywhere in it, but for type checking only."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            skipped |= {id(inner) for child in node.body for inner in ast.walk(child)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def who_imports(library: str) -> set[str]:
    """The parts of the package that import a library: their first name below the package."""
    return {
        path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for path in modules()
        for name in imported(path)
        if name.split(".")[0] == library
    }


def test_the_rules_import_the_standard_library_and_numpy_and_nothing_of_ours_outside():
    for path in modules("domain"):
        for name in imported(path):
            allowed = (
                name.split(".")[0] in sys.stdlib_module_names | {"numpy"}
                or name == "envoy_desktop.domain"
                or name.startswith("envoy_desktop.domain.")
            )
            assert allowed, f"{path.relative_to(PACKAGE)} imports {name}"


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("PySide6", {"ui", "app"}),
        ("shiboken6", {"ui", "app"}),
        ("sqlalchemy", {"store"}),
        ("alembic", {"store"}),
        ("sqlcipher3", {"store"}),
        ("reportlab", {"documents"}),
        ("keyring", {"store"}),
    ],
)
def test_a_library_with_a_room_of_its_own_stays_in_it(library: str, rooms: set[str]):
    assert who_imports(library) <= rooms


def test_the_contract_on_qt_names_every_part_but_the_window():
    """The contract counts detours too, but only from the parts it names."""
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][1]
    parts = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()}
    expected = {f"envoy_desktop.{part}" for part in parts - {"ui", "app", "__init__"}}
    assert expected - set(contract["source_modules"]) == set(), "add them in pyproject.toml"


def asks_in_sql(path: Path) -> bool:
    """Whether a file has a text that is a statement of SQL."""
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.match(
            r"\s*(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|WITH \w+ AS)\b", node.value
        )
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )


def test_what_is_asked_of_the_store_is_asked_by_a_function_of_the_store():
    """A view, an act or a paper names what it wants; which tables that is, `store` alone knows."""
    outside = [path for path in modules() if path.relative_to(PACKAGE).parts[0] != "store"]
    asking = {path.relative_to(PACKAGE).as_posix() for path in outside if asks_in_sql(path)}
    assert asking == set()


def test_every_module_says_in_its_first_line_what_it_is_for():
    silent = [
        str(path.relative_to(PACKAGE))
        for path in modules()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_module_is_called_after_nothing_in_particular():
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
    assert [path.name for path in modules() if path.stem in vague] == []
