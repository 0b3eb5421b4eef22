"""Official documents: draft, edit, number and freeze, and the instruction that comes back."""

import io
from collections.abc import Sequence
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import days, evidence
from envoy_desktop.domain import numbers
from envoy_desktop.domain.numbers import DocumentNumber
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference
from envoy_desktop.store.unit import Unit

KINDS = ("request", "report", "opinion", "letter", "briefing")
_SERIES = {"request": "请", "report": "报", "opinion": "意", "letter": "函"}
"""Each kind has its own series in the register, told in the organ code: 宛特服请〔2026〕5号."""
FIELDS = (
    "kind", "title", "organ", "organ_code", "addressee", "copies", "issuer", "signature",
    "contact", "urgency", "body", "project", "answer_due", "signed_on", "printed_on",
)  # fmt: skip


def draft(
    unit: Unit, *, kind: str, obstacles: Sequence[int] = (), **fields: str | int | None
) -> int:
    """Begin a document; gives its id. What the settings know (organ, issuer) is filled in.

    Refuses "unknown-memo-kind" and "unknown-id".
    """
    if kind not in KINDS:
        raise Refusal("unknown-memo-kind", kind=kind, known=KINDS)
    _check_fields(fields)
    for setting in ("organ", "organ_code", "issuer", "addressee", "copies"):
        if not fields.get(setting):
            fields[setting] = str(reference.setting(unit.reader, f"memo.{setting}"))
    if not fields["organ"]:
        fields["organ"] = str(reference.setting(unit.reader, "envoy.unit"))
    if not fields.get("signature"):
        fields["signature"] = fields["organ"]
    if not fields.get("contact"):
        name = str(reference.setting(unit.reader, "envoy.name"))
        phone = str(reference.setting(unit.reader, "envoy.phone"))
        fields["contact"] = "，".join(filter(None, (name, phone)))
    unit.subject = str(fields.get("title") or "")
    memo = unit.add("memo", kind=kind, drafted_on=now.today().isoformat(), **fields)
    for position, obstacle in enumerate(obstacles):
        if not unit.value("SELECT 1 FROM obstacle WHERE id = :id AND deleted = 0", id=obstacle):
            raise Refusal("unknown-id", kind="obstacle")
        unit.add("memo_obstacle", memo=memo, obstacle=obstacle, position=position)
    return memo


def edit(unit: Unit, *, memo: int, **fields: str | int | None) -> None:
    """Change a draft. Refuses "memo-issued": an issued document is never edited."""
    _check_fields(fields)
    unit.subject = _draft(unit, memo)
    unit.set("memo", memo, **fields)


def remove(unit: Unit, *, memo: int) -> None:
    """Throw a draft away; it stays in the history. Refuses "memo-issued"."""
    unit.subject = _draft(unit, memo)
    unit.remove("memo", memo)


def next_number(reader: Reader, memo: int, on: date) -> DocumentNumber:
    """The number the register gives next to this document: without gaps, per organ, year, kind."""
    kind, code, organ = reader.rows(
        "SELECT kind, organ_code, organ FROM memo WHERE id = :id", id=memo
    )[0]
    series = (code or organ) + _SERIES.get(kind, "")
    used = [
        DocumentNumber(series, on.year, row[0])
        for row in reader.rows(
            "SELECT sequence FROM memo WHERE kind = :kind AND organ_code = :code"
            " AND year = :year AND number <> '' AND deleted = 0",
            kind=kind,
            code=code,
            year=on.year,
        )
    ]
    return numbers.next_number(used, series, on.year)


def freeze(
    unit: Unit, *, memo: int, number: DocumentNumber, label: str, pdf: bytes, text: str, on: date
) -> str:
    """Issue a document: number, PDF and text are kept with their hash; gives the PDF's SHA-256.

    `label` is the number as printed. From then on only an answer can be added. Cannot be undone.
    """
    title = _draft(unit, memo)
    if next_number(unit.reader, memo, on) != number:
        raise Refusal("number-taken", number=str(number), next="try-again")
    unit.subject = f"{label} {title}"
    unit.final = True
    pdf_sha256, _size = attachments.keep(unit, io.BytesIO(pdf))
    text_sha256, _size = attachments.keep(unit, io.BytesIO(text.encode()))
    unit.set(
        "memo",
        memo,
        signed_on=on.isoformat(),
        printed_on=now.today().isoformat(),
        year=number.year,
        sequence=number.sequence,
        number=label,
        pdf_sha256=pdf_sha256,
        text_sha256=text_sha256,
    )
    return pdf_sha256


def deliver(unit: Unit, *, memo: int, on: date | None = None, due: date | None = None) -> None:
    """Record that an issued document was handed over, and by when an answer is hoped for.

    Refuses "memo-not-issued" and "future-date".
    """
    unit.subject = _issued(unit, memo)
    unit.set(
        "memo",
        memo,
        delivered_on=days.happened(on).isoformat(),
        answer_due=due.isoformat() if due else None,
    )


def record_instruction(
    unit: Unit,
    *,
    memo: int,
    by: str,
    text: str,
    on: date | None = None,
    files: Sequence[evidence.File] = (),
) -> int:
    """Record a leader's instruction (批示) word for word, with its date and its scan; its id."""
    unit.subject = _issued(unit, memo)
    if not text.strip() or not by.strip():
        raise Refusal("instruction-incomplete")
    day = days.happened(on)
    instruction = unit.add(
        "instruction",
        memo=memo,
        by=by.strip(),
        on=day.isoformat(),
        text=text.strip(),
        entered_on=now.today().isoformat(),
    )
    evidence.keep(unit, "instruction", instruction, files)
    return instruction


def close(unit: Unit, *, memo: int) -> None:
    """Close an issued document: nothing more is expected of it."""
    unit.subject = _issued(unit, memo)
    unit.set("memo", memo, closed_on=now.today().isoformat())


def _check_fields(fields: dict[str, str | int | None]) -> None:
    if set(fields) - set(FIELDS):
        raise TypeError(str(set(fields) - set(FIELDS)))


def _draft(unit: Unit, memo: int) -> str:
    row = unit.row("SELECT title, number FROM memo WHERE id = :id AND deleted = 0", id=memo)
    if row is None:
        raise Refusal("unknown-id", kind="memo")
    if row[1]:
        raise Refusal("memo-issued", number=row[1], next="write-correction")
    return str(row[0])


def _issued(unit: Unit, memo: int) -> str:
    row = unit.row("SELECT title, number FROM memo WHERE id = :id AND deleted = 0", id=memo)
    if row is None:
        raise Refusal("unknown-id", kind="memo")
    if not row[1]:
        raise Refusal("memo-not-issued", next="issue-first")
    return str(row[0])
