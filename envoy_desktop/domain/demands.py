"""What a window asks for, held against the list: off the list, shared already, or asked twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from envoy_desktop.domain.generation import BEFORE_GROUND, WORKS_PERMIT

OFF_LIST, HELD, TWICE = "off_list_demand", "paper_already_held", "demanded_twice"

# What the papers of BEFORE_GROUND are called at a window; a city that renames its codes renames
# them here.
_CALLED: dict[str, tuple[str, ...]] = {
    "HJ-SH": ("环评", "环境影响"),
    "HJ-BG": ("环评", "环境影响"),
    "NY-SC": ("节能",),
    "SB-SP": ("水土保持", "水保"),
    "SL-HP": ("洪水影响", "防洪评价", "涉河"),
    "AQ-TJ": ("安全条件",),
    "AQ-SJ": ("安全设施",),
    "DZ-AP": ("地震安全", "抗震设防要求"),
    "GA-GJ": ("国家安全",),
    "WW-JK": ("文物",),
    "LH-SM": ("绿地", "树木", "绿化"),
}
assert set(_CALLED) == set(BEFORE_GROUND)
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """A paper of a project: `procedures` are the codes that may demand it, `state` where it is."""

    code: str
    name: str
    shared: bool
    procedures: tuple[str, ...]
    state: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is wrong with a demand.

    `kind`: off_list_demand, paper_already_held or demanded_twice. `why`: before_ground (no
    condition of the works permit), shared (taken from shared data), handed_in, not_here (another
    procedure's paper), unlisted. `paper`: the paper's name where it is known.
    """

    kind: str
    why: str
    paper: str = ""


def judge(
    text: str, procedure: str, papers: Sequence[KnownPaper], *, own_shown: bool = False
) -> Demand | None:
    """What is wrong with `procedure` (its code) asking for `text`; None where it may ask for it.

    `own_shown`: the paper is asked for again though it was handed in (a correction of the
    procedure's own paper may ask for it, a demand out of the blue may not).
    """
    paper = recognise(text, papers)
    if procedure == WORKS_PERMIT and (paper is None or procedure not in paper.procedures):
        called = next((w for words in _CALLED.values() for w in words if w in text), "")
        if called:
            return Demand(OFF_LIST, "before_ground", paper.name if paper else "")
    if paper is None:
        return Demand(OFF_LIST, "unlisted")
    if paper.shared:
        return Demand(HELD, "shared", paper.name)
    if procedure not in paper.procedures:
        return Demand(OFF_LIST, "not_here", paper.name)
    if own_shown and paper.state == "handed_in":
        return Demand(HELD, "handed_in", paper.name)
    return None


def recognise(text: str, papers: Iterable[KnownPaper]) -> KnownPaper | None:
    """The paper that a typed demand means: by name, or where one holds the other."""
    wanted = _plain(text)
    best: tuple[int, KnownPaper] | None = None
    for paper in papers:
        name = _plain(paper.name)
        if name == wanted:
            return paper
        shorter = min(len(name), len(wanted))
        if shorter >= SHORTEST and (name in wanted or wanted in name):
            best = max(best, (shorter, paper), key=_first) if best else (shorter, paper)
    return best[1] if best else None


def _first(pair: tuple[int, KnownPaper]) -> int:
    return pair[0]


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
