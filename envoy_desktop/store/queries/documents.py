"""Official documents and instructions as lists, editor and papers want them."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """A leader's instruction on a document, word for word."""

    id: int
    memo: int
    by: str
    on: str
    text: str


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

    @property
    def state(self) -> str:
        """draft, issued, delivered, answered or closed."""
        if not self.number:
            return "draft"
        if self.closed_on:
            return "closed"
        if self.instructions:
            return "answered"
        return "delivered" if self.delivered_on else "issued"


_MEMOS = (
    "SELECT m.id, m.kind, m.title, m.organ, m.organ_code, m.addressee, m.copies, m.issuer,"
    " m.signature, m.contact, m.urgency, m.body, m.project, m.drafted_on, m.signed_on,"
    " m.printed_on, m.year,"
    " m.sequence, m.number, m.pdf_sha256, m.text_sha256, m.delivered_on, m.answer_due,"
    " m.closed_on, m.replaces,"
    " (SELECT count(*) FROM instruction n WHERE n.memo = m.id AND n.deleted = 0)"
    " FROM memo m WHERE m.deleted = 0"
)


def memos(reader: Reader, *, project: int | None = None) -> list[MemoRow]:
    """The documents, drafts first, then the newest."""
    where = " AND m.project = :project" if project is not None else ""
    values = {"project": project} if project is not None else {}
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
    row = reader.row(f"{_MEMOS} AND m.id = :id", id=id)
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
            'SELECT id, memo, "by", "on", text FROM instruction'
            ' WHERE memo = :memo AND deleted = 0 ORDER BY "on", id',
            memo=memo,
        )
    ]
