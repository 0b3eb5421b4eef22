"""Who plays: envoys with their district and unit, and the part each has in the month."""

from dataclasses import dataclass
from random import Random

from envoy_desktop.demo import names

DISTRICTS = (
    "卧澜区", "宛澄区", "伏岭县", "白渚县", "宝峦县", "淅原县", "唐溪县", "内湍县", "方塬县",
    "镇坪县", "社河县", "桐岗县", "新沔县", "滨湖新区", "城东开发区",
)  # fmt: skip
OFFICES = ("发展和改革委员会", "工业和信息化局", "商务局", "行政审批局", "项目建设服务中心")


@dataclass(frozen=True)
class Person:
    """An envoy of the play."""

    number: int
    name: str
    district: str
    unit: str


@dataclass(frozen=True)
class Parts:
    """Who has which part; all but `late` and `silent` deliver in time."""

    team: tuple[int, int]  # share a project, and edit the same field of it
    hand_over: tuple[int, int]
    restored: int  # his disk dies; the backup is older than his first package
    damaged: int  # his file on the stick is damaged, and copied again
    twice: int  # his file lies on the stick under two names
    ahead: int  # his clock runs four days ahead
    closing: int  # closes a project
    late: int  # delivers after the meeting
    silent: int  # delivers nothing

    def in_time(self, envoys: int) -> set[int]:
        """Those whose work the meeting sees."""
        return set(range(envoys)) - {self.late, self.silent}


LEAST = 5
"""Envoys of the smallest play."""


def people(count: int, seed: int) -> list[Person]:
    """The envoys; their names differ."""
    rng = Random(f"month-people-{seed}")
    found: dict[str, None] = {}
    while len(found) < count:
        found[names.person(rng)] = None
    return [
        Person(
            n,
            name,
            DISTRICTS[n % len(DISTRICTS)],
            DISTRICTS[n % len(DISTRICTS)] + OFFICES[n // len(DISTRICTS) % len(OFFICES)],
        )
        for n, name in enumerate(found)
    ]


def parts(count: int) -> Parts:
    """The parts, spread over those who deliver in time; of few envoys one has several."""
    if count < LEAST:
        raise ValueError(f"a month needs {LEAST} envoys")
    in_time = count - 2

    def slot(n: int) -> int:
        return n % in_time

    return Parts(
        (0, 1), (slot(2), slot(3)), slot(4), slot(5), slot(6), slot(7), slot(8), count - 2,
        count - 1,
    )  # fmt: skip
