"""Words for every trouble: what happened, what was kept, what to do next."""

from dataclasses import dataclass

from envoy_desktop.domain.refusal import Trouble


@dataclass(frozen=True, slots=True)
class Told:
    """A trouble in plain words; `lines` one for each bad cell of a spreadsheet, else empty.

    `what` happened, `kept`: what was kept, `next`: what to do; the last may be blank.
    """

    what: str
    kept: str
    next: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, *self.lines, self.kept, self.next) if part)


def tell(trouble: Trouble) -> Told:
    """The words for a trouble, in the language spoken now."""
    return Told(str(trouble), "", "")


def finding(found: object) -> str:
    """What the format forbids or advises (`domain.official.Finding`), with its article."""
    return str(found)
