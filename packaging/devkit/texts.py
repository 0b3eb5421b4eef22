"""The catalogue of texts: extract from the code, merge into the English one, compile.

Runs inside the environment (`dev.py texts`), since it uses Babel. The Chinese stands in the code;
what English lacks is counted and left empty, never guessed.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}

_HEAD = "# Made by `packaging/dev.py texts` from the code; only msgstr is written by hand."
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_IDLE = tuple(
    f'"{field}:'
    for field in (
        *("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date"),
        *("Last-Translator", "Language-Team", "Generated-By"),
    )
)


def extracted(root: Path) -> Catalog:
    """Every text of the package, by file and in order; no line numbers, so that it only changes
    when a text does."""
    template = Catalog(header_comment=_HEAD, fuzzy=False)
    found = extract_from_dir(root / "envoy_desktop", keywords=KEYWORDS, comment_tags=("i18n:",))
    for name, _, message, comments, context in found:
        place = [(f"envoy_desktop/{name}", 0)]  # as_po leaves the line out
        template.add(message, locations=place, auto_comments=comments, context=context)
    return template


def as_po(catalogue: Catalog) -> bytes:
    """A catalogue as the bytes of its file, without dates, so that the same texts give the same."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False, ignore_obsolete=True)
    lines = out.getvalue().decode().split("\n")
    return "\n".join(line for line in lines if not line.startswith(_IDLE)).encode()


def compiled(po: bytes) -> bytes:
    """The .mo of a .po: the same bytes whenever it is made."""
    out = io.BytesIO()
    catalogue = read_po(io.BytesIO(po), locale="en")
    catalogue.creation_date = catalogue.revision_date = _NO_DATE  # else it is the minute of now
    write_mo(out, catalogue)
    return out.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts without English, or with English that is only a guess."""
    return [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not all(_forms(message)))
    ]


def _forms(message: Message) -> list[str]:
    """The English of a text: one form, or one for each number."""
    said = message.string
    return [str(form or "") for form in (said if isinstance(said, tuple | list) else [said])]


def main(root: Path) -> int:
    """Bring template, English catalogue and its compiled form up to date; say what is missing."""
    folder = root / "resources" / "translations"
    english = folder / "en" / "LC_MESSAGES" / "envoy.po"
    english.parent.mkdir(parents=True, exist_ok=True)
    template = extracted(root)
    catalogue = Catalog(locale="en", header_comment=_HEAD, fuzzy=False)
    if english.exists():
        catalogue = read_po(io.BytesIO(english.read_bytes()), locale="en")
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    po = as_po(catalogue)
    (folder / "envoy.pot").write_bytes(as_po(template))
    english.write_bytes(po)
    english.with_suffix(".mo").write_bytes(compiled(po))
    lacking = untranslated(catalogue)
    print(f"dev.py: {len(template)} texts, {len(lacking)} without English", file=sys.stderr)
    for text in lacking[:20]:
        print(f"  {text}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
