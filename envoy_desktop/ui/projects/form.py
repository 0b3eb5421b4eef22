"""The form of a project: who and where, then what decides which procedures apply; a live count."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from envoy_desktop.casework import plans
from envoy_desktop.domain import attributes as known
from envoy_desktop.domain import generation
from envoy_desktop.domain.catalogue import CatalogueItem
from envoy_desktop.domain.refusal import Refusal, Trouble
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries.projects import ProjectRow
from envoy_desktop.ui import theme
from envoy_desktop.ui.procedures.event_form import told
from envoy_desktop.ui.shell.messages import worded
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.fields import (
    ChoiceField,
    Field,
    LinesField,
    NumberField,
    TextField,
    YesNoField,
)
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.money_field import MoneyField
from envoy_desktop.ui.widgets.section import Line, Scroll, SectionHeader, column, row
from envoy_desktop.words import N_, _, names, ngettext

PLACE = "project-form"
SETTLE_MS = 150
TWO_COLUMNS = 720

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("投资与规模"), (
        "investment_kind", "investment_cny", "area_m2", "land_area_m2", "new_company",
        "tendering_required", "infrastructure_fee",
    )),
    (N_("用地与位置"), (
        "land_supply", "earthwork_m3", "new_construction_land", "forest_land", "green_land",
        "geohazard_zone", "archaeology_zone", "river_zone", "near_heritage",
        "national_security_zone",
    )),
    (N_("环境与能源"), (
        "eia_class", "pollution_permit", "energy_tce", "electricity_mwh", "water_abstraction",
        "sewage_to_network", "construction_waste",
    )),
    (N_("安全与专项审查"), (
        "hazardous", "occupational_hazard", "fire_special", "public_assembly",
        "civil_air_defence", "seismic_major", "overlimit_highrise", "lightning",
        "special_equipment", "social_risk", "traffic_impact",
    )),
    (N_("市政接入"), (
        "power_supply", "water_supply", "gas_supply", "telecom", "road_occupation",
    )),
)  # fmt: skip
"""Every attribute of `domain.attributes`, grouped as one asks an investor; a test counts them."""

TEXTS: tuple[str, ...] = (
    "name", "investor", "investor_contact", "place", "summary", "lead_leader", "working_group",
    "envoy",
)  # fmt: skip
DATES = ("target_on", "mandate_until")


@dataclass(frozen=True, slots=True)
class Ground:
    """What the form needs of the workspace: the items that may apply, what was half typed."""

    items: tuple[CatalogueItem, ...]
    typed: str
    row: ProjectRow | None = None
    attributes: Mapping[str, str] | None = None
    existing: tuple[str, ...] = ()


def read_new(workspace: Any) -> Ground:
    """What a new project's form needs."""
    with workspace.read() as reader:
        edition = reference.newest_edition(reader)
        items = reference.items(reader, edition) if edition else {}
    return Ground(tuple(items.values()), workspace.kept_typing(PLACE))


def read_old(workspace: Any, project: int, today: date) -> Ground | None:
    """What the form of a project needs; None where it is gone."""
    from envoy_desktop.store.queries import projects, standing

    with workspace.read() as reader:
        row_ = projects.project(reader, project, today)
        if row_ is None:
            return None
        plan = plans.plan(reader, project)
        return Ground(
            tuple(reference.items(reader, row_.edition).values()),
            "",
            row_,
            standing.attribute_texts(reader, project),
            tuple(p.item.code for p in plan if p.id),
        )


def attribute_field(code: str) -> Field:
    """The field of an attribute, by its kind."""
    attribute = known.ATTRIBUTES[code]
    if attribute.kind == known.YES_NO:
        return YesNoField()
    if attribute.kind == known.CHOICE:
        return ChoiceField(names.attribute_choices(code), none=_("未定"))
    if attribute.unit == "cny":
        return MoneyField(scale=10_000)  # one thinks of an investment in 万元
    return NumberField(unit=names.unit(attribute.unit), decimals=2)


def text_of(field: Field) -> str:
    """What a field holds as the text a workspace keeps."""
    value = field.value()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Decimal):
        return known.format_value(Decimal(str(value)))
    return str(value)


def show_text(code: str, field: Field, text: str) -> None:
    """Show a kept text in an attribute's field."""
    value = known.parse_value(code, text)
    if isinstance(field, MoneyField):
        field.set_value(value)
    elif isinstance(value, Decimal) and isinstance(field, NumberField) and value >= 10**6:
        scale, unit = (10**8, "亿") if value >= 10**8 else (10**4, "万")
        field.line.setText(f"{(value / scale).normalize():f}{unit}")  # as one says it
    elif isinstance(value, Decimal):
        field.set_value(int(value) if value == value.to_integral_value() else float(value))
    else:
        field.set_value(value)


class ProjectForm(QDialog):
    """A new project, or an old one's; `saved(id)` when it has been written."""

    saved = Signal(object)

    def __init__(self, context: Context, ground: Ground) -> None:
        super().__init__(context.window)
        self._context, self._ground = context, ground
        self._old = ground.row
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("修改项目") if self._old else _("新建项目"))
        self.resize(min(theme.px(860), context.window.width()), min(
            theme.px(720), context.window.height()))  # fmt: skip
        whole = column(self, margin=(20, 16, 20, 16), gap=8)
        whole.addWidget(Label(self.windowTitle(), "figure"))
        self._scroll = Scroll(gap=8, margin=(0, 0, 12, 8))
        whole.addWidget(self._scroll, 1)
        self.base = Form(label_width=8)
        self._fill_base()
        self._scroll.body.addWidget(SectionHeader(_("基本情况")))
        self._scroll.body.addWidget(self.base)
        self.fields: dict[str, Field] = {}
        self._forms: list[Form] = [self.base]
        self._pairs: list[tuple[QGridLayout, QWidget, QWidget]] = []
        for head, codes in GROUPS:
            self._add_group(_(head), codes)
        self._scroll.body.addStretch(1)
        self._wrong = Label("", "strong", "red_word", wrap=True)
        self._wrong.hide()
        whole.addWidget(self._wrong)
        whole.addWidget(Line())
        foot = row(gap=8)
        self.count = Label("", "strong")
        self.why = Label("", "caption", "muted", wrap=True)
        counts = column(gap=2)
        counts.addWidget(self.count)
        counts.addWidget(self.why)
        foot.addLayout(counts, 1)
        foot.addWidget(Button(_("取消"), on=self.reject), 0, Qt.AlignmentFlag.AlignBottom)
        words = _("保存") if self._old else _("新建项目并生成计划")
        self.save = Button(words, primary=True, on=self._save)
        foot.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        whole.addLayout(foot)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._settled)
        self._show_old()
        for form in self._forms:
            form.changed.connect(self._changed)
        self._count()

    # --- making -------------------------------------------------------------------------------

    def _fill_base(self) -> None:
        base = self.base
        base.add("name", _("项目名称"), TextField(required=True))
        base.add("investor", _("投资方"), TextField())
        base.add("investor_contact", _("投资方联系人"), TextField(hint=_("姓名、电话")))
        base.add("place", _("建设地点"), TextField())
        base.add("summary", _("建设内容"), LinesField(lines=2))
        base.add("lead_leader", _("包联领导"), TextField())
        base.add("working_group", _("工作专班"), TextField())
        base.add("envoy", _("特派服务员"), TextField(), _("留空则为本人。"))
        base.add("target_on", _("目标动工日期"), DateField(ahead=True))
        base.add("mandate_until", _("代办委托至"), DateField(ahead=True))

    def _add_group(self, head: str, codes: Sequence[str]) -> None:
        self._scroll.body.addSpacing(theme.px(8))
        self._scroll.body.addWidget(SectionHeader(head))
        half = (len(codes) + 1) // 2
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(10))
        sides: list[QWidget] = []
        for part in (codes[:half], codes[half:]):
            form = Form(label_width=9)
            for code in part:
                field = attribute_field(code)
                form.add(code, names.attribute(code), field)
                self.fields[code] = field
            self._forms.append(form)
            sides.append(form)
        grid.addWidget(sides[0], 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(sides[1], 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._pairs.append((grid, sides[0], sides[1]))
        self._scroll.body.addLayout(grid)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(TWO_COLUMNS)
        for grid, _first, second in self._pairs:
            place = (0, 1) if wide else (1, 0)
            at: Any = grid.getItemPosition(grid.indexOf(second))
            if tuple(at[:2]) != place:
                grid.removeWidget(second)
                grid.addWidget(second, *place, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(1, 1 if wide else 0)

    def _show_old(self) -> None:
        old, kept = self._old, self._ground.typed
        if old is not None:
            values: dict[str, Any] = {name: getattr(old, name) for name in TEXTS}
            values |= {
                name: date.fromisoformat(getattr(old, name)) if getattr(old, name) else None
                for name in DATES
            }
            self.base.set_values(values)
            self.base.show_row("mandate_until", False)  # a mandate is renewed on its own tab
            for code, text in (self._ground.attributes or {}).items():
                if code in self.fields:
                    show_text(code, self.fields[code], text)
        elif kept:
            self._take_back(kept)

    # --- half-typed text ----------------------------------------------------------------------

    def _typed(self) -> dict[str, str]:
        base = self.base.values()
        found = {name: str(base[name] or "") for name in (*TEXTS, *DATES)}
        found |= {code: text_of(field) for code, field in self.fields.items()}
        return {name: text for name, text in found.items() if text}

    def _take_back(self, kept: str) -> None:
        try:
            typed = json.loads(kept)
        except ValueError:
            return
        for name, text in typed.items():
            if name in DATES:
                self.base.fields[name].set_value(date.fromisoformat(text))
            elif name in TEXTS:
                self.base.fields[name].set_value(text)
            elif name in self.fields:
                show_text(name, self.fields[name], text)

    def _keep(self) -> None:
        if self._old is None:
            typed = self._typed()
            text = json.dumps(typed, ensure_ascii=False) if typed else ""
            self._context.jobs.read(
                keep_typing, done=_nothing, workspace=self._context.workspace, text=text
            )

    # --- the live count -----------------------------------------------------------------------

    @Slot(str)
    def _changed(self, _name: str) -> None:
        self._settle.start()

    @Slot()
    def _settled(self) -> None:
        self._count()
        self._keep()

    def given(self) -> dict[str, known.Value]:
        """The attributes given so far; what is not yet readable is left out."""
        texts = {code: text_of(field) for code, field in self.fields.items()}
        values: dict[str, known.Value] = {}
        for code, text in texts.items():
            try:
                value = known.parse_value(code, text)
            except Refusal:
                continue
            if value is not None:
                values[code] = value
        return values

    def _count(self) -> None:
        applying = generation.applicable(self._ground.items, self.given())
        codes = [a.item.code for a in applying]
        words = ngettext("将生成 {n} 个事项", "将生成 {n} 个事项", len(codes))
        text = words.format(n=len(codes))
        if self._old is not None:
            before = set(self._ground.existing)
            more, fewer = len(set(codes) - before), len(before - set(codes))
            text = ngettext("适用 {n} 个事项", "适用 {n} 个事项", len(codes)).format(n=len(codes))
            if more or fewer:
                text += _("（增 {more}，减 {fewer}）").format(more=more, fewer=fewer)
        self.count.setText(text)
        out = generation.left_out(self._ground.items, self.given())
        assumed = {code for verdict in applying for code in verdict.assumed}
        assumed |= {code for verdict in out for code in verdict.assumed}
        left = [code for code in GIVEN_FIRST if code in assumed]
        self.why.setText(
            _("还没有填：{names}").format(names=names.joined(names.attribute(c) for c in left))
            if left
            else ""
        )
        self.why.setVisible(bool(left))

    # --- saving -------------------------------------------------------------------------------

    @Slot()
    def _save(self) -> None:
        checked = [form.check() for form in self._forms]  # every problem is shown, not the first
        if not all(checked):
            self._scroll_to_problem()
            return
        base = self.base.values()
        fields: dict[str, Any] = {name: str(base[name] or "") for name in (*TEXTS, *DATES)}
        attributes = {code: text_of(field) for code, field in self.fields.items()}
        self.save.setEnabled(False)
        self._wrong.hide()
        if self._old is not None:
            from envoy_desktop.casework import projects

            before = self._ground.attributes or {}
            changed = {c: t for c, t in attributes.items() if t != before.get(c, "")}
            del fields["mandate_until"]
            self._context.jobs.act(
                told(_("修改项目"), fields["name"]), projects.change, done=self._written,
                failed=self._failed, project=self._old.id, attributes=changed, **fields,
            )  # fmt: skip
        else:
            from envoy_desktop.casework import plans as acts

            given = {code: text for code, text in attributes.items() if text}
            self._context.jobs.act(
                told(_("新建项目"), fields["name"]), acts.begin, done=self._written,
                failed=self._failed, attributes=given, **fields,
            )  # fmt: skip

    def _scroll_to_problem(self) -> None:
        for form in self._forms:
            for field in form.fields.values():
                if field.problem():
                    self._scroll.ensureWidgetVisible(field)
                    field.setFocus()
                    return

    @Slot(object)
    def _written(self, project: int | None) -> None:
        if self._old is None:
            self._context.jobs.read(
                keep_typing, done=_nothing, workspace=self._context.workspace, text=""
            )
        self._settle.stop()
        self.accept()
        self.saved.emit(self._old.id if self._old is not None else project)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if not isinstance(error, Trouble):
            raise error  # a bug: the crash report takes it
        self._wrong.setText(" ".join(part for part in worded(error) if part))
        self._wrong.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.base.fields["name"].setFocus()


GIVEN_FIRST = (
    "investment_kind", "land_supply", "eia_class", "area_m2", "land_area_m2", "investment_cny",
)  # fmt: skip
"""Attributes that decide so much that the form asks for them by name while they are missing."""


def keep_typing(workspace: Any, text: str) -> None:
    """Keep the half-typed form through a crash; "" drops it."""
    workspace.keep_typing(PLACE, text)


def _nothing(_result: object) -> None:
    return None
