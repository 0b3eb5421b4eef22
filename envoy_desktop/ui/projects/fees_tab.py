"""一费结 and the intermediaries: what is charged and paid, the sheet, contracts and delays."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from envoy_desktop import now
from envoy_desktop.casework import contracts as contract_acts
from envoy_desktop.casework import fees as acts
from envoy_desktop.casework import settlement
from envoy_desktop.casework.contracts import ContractReading
from envoy_desktop.casework.settlement import FeeLine, Settlement
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.store.queries import fees as stored
from envoy_desktop.store.queries import projects, reference
from envoy_desktop.store.queries.fees import FeeRow
from envoy_desktop.ui.procedures.event_form import told
from envoy_desktop.ui.projects.tabs import ListTab
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.day_marks import marks
from envoy_desktop.ui.widgets.fields import ChoiceField, NumberField, TextField, YesNoField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.money_field import MoneyField
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.save_as import ask_path
from envoy_desktop.words import _, names, ngettext

Choice = tuple[int, str]


@dataclass(frozen=True, slots=True)
class FeesPage:
    """The settlement and the contracts of a project; `procedures` to choose from."""

    name: str
    fees: Settlement
    contracts: tuple[ContractReading, ...]
    procedures: tuple[Choice, ...]
    intermediary: tuple[Choice, ...]
    calendar: Calendar


def read_fees(workspace: Any, project: int, today: date) -> FeesPage:
    """Read the money of a project; runs off the UI thread."""
    with workspace.read() as reader:
        found = stored.procedures(reader, project)
        row = projects.project(reader, project, today)
        return FeesPage(
            row.name if row else "",
            settlement.settlement(reader, project),
            tuple(contract_acts.readings(reader, today, project=project)),
            tuple((id, name) for id, name, _led in found),
            tuple((id, name) for id, name, led in found if led),
            reference.calendar(reader),
        )


def rows(page: FeesPage) -> list[Row | Group]:
    """What something is wrong with, fees set by departments, then intermediaries' contracts."""
    made: list[Row | Group] = []
    wrong = [line for line in page.fees.lines if line.flags]
    listed = (
        (_("需要说明的收费"), wrong),
        (_("行政收费和税费"), [f for f in page.fees.lines if not f.intermediary and not f.flags]),
        (_("中介服务（市场价）"), [f for f in page.fees.lines if f.intermediary and not f.flags]),
    )
    for title, lines in listed:
        if lines:
            made.append(Group(title, len(lines)))
            made += [fee_row(line) for line in lines]
    made.append(Group(_("中介合同"), len(page.contracts)))
    made += [contract_row(one) for one in page.contracts]
    return made


def _rate(n: Decimal | float, unit: str) -> str:
    return f"{names.figure(n)}{'' if unit.startswith('%') else ' '}{unit}"


def fee_row(line: FeeLine) -> Row:
    """One fee: what is right, charged, paid, and by how much it is too much."""
    rate = ""
    if line.price is not None:
        rate = _("合同价 {sum}").format(sum=names.money(line.price))
    elif line.lower is not None:
        rate = _("下限 {sum}").format(sum=names.money(line.lower))
    elif line.lower_rate is not None:
        rate = _("下限 {sum}").format(sum=_rate(line.lower_rate, line.unit))
    elif line.upper_rate is not None:
        rate = _("上限 {sum}").format(sum=_rate(line.upper_rate, line.unit))
    subtitle = line.basis or (_("按合同") if line.intermediary else _("目录里不收费"))
    if line.flags:
        subtitle = names.joined(names.fee_flag(flag) for flag in line.flags)
    figure, tone, lamp, action, words = _("未收取"), "muted", "", "charge", _("记收费")
    if line.charged is not None:
        figure, tone = names.money(line.charged), "ink"
        if line.difference and line.difference > 0:
            more = _("多 {sum}").format(sum=names.money(line.difference))
            rate = " · ".join(part for part in (rate, more) if part)
        action, words = ("pay", _("记缴费")) if line.owed else ("", "")
        if not line.owed:
            rate = " · ".join(part for part in (rate, _("已缴")) if part)
        lamp = "red" if line.is_violation else "yellow" if line.flags else "green"
        tone = "" if line.flags else "ink"
    return Row(
        id=line.procedure,
        kind="fee_line",
        title=line.name,
        subtitle=subtitle,
        second=line.department_name,
        second_line=rate,
        figure=figure,
        tone=tone,
        lamp=lamp,
        action=action,
        action_text=words,
        data=line,
    )


def contract_row(one: ContractReading) -> Row:
    """One contract: the firm, what it owes by when, how late it is."""
    row = one.row
    signed = names.short_day(date.fromisoformat(row.signed_on))
    parts = [row.procedure_name, row.work, _("{day}签订").format(day=signed)]
    second = _("应交付 {day}").format(
        day=names.short_day(date.fromisoformat(row.due_on))
    ) if row.due_on else _("没有约定期限")  # fmt: skip
    if row.delivered_on:
        day = names.short_day(date.fromisoformat(row.delivered_on))
        figure = _("{day}交付").format(day=day)
        if one.late:
            figure = ngettext("晚 {n} 日交付", "晚 {n} 日交付", one.late).format(n=one.late)
    elif one.late:
        figure = ngettext("逾期 {n} 日", "逾期 {n} 日", one.late).format(n=one.late)
    elif one.left is not None:
        figure = ngettext("剩 {n} 日", "剩 {n} 日", one.left).format(n=one.left)
    else:
        figure = ngettext("第 {n} 日", "第 {n} 日", one.used).format(n=one.used)
    price = names.money(row.price) if row.price is not None else ""
    return Row(
        id=row.id,
        kind="contract",
        title=row.firm,
        subtitle=" · ".join(part for part in parts if part),
        second=row.department_name,
        second_line=" · ".join(part for part in (second, price) if part),
        figure=figure,
        lamp=one.lamp,
        tone="muted" if row.delivered_on and not one.late else "",
        action="" if row.delivered_on else "deliver",
        action_text="" if row.delivered_on else _("已交付"),
        data=one,
    )


def line_of(page: FeesPage) -> str:
    """收取 12 万元，已缴 10 万元，高于应收 3 万元；按下限合计 1,100 元，另有 8 项另定."""
    fees = page.fees
    parts = [_("按下限合计 {sum}").format(sum=names.money(fees.lower))]
    if fees.open:
        words = ngettext("另有 {n} 项另定", "另有 {n} 项另定", fees.open)
        parts.append(words.format(n=fees.open))
    if fees.charged:
        parts.insert(0, _("收取 {sum}").format(sum=names.money(fees.charged)))
        parts.insert(1, _("已缴 {sum}").format(sum=names.money(fees.paid)))
    if fees.above:
        parts.insert(2, _("多收 {sum}").format(sum=names.money(fees.above)))
    return _("，").join(parts)


class FeesTab(ListTab):
    """The tab; `open(project)` reads anew."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("一费结"), _("没有收费事项。"))
        self.context = context
        self.page: FeesPage | None = None
        self._project = 0
        self._pointed: Row | None = None
        self.add_button(Button(_("记收费"), icon="plus", on=self._charge))
        self.add_button(Button(_("登记合同"), icon="plus", on=self._contract))
        self.add_button(Button(_("结清单"), icon="file-text", on=self._sheet))
        self.acted.connect(self._act)
        self.opened.connect(self._opened_row)
        self.menu_wanted.connect(self._menu)

    def open(self, project: int) -> None:
        """Read the fees of a project."""
        self._project = project
        self.context.jobs.read(
            read_fees, done=self._came, key=f"fees-{id(self)}",
            workspace=self.context.workspace, project=project, today=now.today(),
        )  # fmt: skip

    @Slot(object)
    def _came(self, page: FeesPage) -> None:
        self.page = page
        self.show_rows(rows(page), line_of(page))

    @Slot()
    def _charge(self) -> None:
        if self.page is not None:
            ChargeForm(self.context, self.page).open()

    @Slot()
    def _contract(self) -> None:
        if self.page is not None:
            ContractForm(self.context, self.page).open()

    @Slot()
    def _sheet(self) -> None:
        if self.page is None:
            return
        title = _("收费结清单")
        path = ask_path(
            self, title, f"{self.page.name} {title}.pdf", "PDF (*.pdf);;Excel (*.xlsx)", "pdf"
        )
        if path is not None:
            values = {
                "workspace": self.context.workspace, "project": self._project,
                "today": now.today(), "path": path,
            }  # fmt: skip
            self.context.jobs.run(Job(title, write_sheet, values), done=self._written)

    @Slot(object)
    def _written(self, path: Path) -> None:
        self.context.messages.done(_("已另存：{path}").format(path=path))

    @Slot(object, str)
    def _act(self, found: Row, action: str) -> None:
        if self.page is None:
            return
        if action == "charge" and isinstance(found.data, FeeLine):
            ChargeForm(self.context, self.page, found.data).open()
        elif action == "pay" and isinstance(found.data, FeeLine):
            owing = [c for c in found.data.charges if c.paid is None or c.paid < (c.charged or 0)]
            if owing:
                PayForm(self.context, self.page.calendar, owing[0], found.data.name).open()
        elif action == "deliver" and isinstance(found.data, ContractReading):
            DeliverForm(self.context, self.page.calendar, found.data).open()

    @Slot(object)
    def _opened_row(self, found: Row) -> None:
        if isinstance(found.data, ContractReading):
            self.context.open_object("procedure", found.data.row.procedure)
        elif isinstance(found.data, FeeLine):
            self.context.open_object("procedure", found.data.procedure)

    @Slot(object, QPoint)
    def _menu(self, found: Row, place: QPoint) -> None:
        self._pointed = found
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if isinstance(found.data, FeeLine):
            menu.addAction(_("再记一笔收费")).setData(("charge", 0))
            for one in found.data.charges:
                words = _("移除收费：{sum}").format(sum=names.money(one.charged or 0))
                menu.addAction(words).setData(("remove_fee", one.id))
        elif isinstance(found.data, ContractReading):
            menu.addAction(_("移除合同")).setData(("remove_contract", found.data.row.id))
        menu.triggered.connect(self._chosen)
        menu.popup(place)

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        what, id_ = action.data()
        if self._pointed is None or self.page is None:
            return
        if what == "charge" and isinstance(self._pointed.data, FeeLine):
            ChargeForm(self.context, self.page, self._pointed.data).open()
        elif what == "remove_fee":
            title = told(_("移除收费"), self._pointed.title)
            self.context.jobs.act(title, acts.remove, fee=id_)
        elif what == "remove_contract":
            title = told(_("移除中介合同"), self._pointed.title)
            self.context.jobs.act(title, contract_acts.remove, contract=id_)


def write_sheet(workspace: Any, project: int, today: date, path: Path) -> Path:
    """Write the settlement sheet; gives its path."""
    from envoy_desktop.documents import settlement_sheet

    with workspace.read() as reader:
        sheet = settlement_sheet.read(reader, project, today)
    settlement_sheet.write(sheet, path)
    return path


class ChargeForm(FormDialog):
    """A charge as the bill has it; what is wrong with it shows while one types."""

    def __init__(self, context: Context, page: FeesPage, line: FeeLine | None = None) -> None:
        super().__init__(
            context.window, _("记收费"), line.name if line else page.name, save=_("记收费")
        )
        self._context, self._page, self._fee = context, page, line
        if line is None:
            self.form.add(
                "procedure", _("事项"), ChoiceField(page.procedures, required=True),
                _("目录里不收费的事项也可以记：没有依据的收费会标出来。"),
            )  # fmt: skip
        self.form.add("charged", _("收取金额"), MoneyField(required=True), self._bound())
        self.form.add(
            "on", _("收取日期"),
            DateField(now.today(), mark=marks(page.calendar), latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add("name", _("收费名称"), TextField(), _("照票据填写。"))
        self.form.add("basis", _("票据所列依据"), TextField())
        self.form.add(
            "commissioned", _("审批机关委托"), YesNoField(False),
            _("审批机关自己委托的评估评审，费用由它支付（优化营商环境条例第四十三条）。"),
        )  # fmt: skip
        self.form.add("paid", _("当日已缴"), YesNoField(False))

    def _bound(self) -> str:
        if self._fee is None:
            return ""
        if self._fee.price is not None:
            return _("合同价 {sum}。").format(sum=names.money(self._fee.price))
        if self._fee.lower is not None:
            return _("按下限应收 {sum}。").format(sum=names.money(self._fee.lower))
        return ""

    def submit(self) -> None:
        values = self.form.values()
        chosen: Any = values.pop("procedure", None)
        procedure = self._fee.procedure if self._fee else chosen
        name = self._fee.name if self._fee else dict(self._page.procedures)[procedure]
        values["paid"] = values["charged"] if values.pop("paid") else None
        values["commissioned"] = bool(values["commissioned"])
        self.commit(
            self._context.jobs, told(_("记收费"), name), acts.charge, procedure=procedure, **values
        )


class PayForm(FormDialog):
    """How much was paid and when."""

    def __init__(self, context: Context, calendar: Calendar, fee: FeeRow, name: str) -> None:
        super().__init__(context.window, _("记缴费"), fee.name or name, save=_("记缴费"))
        self._context, self._fee, self._name = context, fee, fee.name or name
        self.form.add("paid", _("缴纳金额"), MoneyField(fee.charged or Decimal(0), required=True))
        self.form.add(
            "on", _("缴费日期"),
            DateField(now.today(), mark=marks(calendar), latest=now.today(), required=True),
        )  # fmt: skip

    def submit(self) -> None:
        self.commit(
            self._context.jobs, told(_("记缴费"), self._name), acts.pay, fee=self._fee.id,
            **self.form.values(),
        )  # fmt: skip


class ContractForm(FormDialog):
    """A contract with an intermediary: who, what, by when, for how much."""

    def __init__(self, context: Context, page: FeesPage) -> None:
        super().__init__(context.window, _("登记中介合同"), page.name)
        self._context = context
        mark = marks(page.calendar)
        first = page.intermediary[0][0] if page.intermediary else None
        others = [p for p in page.procedures if p not in page.intermediary]
        self.form.add(
            "procedure", _("事项"),
            ChoiceField([*page.intermediary, *others], first, required=True),
            _("中介牵头的事项自签订之日起计入中介。"),
        )  # fmt: skip
        self.form.add("firm", _("机构名称"), TextField(required=True))
        self.form.add("work", _("工作内容"), TextField())
        self.form.add("price", _("合同价"), MoneyField(scale=10_000))
        self.form.add(
            "signed_on", _("签订日期"),
            DateField(now.today(), mark=mark, latest=now.today(), required=True),
        )  # fmt: skip
        self.form.add(
            "limit_days", _("合同期限"), NumberField(unit=names.unit("working_day"), least=1)
        )
        self.form.add(
            "due_on", _("应交付日期"), DateField(mark=mark, ahead=True),
            _("不填的按合同期限推算。"),
        )  # fmt: skip
        self.form.add("note", _("备注"), TextField())

    def submit(self) -> None:
        values = self.form.values()
        days = values["limit_days"]
        values["limit_days"] = int(str(days)) if days is not None else None
        self.commit(
            self._context.jobs, told(_("登记中介合同"), str(values["firm"])), contract_acts.add,
            **values,
        )  # fmt: skip


class DeliverForm(FormDialog):
    """The day on which an intermediary delivered."""

    def __init__(self, context: Context, calendar: Calendar, one: ContractReading) -> None:
        super().__init__(
            context.window, _("中介交付"), f"{one.row.firm} · {one.row.procedure_name}",
            save=_("已交付"),
        )  # fmt: skip
        self._context, self._one = context, one
        self.form.add(
            "on", _("交付日期"),
            DateField(now.today(), mark=marks(calendar), latest=now.today(), required=True),
        )  # fmt: skip
        if one.row.price is not None:
            words = _("按合同价 {sum} 记收费").format(sum=names.money(one.row.price))
            self.form.add("charge", words, YesNoField(True))

    def submit(self) -> None:
        values = self.form.values()
        values["charge"] = bool(values.get("charge"))
        self.commit(
            self._context.jobs, told(_("记录中介交付"), self._one.row.firm),
            contract_acts.deliver, contract=self._one.row.id, **values,
        )  # fmt: skip
