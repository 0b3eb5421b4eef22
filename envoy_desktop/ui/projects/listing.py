"""The list of projects: lamp, four stages as a bar, forecast against target, last touch."""

from array import array
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from envoy_desktop import now
from envoy_desktop.casework.outlook import Outlook
from envoy_desktop.store.queries import projects
from envoy_desktop.store.queries.projects import ProjectKey, ProjectRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.projects import forecast_panel, model
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_delegate import RowDelegate
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.row_window import RowWindow
from envoy_desktop.ui.widgets.section import EmptyState, PageTitle, column, row
from envoy_desktop.words import _, names, ngettext, pgettext

AT_ONCE = 12
"""Projects whose outlook is asked for in one go: as many as one sees."""


class _Delegate(RowDelegate):
    """Paints the four stages where other lists have words."""

    def _paint_row(
        self, painter: QPainter, rect: QRect, row: Row, selected: bool, number: int
    ) -> None:
        super()._paint_row(painter, rect, row, selected, number)
        places = self.places(rect)
        if not places.second.isValid() or not isinstance(row.data, ProjectRow):
            return
        counts = {s.stage: s for s in row.data.stages}
        gap, height = theme.px(2), theme.px(6)
        width = (places.second.width() - 3 * gap) / 4
        top = places.second.top() + theme.px(11)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for place, stage in enumerate(model.STAGES):
            box = QRectF(places.second.left() + place * (width + gap), top, width, height)
            painter.setBrush(theme.colour("line"))
            painter.drawRect(box)
            count = counts.get(stage)
            if count is None or not count.total:
                continue
            share = (count.done + 0.5 * count.running) / count.total
            lamp = model.stage_lamp(count)
            if lamp:
                box.setWidth(width * share)
                painter.setBrush(theme.colour(lamp))
                painter.drawRect(box)
        painter.restore()


class ProjectList(RowList):
    """A row list with the stages painted."""

    def __init__(self) -> None:
        super().__init__(_("项目列表"), action=False)
        self._delegate = _Delegate(self)
        self._delegate.with_action = False
        self._delegate.figure_width = theme.px(104)
        self.setItemDelegate(self._delegate)
        self._measure()


class ProjectSource:
    """The list through a window over the store; called off the UI thread."""

    def __init__(self, workspace: Any) -> None:
        self._workspace = workspace
        self.outlooks: dict[int, Outlook] = {}
        self.closed = False
        self.red = 0

    def ids(self, order: str, _descending: bool, text: str) -> "array[int]":
        """The ids of the projects that hold `text`, in an order."""
        today, text = now.today(), text.lower()
        with self._workspace.read() as reader:
            found = projects.keys(reader, today, closed=self.closed)
            touched = projects.touched(reader) if order == "touched" else {}
        shown = [
            key for key in found
            if not text or any(text in part.lower() for part in (key.name, key.investor, key.place))
        ]  # fmt: skip
        shown.sort(key=partial(_place, order, touched))
        self.red = sum(key.red > 0 for key in shown if not key.closed_on)
        return array("q", (key.id for key in shown))

    def rows(self, ids: Sequence[int]) -> list[Row | None]:
        """The finished rows of some projects."""
        with self._workspace.read() as reader:
            found = projects.all_projects(reader, now.today(), ids=list(ids)) if ids else []
        by_id = {row_.id: row_ for row_ in found}
        return [
            project_row(by_id[id], self.outlooks.get(id)) if id in by_id else None for id in ids
        ]


def _place(order: str, touched: dict[int, str], key: ProjectKey) -> tuple[object, ...]:
    """Where a project stands in an order."""
    closed = bool(key.closed_on)
    if order == "target":
        return closed, key.target_on or "9999", key.name
    if order == "name":
        return (key.name,)
    if order == "touched":
        return closed, touched.get(key.id, ""), key.name
    lamp = 0 if key.red else 1 if key.yellow else 2
    return closed, lamp, -key.red, key.target_on or "9999", key.name


class Listing(QWidget):
    """Filter, order and the list; outlooks are asked for as rows come into view."""

    opened = Signal(object)
    chosen = Signal(object)  # ProjectRow or None
    outlook_came = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.source = ProjectSource(context.workspace)
        self.window_: RowWindow | None = None
        self._asked: set[int] = set()
        body = column(self, margin=(20, 16, 20, 0), gap=8)
        self.title = PageTitle(pgettext("screen", "项目"), " ")
        self.title.add(Button(_("从表格导入"), icon="upload-simple", on=self._import))
        self.title.add(Button(_("新建项目"), icon="plus", primary=True, on=self._new))
        body.addWidget(self.title)
        body.addLayout(self._filters())
        self.list = ProjectList()
        body.addWidget(self.list, 1)
        self.empty = EmptyState(
            _("还没有项目"),
            _("建立第一个项目，按它的情况生成要办的事项；有自己的台账的，从表格导入。"),
            icon="buildings", button=_("新建项目"), on=self._new,
        )  # fmt: skip
        self.empty.hide()
        body.addWidget(self.empty, 1)
        self.list.opened.connect(self._opened)
        self.list.chosen.connect(self._chosen)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(60)
        self._rest.timeout.connect(self._ask_outlooks)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        shortcut = QShortcut(QKeySequence("Ctrl+F"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.text.setFocus)

    @property
    def outlooks(self) -> dict[int, Outlook]:
        """The outlooks read so far."""
        return self.source.outlooks

    def _filters(self) -> QHBoxLayout:
        line = row(gap=8)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("按名称、投资方、地点筛选（Ctrl+F）"))
        self.text.setAccessibleName(_("筛选"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._show)
        line.addWidget(self.text, 1)
        self.order = ChoiceField(
            [("lamp", _("预警最重的在前")), ("target", _("目标日期近的在前")),
             ("name", _("按名称")), ("touched", _("久未更新的在前"))],
            "lamp",
        )  # fmt: skip
        self.order.input().setAccessibleName(_("排序"))
        self.scope = ChoiceField([(False, _("在办")), (True, _("含已结束"))], False)
        self.scope.input().setAccessibleName(_("范围"))
        self.order.changed.connect(self._show)
        self.scope.changed.connect(self.load)
        line.addWidget(self.order)
        line.addWidget(self.scope)
        return line

    @Slot()
    def load(self) -> None:
        """Read the projects anew; the outlooks of those in view are read again too."""
        self.source.closed = bool(self.scope.value())
        self._asked.clear()
        if self.window_ is None:
            self.list.things = "project"
            self.window_ = self.list.set_source(self.context.jobs, self.source, "lamp")
            self.window_.counted.connect(self._counted)
            self.window_.rows_came.connect(self._rows_came)
        else:
            self.window_.changed(self._held())

    def current(self) -> ProjectRow | None:
        """The chosen project."""
        found = self.list.current()
        return found.data if found is not None and isinstance(found.data, ProjectRow) else None

    def _held(self) -> list[int]:
        """The projects in view."""
        return [found.id for found in self._in_view()]

    def _in_view(self) -> list[Row]:
        view = self.list.viewport().rect()
        first = max(self.list.rowAt(view.top()), 0)
        last = self.list.rowAt(view.bottom())
        last = self.list.rows.rowCount() - 1 if last < 0 else last
        found = (self.list.rows.row_at(number) for number in range(first, last + 1))
        return [row_ for row_ in found if isinstance(row_, Row)]

    @Slot()
    def _show(self) -> None:
        if self.window_ is not None:
            self.window_.load(str(self.order.value()), False, self.text.text().strip())

    @Slot(int)
    def _counted(self, count: int) -> None:
        words = ngettext("{n} 个项目", "{n} 个项目", count).format(n=f"{count:,}")
        red = self.source.red
        if red:
            late = ngettext("{n} 个有逾期", "{n} 个有逾期", red).format(n=f"{red:,}")
            words = _("，").join((words, late))
        self.title.set(pgettext("screen", "项目"), words)
        nothing = not count and not self.text.text().strip()
        self.list.setVisible(not nothing)
        self.empty.setVisible(nothing)
        self._rest.start()

    @Slot(int, int)
    def _rows_came(self, _first: int, _last: int) -> None:
        if self.list.current() is None:
            self.list.choose_first()
        else:
            self.chosen.emit(self.current())
        self._rest.start()

    @Slot(int)
    def _scrolled(self, _value: int) -> None:
        self._rest.start()

    @Slot()
    def _ask_outlooks(self) -> None:
        """The outlooks of the rows in view that were not asked for yet."""
        wanted = [row_.id for row_ in self._in_view() if row_.id not in self._asked][:AT_ONCE]
        if wanted:
            self._asked.update(wanted)
            self.context.jobs.read(
                forecast_panel.read_outlooks, done=self._outlooks_came,
                workspace=self.context.workspace, projects=tuple(wanted), today=now.today(),
            )  # fmt: skip

    @Slot(object)
    def _outlooks_came(self, found: Sequence[Outlook]) -> None:
        for seen in found:
            self.source.outlooks[seen.project] = seen
            self.outlook_came.emit(seen)
        if self.window_ is not None:
            self.window_.changed(seen.project for seen in found)

    @Slot(object)
    def _opened(self, found: Row) -> None:
        self.opened.emit(found.id)

    @Slot(object)
    def _chosen(self, _found: Row | None) -> None:
        self.chosen.emit(self.current())

    @Slot()
    def _import(self) -> None:
        from envoy_desktop.ui.projects.import_dialog import import_from_sheet

        import_from_sheet(self.context)

    @Slot()
    def _new(self) -> None:
        from envoy_desktop.ui.projects.new import new_project

        new_project(self.context)


def project_row(found: ProjectRow, seen: Outlook | None) -> Row:
    """One project as a row; the forecast comes when it has been computed."""
    parts = [found.investor or found.place]
    if found.open_obstacles:
        words = ngettext("障碍 {n}", "障碍 {n}", found.open_obstacles)
        parts.append(words.format(n=found.open_obstacles))
    if found.touched_on:
        day = names.short_day(date.fromisoformat(found.touched_on))
        parts.append(_("{day}更新").format(day=day))
    if found.closed_on:
        day = names.short_day(date.fromisoformat(found.closed_on))
        parts.append(_("{day}结束").format(day=day))
    figure, tone = against_target(seen)
    return Row(
        id=found.id,
        kind="project",
        title=found.name,
        subtitle=" · ".join(part for part in parts if part),
        second=" ",
        second_line=forecast_line(found, seen),
        figure="" if found.closed_on else figure,
        tone=tone,
        lamp="" if found.closed_on else found.lamp,
        data=found,
    )


def forecast_line(found: ProjectRow, seen: Outlook | None) -> str:
    """五成把握 2月1日 · 九成 3月8日 · 目标 3月1日."""
    parts = []
    if seen is not None and not seen.generated:
        parts.append(names.no_plan())
    elif seen is not None and seen.reached_on is not None:
        parts.append(_("{day}手续已齐").format(day=names.short_day(seen.reached_on)))
    elif seen is not None and seen.p50 is not None and seen.p90 is not None:
        parts.append(
            _("五成 {p50} · 九成 {p90}").format(
                p50=names.short_day(seen.p50),
                p90=names.short_day(seen.p90),
            )
        )
    if found.target_on:
        day = names.short_day(date.fromisoformat(found.target_on))
        parts.append(_("目标 {day}").format(day=day))
    return " · ".join(parts)


def against_target(seen: Outlook | None) -> tuple[str, str]:
    """早 20 日 or 晚 6 日: the forecast's middle against the target, in calendar days."""
    if seen is None or seen.target_on is None or seen.p50 is None or seen.reached_on is not None:
        return "", "muted"
    days = (seen.target_on - seen.p50).days
    if days < 0:
        return ngettext("晚 {n} 日", "晚 {n} 日", -days).format(n=-days), "red_word"
    tight = seen.p90 is not None and seen.p90 > seen.target_on
    words = ngettext("早 {n} 日", "早 {n} 日", days).format(n=days)
    return words, "yellow_word" if tight else "green_word"
