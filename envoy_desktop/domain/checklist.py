"""One checklist 一单清: the papers of all procedures of a project, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Use:
    """A procedure's demand of a paper, as the list has it; `stage` is the procedure's."""

    paper: str
    name: str
    issued_by: str
    procedure: int
    procedure_name: str
    stage: int
    copies: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a project: `copies` originals are enough for all that ask for it.

    `copies` 0: every procedure takes it from shared data, and nobody may demand it.
    """

    code: str
    name: str
    issued_by: str
    copies: int
    stage: int
    procedures: tuple[tuple[int, str], ...]

    @property
    def is_shared(self) -> bool:
        return self.copies == 0


def merge(uses: Iterable[Use]) -> tuple[Paper, ...]:
    """The papers, each once; the most needed first, those of shared data last.

    Name and provider are those of the first demand; a procedure that asks twice counts once.
    """
    inside: dict[str, list[Use]] = {}
    for use in uses:
        inside.setdefault(use.paper, []).append(use)
    papers = [
        Paper(
            code,
            found[0].name,
            found[0].issued_by,
            max(use.copies for use in found),
            min(use.stage for use in found),
            tuple({use.procedure: use.procedure_name for use in found}.items()),
        )
        for code, found in inside.items()
    ]
    return tuple(sorted(papers, key=lambda p: (p.is_shared, -len(p.procedures), p.code)))


EXPIRED, TOO_SHORT = "expired", "expires_before_filing"


def expiry(
    expires: date | None, filings: Sequence[date | None], today: date
) -> tuple[str, date | None]:
    """What is wrong with how long a paper is good, and the filing that it would miss.

    `filings`: when each procedure that still needs it is expected to be filed, None where that
    is not known. Expired: its last day is over while somebody still needs it.
    """
    if expires is None or not filings:
        return "", None
    known = sorted(day for day in filings if day is not None)
    if expires < today:
        return EXPIRED, known[0] if known else None
    missed = next((day for day in known if day > expires), None)
    return (TOO_SHORT, missed) if missed else ("", None)
