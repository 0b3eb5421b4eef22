"""What the documents' screen asks the workspace, off the UI thread, with plain values."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from envoy_desktop import now
from envoy_desktop.casework import memos
from envoy_desktop.documents import claims as claim_papers
from envoy_desktop.documents import memo as papers
from envoy_desktop.documents import official_page, preview
from envoy_desktop.documents.claims import Claim
from envoy_desktop.documents.layout import Layout
from envoy_desktop.documents.sentences import Ground
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.official import Finding
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments
from envoy_desktop.store.queries import choices, claims, documents, memo_list, obstacles, reference
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.claims import FactRow
from envoy_desktop.store.queries.documents import InstructionRow, MemoRow
from envoy_desktop.store.queries.obstacles import AttachmentRow, ObstacleRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.documents.model import row_of
from envoy_desktop.ui.quick_log.typing import kept
from envoy_desktop.ui.widgets.row import Row

PICTURES_HELD = 12
HEAD = (
    "kind", "title", "addressee", "issuer", "organ", "signature", "copies", "contact", "urgency",
    "particulars", "passed_over", "charged_by",
)  # fmt: skip
OF_THE_ROW = ("organ", "particulars", "passed_over", "charged_by")
"""Columns that the paper itself does not give back."""


@dataclass(frozen=True, slots=True)
class Instructed:
    """An instruction with the scans that came with it."""

    row: InstructionRow
    scans: tuple[AttachmentRow, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A memo with everything its page shows."""

    row: MemoRow
    organs: tuple[str, ...]
    about: tuple[ObstacleRow, ...]
    instructions: tuple[Instructed, ...]
    evidence: tuple[AttachmentRow, ...]
    calendar: Calendar
    typed: dict[str, Any]
    pdf: bytes = b""
    sizes: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Live:
    """A draft as it stands: laid out and weighed, or why its text cannot be read.

    `fields` are the columns it gives; empty where the text cannot be read.
    """

    layout: Layout | None
    findings: tuple[Finding, ...]
    wrong: Refusal | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BeforeIssue:
    """What the person sees before issuing: the number to come, findings, who was heard."""

    number: str
    findings: tuple[Finding, ...]
    unheard: tuple[tuple[str, int], ...]  # a department and its id


@dataclass(frozen=True, slots=True)
class ClaimsSeen:
    """The claims of a draft as the facts stand, and the facts that they name."""

    claims: tuple[Claim, ...]
    facts: Mapping[Ground, FactRow]


class MemoSource:
    """The list's rows, windowed; `states` is set by the filter before a load."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.states: tuple[str, ...] = ()
        self.text = ""

    def ids(self, order: str, descending: bool, text: str) -> "array[int]":
        """All ids: drafts first, then the newest."""
        with self._workspace.read() as reader:
            return memo_list.ids(reader, states=self.states, text=self.text)

    def rows(self, ids: Sequence[int]) -> Sequence[Row | None]:
        """The finished rows of `ids`."""
        today = now.today()
        with self._workspace.read() as reader:
            calendar = reference.calendar(reader)
            heads = memo_list.heads(reader, ids)
        return [row_of(head, today, calendar) if head is not None else None for head in heads]


def counts(workspace: Workspace) -> Mapping[str, int]:
    """How many documents are in each state."""
    with workspace.read() as reader:
        return memo_list.counts(reader)


def opened(workspace: Workspace, memo: int) -> Opened | None:
    """One memo, or None where it is gone; the frozen PDF of an issued one."""
    with workspace.read() as reader:
        row = documents.memo(reader, memo)
        if row is None:
            return None
        ids = documents.obstacles_of(reader, memo)
        pdf = attachments.content(reader, row.pdf_sha256) if row.pdf_sha256 else b""
        return Opened(
            row,
            _organs(reader),
            tuple(obstacles.obstacles(reader, ids=ids)) if ids else (),
            tuple(
                Instructed(one, tuple(obstacles.attachments(reader, one.id)))
                for one in documents.instructions(reader, memo)
            ),
            tuple(obstacles.attachments(reader, memo)),
            reference.calendar(reader),
            kept(workspace, place_of(memo)),
            pdf,
            preview.sizes(pdf) if pdf else (),
        )


def place_of(memo: int) -> str:
    """Where half-typed text of a memo is kept."""
    return f"memo:{memo}"


def live(workspace: Workspace, row: MemoRow, head: Mapping[str, str], body: str) -> Live:
    """The draft as it stands in the editor."""
    columns: dict[str, Any] = {**head, "body": body}
    edited = replace(row, **columns)
    with workspace.read() as reader:
        try:
            paper, findings = papers.weigh(reader, edited)
        except Refusal as wrong:
            if wrong.rule != "bad-memo-text":
                raise
            return Live(None, (), wrong, {})
        layout = official_page.compose(paper, strict=False, files=_files(workspace, reader))
    fields = {
        **papers.fields_of(paper), **{name: getattr(edited, name) for name in OF_THE_ROW},
    }  # fmt: skip
    fields.pop("signed_on", None)  # the day of signing is given when it is issued
    return Live(layout, findings, None, fields)


_held: dict[tuple[int, str], bytes | None] = {}  # a picture is not deciphered at every key


def _files(workspace: Workspace, reader: Any) -> Callable[[str], bytes | None]:
    read = papers.evidence_of(reader)

    def content(file: str) -> bytes | None:
        key = (id(workspace), file)
        if key not in _held:
            if len(_held) >= PICTURES_HELD:
                _held.clear()
            _held[key] = read(file)
        return _held[key]

    return content


def claims_of(workspace: Workspace, memo: int) -> ClaimsSeen | None:
    """The claims of a draft against the facts of today; None where it is gone or issued."""
    with workspace.read() as reader:
        row = documents.memo(reader, memo)
        if row is None or row.number:
            return None
        found = claim_papers.states(reader, memo, ())
        grounds = [ground for claim in found for ground in claim.grounds]
        return ClaimsSeen(found, claims.facts(reader, grounds))


def pictures_of(workspace: Workspace, memo: int) -> list[AttachmentRow]:
    """The pictures among the evidence of a memo, its obstacles and their procedures."""
    with workspace.read() as reader:
        about = documents.obstacles_of(reader, memo)
        rows = obstacles.obstacles(reader, ids=about) if about else []
        owners = [memo, *about, *(row.procedure for row in rows if row.procedure)]
        found = [one for of in dict.fromkeys(owners) for one in obstacles.attachments(reader, of)]
    return [one for one in found if one.media_type.startswith("image/")]


def before_issue(workspace: Workspace, memo: int, on: date) -> BeforeIssue:
    """The number that would be given on a day, and what stands against issuing."""
    with workspace.read() as reader:
        row = documents.memo(reader, memo)
        if row is None:
            raise Refusal("unknown-id", kind="memo")
        paper, findings = papers.weigh(reader, row)
        facts = papers.facts(reader, row, paper)
        number = memos.next_number(reader, memo, on)
        of_name = {d.name: id for id, d in reference.departments(reader).items()}
        return BeforeIssue(
            memos.label(row.kind, number),
            findings,
            tuple((n, of_name[n]) for n in facts.concerned if n not in facts.heard),
        )


def obstacles_for(
    workspace: Workspace, ids: Sequence[int], about: tuple[str, int] | None
) -> list[ObstacleRow]:
    """The obstacles that a new memo could be written of: the chosen ones, or those at hand."""
    with workspace.read() as reader:
        if ids:
            return obstacles.obstacles(reader, ids=list(ids))
        kind, id = about or ("", 0)
        if kind == "obstacle":
            return obstacles.obstacles(reader, ids=[id])
        if kind == "procedure":
            found = obstacles.obstacles(reader, procedure=id, open=True)
            if found:
                return found
            of = choices.project_of(reader, id)
            return obstacles.obstacles(reader, project=of, open=True) if of else []
        if kind == "project":
            return obstacles.obstacles(reader, project=id, open=True)
        return []


def departments(workspace: Workspace) -> tuple[list[Choice], Calendar]:
    """The departments that can owe a duty, and the calendar for its date."""
    with workspace.read() as reader:
        return choices.departments(reader), reference.calendar(reader)


def _organs(reader: Any) -> tuple[str, ...]:
    told = [str(reference.setting(reader, key)) for key in ("memo.organ", "envoy.unit")]
    named = [*told, *memo_list.organs(reader)]
    return tuple(dict.fromkeys(name for name in named if name))
