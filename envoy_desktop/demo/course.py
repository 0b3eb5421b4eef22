"""How one procedure of the demo city goes: events whose waits have the long tails of real ones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.clock_values import EventKind, Party

# how a department compares with what it promises: 1.0 keeps to it in the median
PACE = {
    "ziran": 1.75, "shengtai": 1.5, "gongdian": 1.6, "zhujian": 1.05, "shuili": 0.95,
    "xiaofang": 1.3, "linye": 1.45, "fagai": 0.7, "shichang": 0.6, "shuiwu": 0.5, "bdc": 0.65,
    "qixiang": 0.8, "renfang": 1.1, "gongan": 1.2, "wenwu": 1.4, "zj_st": 1.15, "zj_hp": 1.3,
    "zj_kc": 1.1, "yingji": 1.15, "chengguan": 0.9, "guoan": 1.0, "dangan": 0.8,
}  # fmt: skip
SPREAD = 0.72  # of the logarithm of a wait
MISSING = (
    "规划条件核实意见", "用地红线图", "法定代表人签章页", "日照分析报告", "节能计算书",
    "总平面布置图（加盖公章）", "可行性研究报告批复", "建设单位承诺书", "现状地形图",
    "结建面积计算书", "污水接管协议", "第三方检测报告",
    "管线综合图", "消防设计说明专篇", "水资源论证报告书", "交通组织方案",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One event of a course and the day it was entered."""

    kind: EventKind
    on: date
    entered: date
    items: tuple[str, ...] = ()
    party: Party | None = None
    announced: int | None = None
    days: int | None = None
    note: str = ""
    has_receipt: bool = True


@dataclass(frozen=True)
class Course:
    """A procedure's events, and the day it was delivered (None: it does not get there)."""

    events: tuple[Told, ...]
    delivered: date | None
    slow: bool  # well past its promise
    piecemeal: date | None  # the day a second, new demand came


def run(rng: Random, item: CatalogueItem, begin: date, calendar: Calendar) -> Course:
    """A whole course from its filing on or after `begin`; the future is cut off by the caller."""
    pen = _Pen(rng, calendar)
    on = calendar.next_working_day(begin)
    promised = item.promised_limit or item.statutory_limit or 5
    pace = PACE.get(item.lead_department, 1.0)
    pen.put(EventKind.FILED, on, receipt=rng.random() < 0.8)
    piecemeal: date | None = None
    corrected = promised > 2 and rng.random() < 0.34
    if corrected:
        on = pen.after(on, rng.randint(1, 4))
        items = tuple(rng.sample(MISSING, rng.choice((1, 1, 2, 3))))
        party = Party.INTERMEDIARY if rng.random() < 0.3 else Party.INVESTOR
        pen.put(EventKind.CORRECTION_NOTICE, on, items=items, party=party)
        on = pen.after(on, _wait(rng, 5))
        pen.put(EventKind.RESUBMITTED, on, items=items)
        if rng.random() < 0.3:
            on = pen.after(on, rng.randint(1, 3))
            more = tuple(item for item in rng.sample(MISSING, 2) if item not in items)[:1]
            pen.put(EventKind.CORRECTION_NOTICE, on, items=more)
            piecemeal = on
            on = pen.after(on, _wait(rng, 3))
            pen.put(EventKind.RESUBMITTED, on, items=more)
    silent = rng.random() < 0.05
    if not silent and promised > 1:
        on = pen.after(on, min(5, rng.choice((0, 0, 1, 1, 2, 3))))
        pen.put(EventKind.ACCEPTED, on)
    if rng.random() < 0.002:
        on = pen.after(on, rng.randint(1, 4))
        pen.put(EventKind.WITHDRAWN, on, note="项目单位调整方案，申请撤回")
        return Course(tuple(pen.told), None, False, piecemeal)
    work = max(1, round(_wait(rng, max(1, promised) * 1.35 * pace)))
    start = on
    if item.exclusions and promised >= 5 and rng.random() < 0.4 and not silent:
        told = rng.choice((5, 10, 10, 15))
        begun = pen.after(on, rng.randint(1, max(1, work // 3)))
        noticed = rng.random() < 0.75
        pen.put(
            EventKind.SPECIAL_STEP_BEGUN,
            begun,
            announced=told if noticed else None,
            note=item.exclusions[0],
        )
        on = pen.after(begun, max(2, told + rng.choice((-2, 0, 0, 1, 4))))
        pen.put(EventKind.SPECIAL_STEP_ENDED, on)
    elif rng.random() < 0.03:
        on = pen.after(on, rng.randint(1, 3))
        pen.put(EventKind.SUSPENDED, on, note="项目单位书面申请中止")
        on = pen.after(on, _wait(rng, 8))
        pen.put(EventKind.RESUMED, on)
    limit = item.decision_limit
    if item.extension and limit and work > limit * 0.9 and rng.random() < 0.5:
        ask = calendar.add_working_days(start, max(1, limit - 3))
        if ask >= on:
            pen.put(EventKind.EXTENSION, ask, days=item.extension, note="情况复杂，经负责人批准")
            on = ask
    on = max(on, pen.after(start, work))
    if rng.random() < 0.002:
        pen.put(EventKind.REFUSED, on, note="方案不符合规划条件")
        return Course(tuple(pen.told), None, False, piecemeal)
    pen.put(EventKind.DECIDED, on)
    on = pen.after(on, rng.choice((0, 0, 1, 1, 2, 3, 5, 8)))
    pen.put(EventKind.DELIVERED, on)
    return Course(tuple(pen.told), on, work > promised * 1.4, piecemeal)


class _Pen:
    """Writes events down with the day they were entered: mostly at once, now and then late."""

    def __init__(self, rng: Random, calendar: Calendar) -> None:
        self._rng = rng
        self._calendar = calendar
        self.told: list[Told] = []

    def after(self, on: date, days: int) -> date:
        return self._calendar.add_working_days(on, days) if days > 0 else on

    def put(
        self,
        kind: EventKind,
        on: date,
        *,
        items: Sequence[str] = (),
        party: Party | None = None,
        announced: int | None = None,
        days: int | None = None,
        note: str = "",
        receipt: bool = True,
    ) -> None:
        lag = self._rng.choices((0, 1, 2, 6, 11), (70, 18, 7, 3, 2))[0]
        entered = on + timedelta(days=lag)
        if self.told and entered < self.told[-1].entered:
            entered = self.told[-1].entered
        self.told.append(
            Told(kind, on, entered, tuple(items), party, announced, days, note, receipt)
        )


def _wait(rng: Random, median: float) -> int:
    """Working days of a wait with a long tail (lognormal) around its median."""
    return max(1, round(math.exp(rng.gauss(math.log(max(median, 0.6)), SPREAD))))
