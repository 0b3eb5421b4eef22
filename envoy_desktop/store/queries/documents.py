"""Official documents and instructions as lists, editor and papers want them."""

from dataclasses import dataclass

from envoy_desktop import now
from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """A leader's instruction on a document, word for word."""

    id: int
    memo: int
    by: str
    on: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class MemoRow:
    """One document; dates are ISO texts; `number` is empty until it is issued."""

    id: int
    kind: str
    title: str
    organ: str
    organ_code: str
    addressee: str
    copies: str
    issuer: str
    signature: str
    contact: str
    urgency: str
    body: str
    project: int | None
    drafted_on: str
    signed_on: str | None
    printed_on: str | None
    year: int | None
    sequence: int | None
    number: str
    pdf_sha256: str
    text_sha256: str
    delivered_on: str | None
    answer_due: str | None
    closed_on: str | None
    replaces: int | None
    instructions: int
    passed_over: str
    charged_by: str
    particulars: str
    register: str
    signed_by: str
    signed_sha256: str
    duties: int
    """Duties that its instructions became."""
    replaced_by: int | None
    """The correction that was issued in its place."""
    state: str
    """One of `STATES`, as of today."""


STATES = (
    "draft", "checked", "signed", "issued", "delivered", "expired", "answered", "duties", "closed",
)  # fmt: skip
"""A paper's life: `answered` stands for an instruction or an answer received, `duties` for one
that became duties, `expired` for a day of answer that passed in silence."""
_ANSWERS = "(SELECT count(*) FROM instruction n WHERE n.memo = m.id AND n.deleted = 0)"
_DUTIES = (
    "(SELECT count(*) FROM duty d JOIN instruction n ON n.id = d.source_id"
    " WHERE d.source = 'instruction' AND d.deleted = 0 AND n.memo = m.id AND n.deleted = 0)"
)
STATE = (
    "CASE WHEN m.number = '' THEN CASE WHEN m.checked_on IS NULL THEN 'draft'"
    " WHEN m.signed_sha256 <> '' THEN 'signed' ELSE 'checked' END"
    " WHEN m.closed_on IS NOT NULL THEN 'closed'"
    f" WHEN {_DUTIES} > 0 THEN 'duties' WHEN {_ANSWERS} > 0 THEN 'answered'"
    " WHEN m.delivered_on IS NULL THEN 'issued'"
    " WHEN m.answer_due < :today THEN 'expired' ELSE 'delivered' END"
)
"""The state of `memo m` in SQL; wants the place `:today` (ISO)."""
_MEMOS = (
    "SELECT m.id, m.kind, m.title, m.organ, m.organ_code, m.addressee, m.copies, m.issuer,"
    " m.signature, m.contact, m.urgency, m.body, m.project, m.drafted_on, m.signed_on,"
    " m.printed_on, m.year,"
    " m.sequence, m.number, m.pdf_sha256, m.text_sha256, m.delivered_on, m.answer_due,"
    " m.closed_on, m.replaces,"
    f" {_ANSWERS}, m.passed_over, m.charged_by, m.particulars, m.register,"
    f" m.signed_by, m.signed_sha256, {_DUTIES},"
    " (SELECT max(c.id) FROM memo c WHERE c.replaces = m.id AND c.deleted = 0"
    "  AND c.number <> ''),"
    f" {STATE} FROM memo m WHERE m.deleted = 0"
)


def memos(reader: Reader, *, project: int | None = None) -> list[MemoRow]:
    """The documents, drafts first, then the newest."""
    where = " AND m.project = :project" if project is not None else ""
    values: dict[str, object] = {"today": now.today().isoformat()}
    if project is not None:
        values["project"] = project
    return [
        MemoRow(*row)
        for row in reader.rows(
            f"{_MEMOS}{where} ORDER BY m.number <> '',"
            " coalesce(m.signed_on, m.drafted_on) DESC, m.id DESC",
            **values,
        )
    ]


def memo(reader: Reader, id: int) -> MemoRow | None:
    """One document, or None."""
    row = reader.row(f"{_MEMOS} AND m.id = :id", id=id, today=now.today().isoformat())
    return MemoRow(*row) if row else None


def obstacles_of(reader: Reader, memo: int) -> list[int]:
    """The obstacles a document is about, in their order."""
    return [
        row[0]
        for row in reader.rows(
            "SELECT obstacle FROM memo_obstacle WHERE memo = :memo AND deleted = 0"
            " ORDER BY position",
            memo=memo,
        )
    ]


def instructions(reader: Reader, memo: int) -> list[InstructionRow]:
    """The instructions on a document, the oldest first."""
    return [
        InstructionRow(*row)
        for row in reader.rows(
            'SELECT id, memo, "by", "on", text, page FROM instruction'
            ' WHERE memo = :memo AND deleted = 0 ORDER BY "on", id',
            memo=memo,
        )
    ]


def issued_by_hash(reader: Reader, *, pdf: str = "", text: str = "") -> int | None:
    """The issued document with this frozen PDF, or this frozen text (SHA-256 in hex)."""
    found: int | None = reader.value(
        "SELECT id FROM memo WHERE deleted = 0 AND number <> ''"
        " AND ((:pdf <> '' AND pdf_sha256 = :pdf) OR (:text <> '' AND text_sha256 = :text))",
        pdf=pdf,
        text=text,
    )
    return found


def frozen_texts(reader: Reader) -> list[tuple[int, str]]:
    """Each issued document and the SHA-256 of its frozen text."""
    return [
        (row[0], row[1])
        for row in reader.rows(
            "SELECT id, text_sha256 FROM memo WHERE deleted = 0 AND number <> ''"
        )
    ]


def evidence_sha256(reader: Reader, attachment: int) -> str:
    """The hash of an evidence file's content, "" where there is no such file."""
    found = reader.value(
        "SELECT sha256 FROM attachment WHERE id = :id AND deleted = 0", id=attachment
    )
    return str(found or "")
