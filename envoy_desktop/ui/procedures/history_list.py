"""The history as a list: acts by day, each with what it changed; quick at any length."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from envoy_desktop.store.queries.history import Entry
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.words import _, names

MOST_CHANGES = 8


class HistoryList(RowList):
    """`show_entries(entries)`, the newest first; the whole of a cut line is its tip."""

    def __init__(self, *, fit: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(
            _("变更记录"), lamp=False, second=False, action=False, fit=fit, parent=parent
        )

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these acts."""
        rows: list[Row | Group] = []
        day: date | None = None
        for entry in entries:
            if entry.at.date() != day:
                day = entry.at.date()
                rows.append(Group(names.day(day)))
            changes = names.changes(entry.changes)
            told = _("；").join(changes[:MOST_CHANGES])
            if len(changes) > MOST_CHANGES:
                told += "…"
            rows.append(
                Row(
                    id=entry.unit,
                    kind="unit",
                    title=names.entry(entry),
                    subtitle=told,
                    figure=f"{entry.at:%H:%M}",
                    tone="muted",
                )
            )
        self.set_rows(rows)
