"""Two languages: every text of the code has its English, and the compiled catalogue is in step."""

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from devkit import texts

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "resources" / "translations" / "en" / "LC_MESSAGES" / "envoy.po"
LITERALS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}  # how many arguments are texts
NEXT = "run `python3 packaging/dev.py texts`, then fill the empty msgstr in envoy.po"


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(io.BytesIO(ENGLISH.read_bytes()), locale="en")


def keys(catalogue: Catalog) -> set[object]:
    return {(message.id, message.context) for message in catalogue if message.id}


def places(text: str) -> set[str]:
    """The named places of a text, such as {days}."""
    return set(re.findall(r"{(\w+)[^}]*}", text))


def test_the_catalogue_holds_the_texts_of_the_code_and_no_others(english: Catalog):
    assert keys(texts.extracted(ROOT)) == keys(english), NEXT


def test_every_text_has_its_english(english: Catalog):
    assert texts.untranslated(english) == [], NEXT


def test_english_leaves_no_chinese_but_in_brackets(english: Catalog):
    left = [
        string
        for message in english
        if message.id
        for string in ([*message.string] if message.pluralizable else [message.string])
        if re.search(r"[\u4e00-\u9fff]", re.sub(r"[（(《“][^）)》”]*[）)》”]", "", string))
    ]
    assert left == []


def test_english_fills_the_same_places_as_chinese(english: Catalog):
    for message in english:
        if not message.id:
            continue
        one, *more = message.id if message.pluralizable else (message.id,)
        strings = message.string if message.pluralizable else (message.string,)
        allowed = places(" ".join((one, *more)))
        assert places(strings[-1]) == allowed, message.id
        assert places(strings[0]) <= allowed, message.id


def test_the_compiled_catalogue_is_that_of_the_source():
    assert ENGLISH.with_suffix(".mo").read_bytes() == texts.compiled(ENGLISH.read_bytes()), NEXT


def test_no_text_is_put_together_before_it_is_looked_up():
    """`_(f"…")` and `_("…".format(…))` are lost to extraction without a word."""
    wrong = []
    for path in (ROOT / "envoy_desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            looked_up = node.args[: LITERALS.get(node.func.id, 0)]
            if any(isinstance(text, ast.JoinedStr | ast.BinOp | ast.Call) for text in looked_up):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
