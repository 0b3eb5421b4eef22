"""The forecast beside a list says on what its days rest."""

from dataclasses import replace
from datetime import date

from envoy_desktop.casework.outlook import Outlook
from envoy_desktop.ui.projects.forecast_panel import ForecastPanel
from envoy_desktop.ui.widgets.label import Label

SEEN = Outlook(
    project=1, as_of=date(2026, 11, 24), target="ground_breaking", target_on=None,
    finish=date(2027, 2, 4), margin=None, reached_on=None, steps=(), edges=(), wins=(),
    p50=date(2027, 3, 9), p90=date(2027, 6, 25), chance=0.9, unpublished=2027,
)  # fmt: skip


def said(panel: ForecastPanel) -> str:
    return "\n".join(label.text() for label in panel.findChildren(Label) if not label.isHidden())


def test_days_in_a_year_without_a_holiday_table_are_told_as_open(shown):
    panel = ForecastPanel()
    shown(panel)
    panel.show_outlook(SEEN)
    assert "2027 年节假日安排尚未公布" in said(panel)
    panel.show_outlook(replace(SEEN, unpublished=2028))
    assert "尚未公布" not in said(panel)


def test_without_a_plan_no_day_is_told(shown):
    panel = ForecastPanel()
    shown(panel)
    panel.show_outlook(replace(SEEN, p50=None, p90=None, chance=None, generated=False))
    words = "\n".join(label.text() for label in panel.findChildren(Label))
    assert "还没有生成计划" in words
    assert "2027" not in words
