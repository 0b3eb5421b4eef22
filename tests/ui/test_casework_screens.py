"""Today, projects and procedures stand whole: every size of text, both themes, both languages."""

from datetime import date
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from envoy_desktop import words
from envoy_desktop.casework import duties, events, materials, memos, obstacles, plans
from envoy_desktop.domain.clock_values import EventKind as K
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.ask import Asked
from envoy_desktop.ui.procedures.event_form import EventForm
from envoy_desktop.ui.projects.form import ProjectForm, read_new, read_old
from envoy_desktop.ui.shell.window import MainWindow
from tests.store.conftest import TODAY, file, key, template
from tests.ui.clipping import problems

__all__ = ["file", "key", "template"]

ATTRIBUTES = {
    "investment_kind": "record", "land_supply": "grant", "area_m2": "52000",
    "land_area_m2": "80000", "investment_cny": "12.6亿", "eia_class": "report",
    "fire_special": "yes", "traffic_impact": "yes",
}  # fmt: skip
TABS = ("checklist", "timeline", "obstacles", "fees", "promises", "memos", "history")


@pytest.fixture(scope="module")
def city(template, tmp_path_factory):
    """A workspace with one project in the middle of its way."""
    import shutil

    from envoy_desktop import now
    from envoy_desktop.store import keys

    path = tmp_path_factory.mktemp("city") / "w.envoy"
    shutil.copy(template[0], path)
    shutil.copy(keys.key_file(template[0]), keys.key_file(path))
    with now.turned():
        now.set_today(TODAY)
        with Workspace.open(path, template[1]) as workspace:
            play(workspace)
            yield workspace


def play(workspace):
    project = workspace.do(
        plans.begin, name="卧龙智能装备产业园（二期）", investor="南阳卧龙智能装备制造有限责任公司",
        attributes=ATTRIBUTES, target_on="2027-03-01", mandate_until="2027-06-30",
        lead_leader="王副市长", place="卧龙区产业集聚区龙升大道与北京路交叉口",
    )  # fmt: skip
    with workspace.read() as reader:
        plan = {p.item.code: p.id for p in plans.plan(reader, project)}
    for code, kind, on, more in (
        ("XM-BA", K.FILED, 2, {}),
        ("XM-BA", K.DELIVERED, 3, {}),
        ("GH-XK", K.FILED, 2, {}),
        ("GH-XK", K.CORRECTION_NOTICE, 3, {"items": ("结建面积计算书", "总平面图签章")}),
        ("GH-XK", K.RESUBMITTED, 5, {}),
        ("GH-XK", K.CORRECTION_NOTICE, 6, {"items": ("日照分析报告",)}),
        ("GH-XK", K.ACCEPTED, 9, {"has_receipt": True}),
        ("GH-FA", K.FILED, 16, {}),
        ("GH-FA", K.CORRECTION_NOTICE, 18, {"items": ("方案文本",)}),
        ("HJ-BZ", K.FILED, 2, {}),
    ):
        day = date(2026, 11, on)
        workspace.do(events.record, procedure=plan[code], kind=kind, on=day, **more)
    obstacle = workspace.do(
        obstacles.log, text="窗口工作人员说不能决定，要退回科室由分管局长签字以后才能受理",
        procedure=plan["GH-XK"], on=date(2026, 11, 10),
    )  # fmt: skip
    workspace.do(obstacles.attempt, obstacle=obstacle, text="电话联系，答应本周答复")
    workspace.do(
        duties.add, text="12月底前完成双回路供电", due_on=date(2026, 12, 31), source="commitment",
        project=project, basis="王副市长现场会", given_on=date(2026, 8, 20),
    )  # fmt: skip
    workspace.do(materials.set_state, project=project, material_code="M-WT", state="at_hand")
    workspace.do(memos.draft, kind="request", title="关于协调用地的请示", project=project)
    return project


@pytest.fixture
def window(city, qtbot, request):
    made = MainWindow(city, Asked(city).sources())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    words.set_language("zh_CN")


def settled(qtbot, window, seen):
    qtbot.waitUntil(lambda: bool(seen()) and not window.jobs.busy(), timeout=20_000)
    for _n in range(3):
        QApplication.processEvents()


def looked(window: MainWindow, name: str) -> list[str]:
    found = problems(window.stack.currentWidget())
    if window.detail.isVisible():
        found += problems(window.detail)
    return [f"{name}: {problem}" for problem in found]


LOOKS = [
    *product(("light",), (1.0, 1.5, 2.0), ("zh_CN",)),
    ("dark", 1.0, "zh_CN"),
    ("dark", 2.0, "zh_CN"),
    ("light", 1.0, "en"),
    ("light", 2.0, "en"),
]


@pytest.mark.parametrize(("scheme", "scale", "language"), LOOKS)
def test_nothing_is_cut(window, city, qtbot, scheme, scale, language):
    words.set_language(language)
    theme.look().set_scheme(scheme)
    theme.look().set_scale(scale)
    found: list[str] = []
    window.rebuild()
    window.go("today")
    today = window.screens["today"]
    settled(qtbot, window, lambda: today.list.current())
    found += looked(window, "today")
    window.go("projects")
    listing = window.screens["projects"].listing
    settled(qtbot, window, lambda: listing.outlooks)
    found += looked(window, "projects")
    project = listing.current().id
    window.go("projects", project)
    page = window.screens["projects"].page
    settled(qtbot, window, lambda: page.page)
    for tab in TABS:
        page.tabs.show_page(tab)
        settled(qtbot, window, lambda: True)
        found += looked(window, f"project/{tab}")
    page.checklist.bar.setCurrentIndex(1)
    found += looked(window, "project/materials")
    window.go("procedures")
    table = window.screens["procedures"].listing.table
    settled(qtbot, window, lambda: table.currentIndex().isValid())
    found += looked(window, "procedures")
    step = page.page.seen.step("GH-XK")
    window.go("procedures", step.procedure)
    view = window.screens["procedures"].page
    settled(qtbot, window, lambda: view.page)
    view.clock._why.click()
    view._toggle_history()
    settled(qtbot, window, lambda: True)
    found += looked(window, "procedure")
    for kind in (K.CORRECTION_NOTICE, K.SPECIAL_STEP_BEGUN, K.EXTENSION):
        form = view.actions_of.record_of(view.page.case, kind)
        QApplication.processEvents()
        found += [f"{kind}: {p}" for p in problems(form)]
        form.reject()
    for ground in (read_new(city), read_old(city, project, TODAY)):
        form = ProjectForm(window.context, ground)
        form.open()
        QApplication.processEvents()
        found += [f"form: {p}" for p in problems(form)]
        form.done(0)
    assert found == [], "\n".join(found)


def focusable(widget: QWidget) -> list[QWidget]:
    return [
        w for w in widget.findChildren(QWidget)
        if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]  # fmt: skip


def test_every_field_and_button_has_a_name_for_a_screen_reader(window, city, qtbot):
    from PySide6.QtGui import QAccessible

    def nameless(widget):
        found = []
        for part in focusable(widget):
            if part.parentWidget() is not None and part.parentWidget().focusProxy() is part:
                pass
            spoken = QAccessible.queryAccessibleInterface(part)
            name = spoken.text(QAccessible.Text.Name) if spoken else ""
            if not name and not part.accessibleName():
                found.append(f"{type(part).__name__} in {type(part.parentWidget()).__name__}")
        return found

    window.go("projects")
    listing = window.screens["projects"].listing
    settled(qtbot, window, lambda: listing.current())
    assert nameless(window.stack.currentWidget()) == []
    window.go("projects", listing.current().id)
    page = window.screens["projects"].page
    settled(qtbot, window, lambda: page.page)
    assert nameless(window.stack.currentWidget()) == []
    window.go("procedures", page.page.seen.step("GH-XK").procedure)
    view = window.screens["procedures"].page
    settled(qtbot, window, lambda: view.page)
    assert nameless(window.stack.currentWidget()) == []
    for kind in K:
        form = EventForm(window.context, view.page.case, kind)
        form.open()
        QApplication.processEvents()
        assert nameless(form) == [], kind
        form.done(0)


def test_a_form_asks_for_every_attribute_the_rules_know():
    from envoy_desktop.domain.attributes import ATTRIBUTES as KNOWN
    from envoy_desktop.ui.projects.form import GROUPS

    asked = [code for _head, codes in GROUPS for code in codes]
    assert sorted(asked) == sorted(KNOWN)


def test_no_dialog_stays_behind(window, qtbot):
    assert [d for d in window.findChildren(QDialog) if d.isVisible()] == []


FIRST_PAINT = """
import sys
from datetime import date
from pathlib import Path
from PySide6.QtWidgets import QApplication
from envoy_desktop import now
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui import theme
from envoy_desktop.ui.ask import Asked
from envoy_desktop.ui.shell.window import MainWindow

now.set_today(date(2026, 11, 23))
app = QApplication(sys.argv[:1])
theme.start("light", 1.0)
workspace = Workspace.open(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
window = MainWindow(workspace, Asked(workspace).sources())
window.go("today")
window.show()
window.grab()
assert window.screens["today"].list.current() is not None
heavy = {"sqlalchemy", "alembic", "numpy", "reportlab", "pypinyin", "keyring"}
print(sorted(heavy & sys.modules.keys()))
window.close()
workspace.close()
"""


def test_today_is_painted_before_anything_heavy_is_imported(city):
    import subprocess
    import sys

    told = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(city.path), city.key.hex()],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "[]"
