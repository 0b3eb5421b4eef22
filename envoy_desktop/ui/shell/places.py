"""Where one has been: back and forward through screens and the things opened on them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A screen and the thing open on it (0: its list)."""

    screen: str
    object_id: int = 0


class Places:
    """A trail as in a browser."""

    LONGEST = 100

    def __init__(self) -> None:
        self._trail: list[Place] = []
        self._at = -1

    @property
    def here(self) -> Place | None:
        """Where one is."""
        return self._trail[self._at] if self._trail else None

    def step(self, place: Place) -> None:
        """Go on to `place`; what lay forward is forgotten."""
        if place == self.here:
            return
        self._trail = [*self._trail[: self._at + 1], place][-self.LONGEST :]
        self._at = len(self._trail) - 1

    def back(self) -> Place | None:
        """One place back, or None at the start."""
        if self._at <= 0:
            return None
        self._at -= 1
        return self._trail[self._at]

    def forward(self) -> Place | None:
        """One place forward, or None at the end."""
        if self._at + 1 >= len(self._trail):
            return None
        self._at += 1
        return self._trail[self._at]
