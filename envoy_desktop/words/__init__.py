"""One catalogue of texts for window, command line and paper: gettext, Chinese in the code.

`_("剩 {days} 日").format(days=n)`: a literal with named places, filled afterwards. `N_` marks a
text that is worded later. Papers that are Chinese by law take the literal without `_`.
"""

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from envoy_desktop.places import shipped

LANGUAGES = ("zh_CN", "en")

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = "zh_CN"
_printing: ContextVar[bool] = ContextVar("printing", default=False)


@contextmanager
def as_printed() -> Iterator[None]:
    """Chinese whatever language is spoken, for words that go into an official paper."""
    before = _printing.set(True)
    try:
        yield
    finally:
        _printing.reset(before)


def set_language(language: str) -> None:
    """Speak `language` ("zh_CN" or "en") from now on; an unknown one is zh_CN."""
    global _catalogue, _language
    _language = "en" if language.startswith("en") else "zh_CN"
    _catalogue = (
        gettext.translation("envoy", str(shipped("resources", "translations")), ["en"])
        if _language == "en"
        else gettext.NullTranslations()
    )


def language() -> str:
    """The language spoken now: "zh_CN" or "en"; on an official paper "zh_CN"."""
    return "zh_CN" if _printing.get() else _language


def _(text: str) -> str:
    """The text in the language spoken now."""
    if _printing.get():
        return text
    return _catalogue.gettext(text) if text else ""  # gettext keeps the catalogue's head under ""


def ngettext(one: str, many: str, n: int) -> str:
    """The text for a number; in Chinese both forms are the same."""
    if _printing.get():
        return one
    return _catalogue.ngettext(one, many, n)


def pgettext(context: str, text: str) -> str:
    """The text in a context, where one Chinese word has two English ones."""
    if _printing.get():
        return text
    return _catalogue.pgettext(context, text)


N_: Callable[[str], str] = str
