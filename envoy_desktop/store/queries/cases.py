"""How long cases of an item took, for learning: filing, end, and whether it was delivered."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader

NEWEST = 2_000
"""Cases a length is learnt from: the newest tell how the department works now."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case; dates are ISO texts. Not `delivered` with an end: refused or withdrawn."""

    filed_on: str
    ended_on: str | None
    delivered: bool


def cases(reader: Reader, code: str, name: str, *, most: int = NEWEST) -> list[Case]:
    """The newest filed cases of an item (`name` finds them by index, `code` decides)."""
    return [
        Case(filed, ended, bool(delivered))
        for filed, ended, delivered in reader.rows(
            "SELECT filed_on, ended_on, state = 'delivered' FROM reading_procedure"
            " WHERE name = :name AND code = :code AND filed_on IS NOT NULL"
            " ORDER BY filed_on DESC, procedure DESC LIMIT :most",
            name=name,
            code=code,
            most=most,
        )
    ]
