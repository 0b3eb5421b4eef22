"""Official documents: draft, check, sign, freeze with a number, and what comes back on them."""

import hashlib
import io
import json
from collections.abc import Sequence
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, days, evidence
from envoy_desktop.casework.registers import label as label
from envoy_desktop.casework.registers import next_number as next_number
from envoy_desktop.domain.numbers import DocumentNumber
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference, standing
from envoy_desktop.store.unit import Unit

KINDS = (
    "request", "report", "opinion", "letter", "briefing", "monthly_report", "minutes", "mandate",
)  # fmt: skip
SIGNED = (
    "kind", "title", "organ", "organ_code", "addressee", "copies", "issuer", "signature",
    "contact", "urgency", "body", "passed_over", "charged_by", "particulars",
)  # fmt: skip
FIELDS = (
    "kind", "title", "organ", "organ_code", "addressee", "copies", "issuer", "signature",
    "contact", "urgency", "body", "project", "answer_due", "signed_on", "printed_on",
    "passed_over", "charged_by", "particulars",
)  # fmt: skip

_KNOWN = {"minutes": 2, "mandate": 2}
"""Minutes and a mandate are addressed to nobody and signed for by no 签发人."""


def draft(
    unit: Unit, *, kind: str, obstacles: Sequence[int] = (), **fields: str | int | None
) -> int:
    """Begin a document; gives its id. What the settings know (organ, issuer) is filled in.

    Refuses "unknown-memo-kind" and "unknown-id".
    """
    if kind not in KINDS:
        raise Refusal("unknown-memo-kind", kind=kind, known=KINDS)
    _check_fields(fields)
    known = ("organ", "organ_code", "issuer", "addressee", "copies")
    for setting in known[: _KNOWN.get(kind, len(known))]:
        if not fields.get(setting):
            fields[setting] = str(reference.setting(unit.reader, f"memo.{setting}"))
    if not fields.get("organ"):
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
        checked.stands(unit, "obstacle", obstacle)
        unit.add("memo_obstacle", memo=memo, obstacle=obstacle, position=position)
    return memo


def edit(unit: Unit, *, memo: int, **fields: str | int | None) -> None:
    """Change a draft. Refuses "memo-issued": an issued document is never edited."""
    _check_fields(fields)
    unit.subject = checked.draft(unit, memo).title
    before = content_sha256(unit.reader, memo)
    unit.set("memo", memo, **fields)
    if content_sha256(unit.reader, memo) != before:
        unit.set("memo", memo, checked_on=None)


def remove(unit: Unit, *, memo: int) -> None:
    """Throw a draft away; it stays in the history. Refuses "memo-issued"."""
    unit.subject = checked.draft(unit, memo).title
    unit.remove("memo", memo)


def check(unit: Unit, *, memo: int) -> None:
    """Say that a draft was checked (核稿) as it stands; a later change takes that away.

    What the format forbids is looked for by `documents.memo.check`, which calls this.
    """
    unit.subject = checked.draft(unit, memo).title
    unit.set("memo", memo, checked_on=now.today().isoformat())


def sign(unit: Unit, *, memo: int, by: str, on: date | None = None) -> None:
    """Record that the organ's head signed the text as it stands (签发), and on which day.

    The paper carries that day. What changes afterwards is signed again (domain-rules: check,
    sign, re-check, number, seal). Refuses "signer-missing", "memo-issued" and "future-date".
    """
    unit.subject = checked.draft(unit, memo).title
    if not by.strip():
        raise Refusal("signer-missing")
    unit.set(
        "memo",
        memo,
        checked_on=now.today().isoformat(),
        signed_on=days.happened(on).isoformat(),
        signed_by=by.strip(),
        signed_sha256=content_sha256(unit.reader, memo),
    )


def content_sha256(reader: Reader, memo: int) -> str:
    """The SHA-256 of all that a signer answers for: text, head and tail, but number and dates."""
    told = json.dumps(standing.memo_fields(reader, memo, SIGNED), ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def still_as_signed(reader: Reader, memo: int) -> bool:
    """Whether a draft was signed and is unchanged since."""
    found = standing.memo(reader, memo)
    if found is None or not found.signed_sha256:
        return False
    return found.signed_sha256 == content_sha256(reader, memo)


def correct(unit: Unit, *, memo: int) -> int:
    """Draft the correction of an issued document: a new one that names the old; gives its id.

    The old one stays as it was issued. Refuses "memo-not-issued" and, where a correction is
    there already, "memo-corrected".
    """
    old = checked.issued(unit, memo)
    names = [name for name in FIELDS if name not in ("answer_due", "signed_on", "printed_on")]
    if standing.corrections_of(unit.reader, memo):
        raise Refusal("memo-corrected", next="open-correction")
    held = standing.memo_fields(unit.reader, memo, names)
    unit.subject = f"{old.number} {old.title}"
    fields = {
        **held,
        "body": _correcting(old.title, old.number) + "\n" + str(held["body"]),
        "drafted_on": now.today().isoformat(),
    }
    made = unit.add("memo", replaces=memo, **fields)
    for position, obstacle in enumerate(standing.obstacles_of_memo(unit.reader, memo)):
        unit.add("memo_obstacle", memo=made, obstacle=obstacle, position=position)
    return made


def _correcting(title: str, number: str) -> str:
    """The first paragraph of a correction; the words of the paper, not of the window."""
    bare = title.replace("\n", "")
    return f"《{bare}》（{number}）有误，现予更正，以本件为准，原件自本件印发之日起作废。"


def freeze(
    unit: Unit, *, memo: int, number: DocumentNumber, label: str, pdf: bytes, text: str, on: date
) -> str:
    """Issue a document: number, PDF and text are kept with their hash; gives the PDF's SHA-256.

    `label` is the number as printed. From then on only an answer can be added. Cannot be undone.
    """
    held = checked.draft(unit, memo)
    if next_number(unit.reader, memo, on) != number:
        raise Refusal("number-taken", number=str(number), next="try-again")
    _names_the_old(unit, memo, text)
    unit.subject = f"{label} {held.title}"
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
        register=number.register,
        number=label,
        checked_on=now.today().isoformat(),
        # who issues what nobody has signed before answers for it
        signed_by=held.signed_by if held.signed_sha256 else held.issuer,
        signed_sha256=content_sha256(unit.reader, memo),
        pdf_sha256=pdf_sha256,
        text_sha256=text_sha256,
    )
    return pdf_sha256


def deliver(unit: Unit, *, memo: int, on: date | None = None, due: date | None = None) -> None:
    """Record that an issued document was handed over, and by when an answer is hoped for.

    Without `due` a day named earlier stays. Refuses "memo-not-issued", "future-date",
    "delivered-before-signed" and "due-before-delivered".
    """
    held = checked.issued(unit, memo)
    unit.subject = held.title
    day = days.happened(on)
    signed = held.signed_on
    if signed and day < date.fromisoformat(signed):
        raise Refusal("delivered-before-signed", on=day, signed=date.fromisoformat(signed))
    if due and due < day:
        raise Refusal("due-before-delivered", due=due, on=day)
    named = {"answer_due": due.isoformat()} if due else {}
    unit.set("memo", memo, delivered_on=day.isoformat(), **named)


def record_instruction(
    unit: Unit,
    *,
    memo: int,
    by: str,
    text: str,
    on: date | None = None,
    page: int | None = None,
    files: Sequence[evidence.File] = (),
) -> int:
    """Record a leader's instruction (批示) word for word, with its date and its scan; its id.

    `page` is the page of the paper that it was written on, from 1. A department's answer to a
    letter is recorded the same way.
    """
    unit.subject = checked.issued(unit, memo).title
    if not text.strip() or not by.strip():
        raise Refusal("instruction-incomplete")
    day = days.happened(on)
    instruction = unit.add(
        "instruction",
        memo=memo,
        by=by.strip(),
        on=day.isoformat(),
        text=text.strip(),
        page=page,
        entered_on=now.today().isoformat(),
    )
    evidence.keep(unit, "instruction", instruction, files)
    return instruction


def close(unit: Unit, *, memo: int) -> None:
    """Close an issued document: nothing more is expected of it."""
    unit.subject = checked.issued(unit, memo).title
    unit.set("memo", memo, closed_on=now.today().isoformat())


def _names_the_old(unit: Unit, memo: int, text: str) -> None:
    """Refuses "correction-names-nothing": a correction says which paper it takes the place of."""
    held = standing.memo(unit.reader, memo)
    old = standing.memo(unit.reader, held.replaces) if held and held.replaces else None
    if old and old.number and old.number not in text:
        raise Refusal("correction-names-nothing", number=old.number)


def _check_fields(fields: dict[str, str | int | None]) -> None:
    if set(fields) - set(FIELDS):
        raise TypeError(str(set(fields) - set(FIELDS)))
