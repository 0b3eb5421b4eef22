"""How long cases of an item took, for learning: filing, end, and whether it was delivered."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader

NEWEST = 2_000
"""Cases a length is learnt from: the newest tell how the department works now."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case; dates are ISO texts. Not `delivered` with an end: refused or withdrawn. `known`:
    the last day a log tells of an open case taken in with it, None for one's own."""

    filed_on: str
    ended_on: str | None
    delivered: bool
    known: str | None = None


def cases(reader: Reader, code: str, name: str, *, most: int = NEWEST) -> list[Case]:
    """The newest filed cases of an item (`name` finds them by index, `code` decides)."""
    ends = {
        log: max(filter(None, days), default=None)
        for log, *days in reader.rows(
            "SELECT imported_log, max(filed_on), max(ended_on) FROM imported_case"
            " WHERE deleted = 0 GROUP BY imported_log"
        )
    }
    return [
        Case(filed, ended, bool(delivered), ends.get(log))
        for filed, ended, delivered, log in reader.rows(
            "SELECT r.filed_on, r.ended_on, CASE WHEN r.state = 'delivered' THEN 1 ELSE 0 END,"
            " (SELECT max(c.imported_log) FROM imported_case c"
            "  WHERE c.procedure = r.procedure AND c.deleted = 0)"
            " FROM reading_procedure r"
            " WHERE r.name = :name AND r.code = :code AND r.filed_on IS NOT NULL"
            " ORDER BY r.filed_on DESC, r.procedure DESC LIMIT :most",
            name=name,
            code=code,
            most=most,
        )
    ]
