# ruff: noqa: E501 - sample rows read better whole
"""Every widget with sample values, and a window with a sample screen: `python -m tests.ui.gallery
DIR` takes their pictures in both themes at 100 and 200 %."""

import sys
from array import array
from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from envoy_desktop import now
from envoy_desktop.domain import clock
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.clock_values import Event, EventKind, Terms
from envoy_desktop.store.workspace import Changed
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.registry import Entry
from envoy_desktop.ui.shell.screen import Count, Hit, Screen, Status
from envoy_desktop.ui.shell.sources import Sources
from envoy_desktop.ui.shell.window import MainWindow
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.clock_panel import ClockPanel
from envoy_desktop.ui.widgets.date_field import DateField
from envoy_desktop.ui.widgets.drop_zone import DropZone
from envoy_desktop.ui.widgets.event_line import EventLine, Happened
from envoy_desktop.ui.widgets.fields import (
    ChoiceField,
    LinesField,
    NumberField,
    TextField,
    YesNoField,
)
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.lamp import Lamp
from envoy_desktop.ui.widgets.month import DayMark, Month
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import (
    BusyBar,
    Card,
    EmptyState,
    Line,
    PageTitle,
    Panel,
    Scroll,
    SectionHeader,
    column,
    row,
)
from envoy_desktop.ui.widgets.stacked_bar import PartyLegend
from envoy_desktop.ui.widgets.stage_track import Stage, StageTrack
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.ui.widgets.timeline import Bar, Segment, Timeline
from envoy_desktop.ui.widgets.windowed_table import Cell, Column, WindowedTable
from tests.ui.clipping import problems

TODAY = date(2026, 11, 23)

ROWS = [
    Group("已逾期", 3),
    Row(1, "建设工程规划许可证", "卧龙智能装备产业园 · 承诺 10 个工作日，已用 17", "市自然资源和规划局",
        "窗口不能决定，退回科室", "逾期 7 日", "red", "memo", "写专报"),
    Row(2, "环境影响报告表审批", "宛东冷链物流中心 · 第二次补正，属新增要求", "市生态环境局",
        "11月12日收件后未书面答复", "逾期 3 日", "red", "accepted", "记录受理"),
    Row(3, "批示落实：协调供电方案", "伏牛山康养项目 · 张副市长 11月3日批示", "市供电公司",
        "牵头：市发改委", "逾期 2 日", "red", "urge", "催办"),
    Group("三个工作日内到期", 2),
    Row(4, "施工许可证核发", "南阳新材料二期 · 法定 7 个工作日，已用 6", "市住房和城乡建设局", "",
        "明日到期", "yellow", "decided", "记录决定"),
    Row(5, "水土保持方案审批", "白河新城综合体 · 承诺 7 个工作日，已用 5", "市水利局", "",
        "剩 2 日", "yellow", "call", "打电话"),
    Group("等企业补材料", 2),
    Row(6, "人防工程设计审查", "卧龙智能装备产业园 · 缺 结建面积计算书", "南阳卧龙装备有限公司",
        "已催 1 次，承诺 11月25日", "已等 4 日", "green", "resubmitted", "记录提交", tone="ink"),
    Row(7, "取水许可申请", "宛东冷链物流中心 · 缺 水资源论证报告书", "豫南水勘设计院",
        "中介，合同期 12月1日", "已等 9 日", "green", "call", "打电话", tone="ink"),
]  # fmt: skip


class FakeWorkspace:
    """Does acts at once and keeps listeners, as the real one."""

    def __init__(self) -> None:
        self.listeners = []
        self.done = []
        self.elsewhere = []

    def listen(self, listener):
        self.listeners.append(listener)

    def unlisten(self, listener):
        self.listeners.remove(listener)

    def do(self, act, /, **values):
        result = act(self, **values)
        self.done.append(act.__name__)
        return result

    def announce(self, changed):
        for listener in self.listeners:
            listener(changed)

    def changed_elsewhere(self):
        return self.elsewhere.pop() if self.elsewhere else Changed()


class SampleScreen(Screen):
    """A list as on Today."""

    def title(self):
        return "今日"

    def build(self):
        page = QWidget()
        body = column(page, margin=(20, 16, 20, 16), gap=8)
        body.addWidget(
            PageTitle("11月23日 星期一", "3 项逾期，2 项三个工作日内到期；距月度协调会 9 个工作日")
        )
        self.list = RowList("今日要办")
        self.list.set_rows(ROWS)
        self.list.choose_first()
        body.addWidget(self.list, 1)
        return page

    def build_detail(self):
        return detail()

    def selected(self):
        row = self.list.current()
        return ("procedure", row.id) if row else None


class OtherScreen(Screen):
    """Remembers what the window told it."""

    def __init__(self, context):
        super().__init__(context)
        self.told = []

    def title(self):
        return "项目"

    def build(self):
        return QWidget()

    def refresh(self, changed):
        self.told.append(("refresh", changed))

    def open(self, object_id):
        self.told.append(("open", object_id))


ENTRIES = (
    Entry("today", "今日", "house", "tests.ui.gallery:SampleScreen"),
    Entry("projects", "项目", "buildings", "tests.ui.gallery:OtherScreen", ("project",)),
    Entry("procedures", "事项", "list-checks", "tests.ui.gallery:OtherScreen", ("procedure",)),
    Entry("obstacles", "障碍", "barricade", "tests.ui.gallery:OtherScreen"),
    Entry("documents", "公文", "file-text", "tests.ui.gallery:OtherScreen"),
    Entry("ledger", "台账", "table", "tests.ui.gallery:OtherScreen"),
    Entry("departments", "部门", "bank", "tests.ui.gallery:OtherScreen"),
    Entry("meeting", "协调会", "users-three", "tests.ui.gallery:OtherScreen"),
    Entry("settings", "设置", "gear", "tests.ui.gallery:OtherScreen", (), False),
)


def counts():
    return {
        "today": Count("3", True), "projects": Count("12"), "procedures": Count("316"),
        "obstacles": Count("23"), "meeting": Count("12月5日"),
    }  # fmt: skip


def search(text):
    return [
        Hit("project", 7, "卧龙智能装备产业园", "南阳卧龙装备有限公司", "项目"),
        Hit("procedure", 9, "建设工程规划许可证", "卧龙智能装备产业园", "事项"),
    ]


def sources():
    return Sources(
        search=search,
        counts=counts,
        status=lambda: Status(
            ("上次备份 今日 08:12", "上次上报 11月2日", "未上报 148 条变更"), "已加密 · 本机"
        ),
    )


def window(workspace=None):
    made = MainWindow(workspace or FakeWorkspace(), sources(), screens=ENTRIES, commands=())
    made.top.quick_log.show()
    made.top.memo.show()
    made.go("today")
    made.ask_around()
    return made


DUE = {18: ("red",), 24: ("yellow",), 25: ("yellow",), 27: ("green",)}


def mark(on):
    return DayMark(on.weekday() < 5, due=DUE.get(on.day, ()) if on.month == 11 else ())


def sample_reading():
    calendar = Calendar()
    events = [
        Event(1, EventKind.FILED, date(2026, 10, 9)),
        Event(2, EventKind.ACCEPTED, date(2026, 10, 12)),
        Event(3, EventKind.SPECIAL_STEP_BEGUN, date(2026, 10, 20), announced=5),
        Event(4, EventKind.SPECIAL_STEP_ENDED, date(2026, 10, 27)),
    ]
    terms = Terms(statutory_limit=30, promised_limit=15, plan_limit=20)
    return (
        clock.read(events, terms, calendar, TODAY),
        clock.days(events, terms, calendar, TODAY),
    )


def bars():
    def day(month, number):
        return date(2026, month, number)

    return [
        Bar(1, "项目备案", "市发改委", "green", (Segment("department", day(8, 1), day(8, 3)),)),
        Bar(2, "国有建设用地使用权出让", "市自然资源局", "green",
            (Segment("department", day(8, 4), day(8, 20)), Segment("nobody", day(8, 21), day(9, 17)),
             Segment("department", day(9, 18), day(9, 20))), critical=True, after=(1,)),
        Bar(3, "环境影响报告表", "市生态环境局", "red",
            (Segment("intermediary", day(8, 29), day(9, 9)), Segment("department", day(9, 10), day(9, 22)),
             Segment("investor", day(9, 23), day(9, 29)), Segment("department", day(9, 30), day(10, 11)))),
        Bar(4, "建设工程规划许可证", "市自然资源局", "red",
            (Segment("department", day(9, 29), day(10, 24)), Segment("investor", day(10, 25), day(10, 28))),
            (day(10, 29), day(11, 27)), True, (2,)),
        Bar(5, "施工图设计文件审查", "审图机构", "green", (Segment("intermediary", day(10, 14), day(11, 23)),),
            (day(11, 24), day(12, 8))),
        Bar(6, "施工许可证", "市住建局", "", (), (day(12, 9), date(2027, 1, 8)), True, (4, 5)),
    ]  # fmt: skip


def detail():
    panel = Panel(margin=16, gap=12)
    panel.body.addWidget(Month(TODAY, mark))
    panel.body.addWidget(Line())
    shown = ClockPanel()
    reading, days = sample_reading()
    shown.show_reading("建设工程规划许可证", reading)
    shown.set_days(days[-6:])
    panel.body.addWidget(shown)
    panel.body.addStretch(1)
    return panel


def page_one():
    page = Scroll(margin=20, gap=16)
    body = page.body
    body.addWidget(
        PageTitle(
            "卧龙智能装备产业园",
            "南阳卧龙装备有限公司 · 12.6 亿元 · 代办委托至 2027年6月30日",
            beside=True,
        )
    )
    body.addWidget(StageTrack([
        Stage("立项用地规划许可", "已办结 9/9 · 用时 46 个工作日", "green"),
        Stage("工程建设许可", "在办 3 · 逾期 1", "red", 0.6, True),
        Stage("施工许可", "在办 2 · 未到 4", "yellow", 0.3),
        Stage("竣工验收", "未到 11"),
    ]))  # fmt: skip
    cards = row(gap=12)
    for first, second in (("动工 · 目标 3月1日", "3月18日"), ("关键事项", "建设工程规划许可证")):
        card = Card()
        card.add(Label(first, "body", "muted"))
        card.add(Label(second, "figure"))
        cards.addWidget(card)
    body.addLayout(cards)
    tabs = Tabs()
    timeline = Timeline()
    timeline.set_bars(bars(), TODAY)
    tabs.add("timeline", "时间轴", lambda: timeline, corner=PartyLegend())
    tabs.add("obstacles", "障碍", QWidget, count=3)
    tabs.add("fees", "一费结", QWidget)
    tabs.setMinimumHeight(theme.px(300))
    body.addWidget(tabs)
    line = EventLine()
    line.set_events([
        Happened(1, "10月9日 周五", "申报", "进入受理，5 个工作日内应答复"),
        Happened(2, "10月12日 周一", "受理", "开始计办理时限", "窗口回执 2026-118", late=5),
        Happened(3, "10月20日 周二", "特别程序开始", "没有书面告知，不停止计时", void=True),
        Happened(4, "11月30日 周一", "作出决定", "预计", ahead=True),
    ])  # fmt: skip
    line.choose(2)
    body.addWidget(line)
    body.addStretch(1)
    return page


def page_two(jobs):
    page = Scroll(margin=20, gap=16)
    body = page.body
    body.addWidget(SectionHeader("登记项目", 1))
    form = Form()
    form.add("name", "项目名称", TextField("卧龙智能装备产业园", required=True))
    form.add("money", "总投资", NumberField(12.6, unit="亿元", decimals=2))
    form.add("on", "委托日期", DateField(date(2026, 11, 21), mark=mark), "代办委托书上的日期")
    form.add("kind", "投资类型", ChoiceField([("gov", "政府投资"), ("firm", "企业投资")], "firm"))
    form.add("hazard", "危险化学品", YesNoField(False))
    form.add("note", "说明", LinesField("一期占地 120 亩。"))
    wrong = form.add("area", "建筑面积", NumberField(unit="平方米", required=True))
    wrong.check()
    body.addWidget(form)
    body.addWidget(DropZone(jobs))
    buttons = row()
    buttons.addWidget(Button("保存并生成事项", primary=True))
    buttons.addWidget(Button("打电话", icon="phone"))
    buttons.addWidget(Button("查看依据", link=True))
    disabled = Button("打印")
    disabled.setEnabled(False)
    buttons.addWidget(disabled)
    buttons.addStretch(1)
    for lamp, word in (("green", "剩 5 日"), ("yellow", "剩 1 日"), ("red", "逾期 7 日")):
        buttons.addWidget(Lamp(lamp, word))
    body.addLayout(buttons)
    busy = BusyBar()
    busy.begin("正在打印会议材料")
    body.addWidget(busy)
    table = WindowedTable("事项", jobs, sample_source(), sample_columns(), order="name")
    table.setMinimumHeight(theme.px(180))
    body.addWidget(table)
    body.addWidget(
        EmptyState("今天没有要办的事", "下一件：11月27日 水土保持方案审批到期", button="看全部事项")
    )
    body.addStretch(1)
    return page


class sample_source:
    """A thousand procedures."""

    def __init__(self, count=1000):
        self.count = count

    def ids(self, order, descending, text):
        numbers = range(1, self.count + 1)
        if text:
            numbers = [n for n in numbers if text in str(n)]
        return array("q", reversed(numbers) if descending else numbers)

    def rows(self, ids):
        return [
            (n, f"事项 {n}", "市自然资源和规划局", ("green", "yellow", "red")[n % 3], n % 40)
            for n in ids
        ]


def sample_columns():
    words = {"green": "剩", "yellow": "临期", "red": "逾期"}
    return [
        Column("事项", lambda r: r[1], order="name", stretch=True, strong=True),
        Column("部门", lambda r: r[2], 13),
        Column("预警", lambda r: Cell(f"{words[r[3]]} {r[4]} 日", lamp=r[3]), 8, "lamp"),
        Column("已用", lambda r: str(r[4]), 5, "used", figure=True),
    ]


class GalleryScreen(Screen):
    """All widgets on one page."""

    def title(self):
        return "部件"

    def build(self):
        return page_one()

    def build_detail(self):
        return detail()


class FormScreen(Screen):
    """The fields, the table, the small furniture."""

    def title(self):
        return "表单"

    def build(self):
        return page_two(self.context.jobs)


SHOWN = (
    *ENTRIES[:1],
    Entry("projects", "项目", "buildings", "tests.ui.gallery:GalleryScreen", ("project",)),
    Entry("procedures", "事项", "list-checks", "tests.ui.gallery:FormScreen", ("procedure",)),
    *ENTRIES[3:],
)


def main(folder):
    app = QApplication(sys.argv)
    now.set_today(TODAY)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for scale in (1.0, 2.0):
            theme.start(scheme, scale)
            made = MainWindow(FakeWorkspace(), sources(), screens=SHOWN, commands=())
            made.top.quick_log.show()
            made.top.memo.show()
            made.ask_around()
            made.show()
            for name in ("today", "projects", "procedures"):
                made.go(name)
                QTest.qWait(250)
                path = folder / f"{name}-{scheme}-{round(scale * 100)}.png"
                made.grab().save(str(path))
                for problem in problems(made):
                    print(path.name, problem)
            if scale == 1.0:
                made.go("today")
                made.messages.tell(
                    "决定日期早于申报日期",
                    "没有写入任何内容。",
                    "请先更正申报日期。",
                    code="x",
                    button="更正申报日期",
                )
                made.messages.done("已记录受理：建设工程规划许可证", undo=True)
                made.activateWindow()
                made.search.begin()
                QTest.qWait(300)
                QTest.keyClicks(made.top.search, "xm")
                QTest.qWait(600)
                made.grab().save(str(folder / f"search-{scheme}.png"))
                made.resize(theme.px(860), theme.px(640))
                made.setFocus()
                made.messages.clear()
                made.go("projects")
                made.detail.pull()
                QTest.qWait(300)
                made.grab().save(str(folder / f"narrow-{scheme}.png"))
            made.close()
            made.deleteLater()
    del app


if __name__ == "__main__":
    main(sys.argv[1])
