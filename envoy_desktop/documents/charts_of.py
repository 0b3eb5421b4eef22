"""The charts of a workspace by name, worded, for a file or a page."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from envoy_desktop.domain.charts import Amount, Bars, Chart, Point, Reliability
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.words import _, names
from envoy_desktop.words import charts as words

if TYPE_CHECKING:
    from envoy_desktop.store.queries.figures import Window

OF_DEPARTMENT = ("distribution", "survival", "months")
CHARTS = (*OF_DEPARTMENT, "bottlenecks", "calibration")
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Made:
    """A chart with its title and the line under it."""

    chart: Chart
    title: str
    line: str


def made(reader: Reader, as_of: date, name: str, department: int | None, window: "Window") -> Made:
    """A chart of the workspace. Refuses "unknown-chart", "chart-of-whom" and "no-cases"."""
    if name not in CHARTS:
        raise Refusal("unknown-chart", chart=name, known=CHARTS)
    line = _("截至 {day}").format(day=names.full_day(as_of))
    if name in OF_DEPARTMENT:
        if department is None:
            raise Refusal("chart-of-whom", chart=name)
        from envoy_desktop.casework import department_detail, figures

        table = figures.table(reader, as_of, window)
        seen = department_detail.detail(reader, table, department)
        shown: dict[str, Chart] = {
            "distribution": seen.distribution,
            "survival": seen.survival,
            "months": seen.months,
        }
        found = shown[name]
        told = seen.row.figure
        line = _("{line}；办件 {n}，在办 {open}").format(line=line, n=told.cases, open=told.open)
        title = _("{of} · {title}").format(of=seen.row.office.name, title=words.title(found))
        return Made(found, title, line)
    if name == "bottlenecks":
        from envoy_desktop.casework import bottlenecks

        lost = bottlenecks.bottlenecks(reader, as_of, window)
        items = sorted(lost.items, key=lambda one: -one.department_days)[:MOST_BARS]
        bars = tuple(
            Amount(
                one.name, one.department_days, min(one.overdue_days, one.department_days),
                _("{days} 日，{n} 件").format(days=one.department_days, n=one.cases),
            )
            for one in items
        )  # fmt: skip
        return Made(Bars(bars, part=_("其中超期")), _("各事项占用的部门工作日"), line)
    from envoy_desktop.casework import measured

    kept = measured.calibration(reader, as_of)
    points = tuple(Point(one.chance, one.ended) for one in kept.bins)
    reliability = Reliability(points, kept.cases)
    return Made(reliability, words.title(reliability), line)
