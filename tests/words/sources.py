"""The package's own sources as syntax trees: words are held against what the code can say."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "envoy_desktop"


def trees(*parts: str) -> Iterator[tuple[Path, ast.Module]]:
    """The syntax trees under a part of the package."""
    for path in sorted(PACKAGE.joinpath(*parts).rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def constants(node: ast.AST | None) -> set[str]:
    """The texts that an expression may give: itself, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    if isinstance(node, ast.IfExp):
        return constants(node.body) | constants(node.orelse)
    return set()


def called(node: ast.Call) -> str:
    """The last name of what is called."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def returned(tree: ast.Module, function: str) -> set[str]:
    """The texts that a function of a module may return."""
    return {
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == function
        for inner in ast.walk(node)
        if isinstance(inner, ast.Return)
        for text in constants(inner.value)
    }
