"""A draft on its way to its number: checked against the format, signed, checked again."""

from datetime import date

from envoy_desktop.casework import memos
from envoy_desktop.documents import memo as papers
from envoy_desktop.domain import official
from envoy_desktop.domain.official import Finding
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.workspace import Workspace


def check(workspace: Workspace, memo: int) -> tuple[Finding, ...]:
    """Check a draft (核稿) and mark it as checked; gives the hints.

    Refuses "memo-forbidden" with what forbids issuing, and "memo-issued".
    """
    with workspace.unit("memos.check") as unit:
        hints = _allowed(papers.check(unit.reader, memo))
        memos.check(unit, memo=memo)
    return hints


def sign(workspace: Workspace, memo: int, *, by: str, on: date | None = None) -> None:
    """Record the signing (签发) of a draft that may be issued as it stands.

    Refuses "memo-forbidden", "memo-issued", "signer-missing" and "future-date".
    """
    with workspace.unit("memos.sign") as unit:
        _allowed(papers.check(unit.reader, memo))
        memos.sign(unit, memo=memo, by=by, on=on)


def _allowed(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    forbidden = tuple(f for f in findings if f.severity == official.REFUSE)
    if forbidden:
        raise Refusal("memo-forbidden", findings=forbidden, next="correct-memo")
    return findings
