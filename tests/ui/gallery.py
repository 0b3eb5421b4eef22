"""Every widget with sample values, and a window with a sample screen: `python -m tests.ui.gallery
DIR` takes their pictures in both themes at 100 and 200 %."""

import sys
from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from envoy_desktop.store.workspace import Changed
from envoy_desktop.ui import theme
from envoy_desktop.ui.shell.registry import Entry
from envoy_desktop.ui.shell.screen import Count, Hit, Screen, Status
from envoy_desktop.ui.shell.sources import Sources
from envoy_desktop.ui.shell.window import MainWindow
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import PageTitle, Panel, column

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
        return Changed()


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
        return Panel()

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


def main(folder):
    app = QApplication(sys.argv)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for scale in (1.0, 2.0):
            theme.start(scheme, scale)
            made = window()
            made.show()
            QTest.qWait(300)
            made.grab().save(str(folder / f"window-{scheme}-{round(scale * 100)}.png"))
            made.close()
    del app


if __name__ == "__main__":
    main(sys.argv[1])
