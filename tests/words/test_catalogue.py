"""What the extraction takes for texts are texts, and no text is fixed before a language is set."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from devkit import texts

from tests.words import sources

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}


def at_import(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that run while a module is imported: all but those inside functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            for early in (*child.decorator_list, *child.args.defaults, *child.args.kw_defaults):
                if early is not None:
                    yield from at_import(ast.Expr(early))
        elif not isinstance(child, ast.Lambda):
            if isinstance(child, ast.Call):
                yield child
            yield from at_import(child)


def test_no_text_is_looked_up_while_the_program_is_loaded():
    """It would stay Chinese whatever language is set afterwards: N_ marks such a text."""
    early = [
        f"{path.relative_to(sources.PACKAGE)}:{call.lineno}"
        for path, tree in sources.trees()
        for call in at_import(tree)
        if sources.called(call) in ("_", "ngettext", "pgettext") and isinstance(call.func, ast.Name)
    ]
    assert early == []


def test_every_extracted_text_stands_in_the_code_as_it_is():
    """Extraction strings together all literals inside `_(…)`, such as keys of a table."""
    literals = {
        text
        for _path, tree in sources.trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and sources.called(node) in TEXTS
        for value in node.args
        for text in sources.constants(value)
    }
    extracted = {
        text
        for message in texts.extracted(ROOT)
        if message.id
        for text in (message.id if message.pluralizable else (message.id,))
    }
    assert extracted - literals == set()


def test_the_places_of_a_text_are_named():
    """`{}` and `{0}` say nothing to a translator and cannot change places by accident."""
    unnamed = [
        str(message.id)
        for message in texts.extracted(ROOT)
        if message.id and re.search(r"{\d*[!:}]", str(message.id))
    ]
    assert unnamed == []
