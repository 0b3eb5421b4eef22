"""The holiday table: which years are published, taking in a new one, the receipt of moved days."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from envoy_desktop import now
from envoy_desktop.store.queries.editions import HolidayYear
from envoy_desktop.ui.settings.problems import Problems
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import column, row
from envoy_desktop.words import _, names, ngettext

if TYPE_CHECKING:
    from envoy_desktop.casework.reference import Lists, Moved


class HolidaysTab(QWidget):
    """Working days are what every deadline is counted in: an import says what it moved."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        body = column(self, margin=(0, 16, 12, 12), gap=10)
        body.addWidget(
            Label(
                _(
                    "时限按工作日计算，以国务院办公厅每年的放假通知为准。没有公布的年份按周末推算，"
                    "凡用到它的截止日都标“暂定”。"
                ),
                "body", "muted", wrap=True,
            )
        )  # fmt: skip
        line = row(gap=8)
        line.addWidget(
            Button(_("导入节假日表"), icon="upload-simple", primary=True, on=self.choose)
        )
        line.addWidget(
            Label(_("CSV 或 XLSX，列名：date、kind、name、notice_year"), "caption", "muted"), 1
        )
        body.addLayout(line)
        self.problems = Problems()
        body.addWidget(self.problems)
        self.receipt = RowList(_("导入后移动的截止日"), second=True, action=False, lamp=False)
        self.receipt.opened.connect(self._open)
        self._receipt_told = Label("", "strong", wrap=True)
        for part in (self._receipt_told, self.receipt):
            part.hide()
        body.addWidget(self._receipt_told)
        body.addWidget(self.receipt, 2)
        self.years = RowList(_("已有的年份"), two_lines=False, lamp=False, action=False)
        body.addWidget(self.years, 1)

    def show_years(self, years: Sequence[HolidayYear]) -> None:
        """Show the published years; the next one where it is missing."""
        rows: list[Row | Group] = [Group(_("已有的年份"), len(years))]
        known = {year.year for year in years}
        for missing in (now.today().year, now.today().year + 1):
            if missing not in known:
                rows.append(
                    Row(
                        -missing,
                        str(missing),
                        second=_("尚未公布，按周末推算"),
                        figure=_("暂定"),
                        tone="yellow_word",
                    )
                )
        for year in years:
            rows.append(
                Row(
                    year.year,
                    str(year.year),
                    second=ngettext("{n} 天放假", "{n} 天放假", year.holidays).format(
                        n=year.holidays
                    ),
                    figure=ngettext("{n} 天调休上班", "{n} 天调休上班", year.workdays).format(
                        n=year.workdays
                    ),
                    tone="muted",
                )
            )
        self.years.set_rows(rows)

    @Slot()
    def choose(self) -> None:
        """Ask for the table."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("导入节假日表"), "", _("表格 (*.xlsx *.csv)")
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Take a table in; a backup is written before."""
        from envoy_desktop.casework import taking_in  # reads spreadsheets: heavy at the start

        self.problems.clear()
        session = self._context.settings["session"]
        self._context.jobs.run(
            Job(
                _("导入节假日表"),
                taking_in.holidays,
                {
                    "workspace": self._context.workspace,
                    "path": path,
                    "backups": session.backup_folder() if not session.demo else None,
                },
            ),
            done=self._taken,
            failed=self.problems.show_trouble,
            lane="write",
        )

    @Slot(object)
    def _taken(self, taken: "tuple[Lists, list[Moved]]") -> None:
        _lists, moved = taken
        self._context.messages.done(_("已导入节假日安排"), undo=True)
        if not moved:
            self._receipt_told.setText(_("没有截止日因此移动。"))
        else:
            self._receipt_told.setText(
                ngettext("{n} 个截止日因此移动", "{n} 个截止日因此移动", len(moved)).format(
                    n=len(moved)
                )
            )
        self._receipt_told.show()
        self.receipt.set_rows(receipt_rows(moved))
        self.receipt.setVisible(bool(moved))

    @Slot(object)
    def _open(self, found: Row) -> None:
        self._context.open_object("procedure", found.id)


def receipt_rows(moved: "Sequence[Moved]") -> list[Row]:
    """The receipt: which deadline moved from which day to which."""
    rows = []
    for one in moved:
        line: Any = one.deadline
        rows.append(
            Row(
                one.procedure,
                one.name,
                one.project,
                second=_limit(line),
                second_line=_("{old} → {new}").format(
                    old=names.day(line.old) or _("无"),
                    new=names.day(line.new) or _("无"),
                ),
                figure=_lamps(line),
                tone="muted",
                kind="procedure",
            )
        )
    return rows


def _limit(line: Any) -> str:
    limit = names.limit_kind(line.limit_kind) if line.limit_kind else ""
    return " · ".join(part for part in (names.clock(line.clock), limit) if part)


def _lamps(line: Any) -> str:
    if line.old_lamp == line.new_lamp:
        return names.lamp(line.new_lamp or "")
    return f"{names.lamp(line.old_lamp or '')} → {names.lamp(line.new_lamp or '')}"
