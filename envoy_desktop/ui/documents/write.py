"""Beginning a memo: of which obstacles, and as which kind, with a plain sentence when to use it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QRadioButton, QWidget

from envoy_desktop import now
from envoy_desktop.store.queries import choices
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.obstacles import ObstacleRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents import reading
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.fields import ChoiceField, TextField
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.section import Scroll, SectionHeader, column
from envoy_desktop.words import N_, _, names

KINDS = (
    ("briefing", N_("让领导知道一件要紧的事和您的建议，不要求批复。")),
    ("request", N_("请上级机关批一件事：一文一事，要等批复才能办。")),
    ("report", N_("向上级机关汇报工作、反映情况，不带请求。")),
    ("opinion", N_("就一个重要问题提出看法和处理办法，可上报也可发给部门。")),
    ("letter", N_("同不相隶属的部门商量、询问、答复，不下命令。")),
    ("monthly_report", N_("每月书面报告，从当月的事实写成，不用选障碍。")),
    ("minutes", N_("记下一次协调会议定了什么、谁办、何时办结。")),
    ("mandate", N_("投资方签字盖章，委托全程代办一个项目。")),
)
MOST = 40  # obstacles offered to tick; more are written of from the list


def write_memo(
    context: Context,
    obstacles: Sequence[int] = (),
    *,
    kind: str = "",
    late: dict[str, Any] | None = None,
) -> None:
    """Ask for the kind, then draft from the obstacles (the chosen ones, or those at hand).

    `late`: an obstacle not yet logged (values of `obstacles.log`); drafting logs it, leaving
    the dialog does not.
    """
    chosen = tuple(obstacles)
    asked = _Asked(context, chosen, kind, late)
    context.jobs.read(
        offered, done=asked.open_dialog, key="write-memo",
        workspace=context.workspace, ids=chosen, about=context.selected(),
    )  # fmt: skip


class _Asked:
    """Waits for the obstacles, then shows the dialog."""

    def __init__(
        self, context: Context, chosen: Sequence[int], kind: str, late: dict[str, Any] | None
    ) -> None:
        self._context, self._chosen, self._kind, self._late = context, chosen, kind, late

    def open_dialog(self, read: tuple[list[ObstacleRow], list[Choice], int | None]) -> None:
        found, projects, at_hand = read
        if self._late is not None:
            found = []
        ticked = bool(self._chosen)
        WriteDialog(
            self._context, found, self._kind, ticked=ticked, projects=projects, project=at_hand,
            late=self._late,
        ).open()  # fmt: skip


class WriteDialog(FormDialog):
    """The kinds as radio buttons, the obstacles as boxes; Enter drafts."""

    def __init__(
        self,
        context: Context,
        found: Sequence[ObstacleRow],
        kind: str,
        *,
        ticked: bool,
        projects: Sequence[Choice] = (),
        project: int | None = None,
        late: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(context.window, _("写公文"), save=_("起草"), width=44)
        self._context = context
        self._late = late
        self._logged: list[int] = []
        self._kinds = QButtonGroup(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        for code, words in KINDS:
            button = QRadioButton(names.document_kind(code))
            button.setFont(theme.font("strong"))
            button.setProperty("kind", code)
            button.setAccessibleDescription(_(words))
            button.setMinimumHeight(theme.px(24))
            if code == (kind or "briefing"):
                button.setChecked(True)
            self._kinds.addButton(button)
            line = grid.rowCount()
            grid.addWidget(button, line, 0)
            grid.addWidget(Label(_(words), "body", "muted", wrap=True), line, 1)
        self.more.addLayout(grid)
        self._own = Form()
        self.more.addWidget(self._own)
        self._own.add("month", _("月份"), TextField(now.today().isoformat()[:7], hint="2026-11"))
        self._own.add(
            "project", _("项目"),
            ChoiceField(
                [(choice.id, choice.name) for choice in projects], project,
                none=_("还没有选"), search=True,
            ),
        )  # fmt: skip
        self._kinds.buttonToggled.connect(self._kind_chosen)
        self._boxes: list[QCheckBox] = []
        self._empty: Label | None = None
        if found:
            self.more.addWidget(SectionHeader(_("写进去的障碍"), len(found)))
            self.more.addWidget(self._list(found[:MOST], ticked or len(found) == 1))
        elif late is not None:
            self._empty = Label(
                _("起草时记一条障碍，写进公文：{text}").format(text=late["text"]),
                "caption", "muted", wrap=True,
            )  # fmt: skip
            self.more.addWidget(self._empty)
        else:
            self._empty = Label(
                _("没有选中障碍，先起草一份空的；在“障碍”里选中几条再写，事实会自动填好。"),
                "caption", "muted", wrap=True,
            )  # fmt: skip
            self.more.addWidget(self._empty)
        self._kind_chosen()
        checked = self._kinds.checkedButton()
        if checked is not None:
            checked.setFocus(Qt.FocusReason.TabFocusReason)

    def _list(self, found: Sequence[ObstacleRow], ticked: bool) -> QWidget:
        scroll = Scroll(gap=2)
        for row in found:
            where = _(" · ").join(part for part in (row.project_name, row.department_name) if part)
            box = QCheckBox(names.short(row.text, 30))
            box.setToolTip(row.text)
            box.setChecked(ticked)
            box.setProperty("obstacle", row.id)
            self._boxes.append(box)
            holder = QWidget()
            inside = column(holder, margin=(0, 0, 0, 4), gap=0)
            inside.addWidget(box)
            label = Label(where, "small", "muted", wrap=True)
            label.setContentsMargins(theme.px(24), 0, 0, 0)
            inside.addWidget(label)
            scroll.body.addWidget(holder)
        scroll.body.addStretch(1)
        scroll.setFixedHeight(theme.px(min(44 * len(found) + 4, 220)))
        return scroll

    def kind(self) -> str:
        """The chosen kind."""
        button = self._kinds.checkedButton()
        return str(button.property("kind")) if button is not None else "briefing"

    def obstacles(self) -> list[int]:
        """The ticked obstacles, in the order of the list."""
        return [int(box.property("obstacle")) for box in self._boxes if box.isChecked()]

    @Slot()
    def _kind_chosen(self) -> None:
        """A month is asked for a monthly report alone, a project for a mandate."""
        self._own.show_row("month", self.kind() == "monthly_report")
        self._own.show_row("project", self.kind() == "mandate")
        if self._empty is not None:
            self._empty.setVisible(self.kind() not in ("monthly_report", "mandate"))

    def submit(self) -> None:
        self.save.setEnabled(False)
        job = Job(
            _("正在起草"), draft,
            {"workspace": self._context.workspace, "kind": self.kind(),
             "obstacles": self.obstacles(), "late": self._late, "logged": self._logged,
             **self._asked()},
        )  # fmt: skip
        self._context.jobs.run(job, done=self._drafted, failed=self.failed, lane="write")

    def _asked(self) -> dict[str, Any]:
        if self.kind() == "monthly_report":
            return {"month": self._own.fields["month"].value()}
        if self.kind() == "mandate":
            return {"project": self._own.fields["project"].value()}
        return {}

    @Slot(object)
    def _drafted(self, memo: int) -> None:
        self._finished(memo)
        self._context.open_object("memo", memo)


def draft(
    workspace: Workspace,
    kind: str,
    obstacles: Sequence[int],
    month: str = "",
    project: int | None = None,
    late: dict[str, Any] | None = None,
    logged: list[int] | None = None,
) -> Any:
    """Draft a memo from the facts of obstacles, a month or a project; on the writing lane.

    `late` is logged first as an obstacle of its own; `logged` keeps its id, so that pressing
    again after a refusal logs nothing twice.
    """
    from envoy_desktop.casework import obstacles as acts
    from envoy_desktop.documents import memo

    logged = [] if logged is None else logged
    if late is not None and kind not in ("monthly_report", "mandate"):
        if not logged:
            logged.append(workspace.do(acts.log, **late))
        obstacles = [*obstacles, *logged]
    of: dict[str, Any] = {"project": project} if project is not None else {}
    about = () if kind in ("monthly_report", "mandate") else obstacles
    return memo.draft(workspace, kind=kind, obstacles=about, month=month, **of)


def offered(
    workspace: Workspace, ids: Sequence[int], about: tuple[str, int] | None
) -> tuple[list[ObstacleRow], list[Choice], int | None]:
    """Obstacles to tick, projects to choose from, and the project at hand."""
    found = reading.obstacles_for(workspace, ids, about)
    with workspace.read() as reader:
        projects = choices.projects(reader)
    at_hand = about[1] if about and about[0] == "project" else None
    return found, projects, at_hand or next((o.project for o in found if o.project), None)
