"""Ratings: what an investor says of a department after a procedure, in a few plain questions."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from envoy_desktop.domain.refusal import Refusal

QUESTIONS = ("told_at_once", "in_time", "attitude", "rules_kept", "overall")
"""What was asked was told at once; in time; how one was met; nothing beyond the rules; overall."""
LEAST, MOST = 1, 5
ENOUGH = 5
"""Fewer ratings than these are shown one by one and never as a figure."""


@dataclass(frozen=True, slots=True)
class RatingFigure:
    """What many ratings say: their number, the mean of `overall`, or None below `ENOUGH`."""

    count: int
    mean: float | None

    @property
    def counts(self) -> bool:
        """Whether there are enough to be told as a figure."""
        return self.mean is not None


def check_answers(answers: Mapping[str, int]) -> dict[str, int]:
    """The answers in the order of the questions; the last must be among them.

    Refuses ``rating-incomplete``, ``unknown-question`` and ``rating-out-of-range``.
    """
    for question, value in answers.items():
        if question not in QUESTIONS:
            raise Refusal("unknown-question", question=question)
        if not LEAST <= value <= MOST:
            raise Refusal("rating-out-of-range", value=value, least=LEAST, most=MOST)
    if "overall" not in answers:
        raise Refusal("rating-incomplete")
    return {question: answers[question] for question in QUESTIONS if question in answers}


def read_answers(text: str) -> dict[str, int]:
    """The answers as they are kept; a text that is none gives none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, int)}


def figure(overall: Sequence[int]) -> RatingFigure:
    """The figure of a department's ratings, each by its answer to `overall`."""
    n = len(overall)
    return RatingFigure(n, sum(overall) / n if n >= ENOUGH else None)
