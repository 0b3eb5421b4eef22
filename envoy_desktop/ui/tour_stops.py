"""The stops of the tour, in the order of an envoy's day: each plays a piece of the main job."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QWidget

from envoy_desktop import now, words
from envoy_desktop.store.queries import departments as stored_departments
from envoy_desktop.ui import theme
from envoy_desktop.ui.documents.body import BodyEdit
from envoy_desktop.ui.documents.editor import EditorPage
from envoy_desktop.ui.projects.form import ProjectForm
from envoy_desktop.ui.tour import PAGE_DPI, Stuck, Tour
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import TextField
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.ui.widgets.windowed_table import WindowedTable
from envoy_desktop.words import _

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Workspace


def today(tour: Tour) -> None:
    """What needs the envoy."""
    tour.go("today")
    tour.picture("01-today")


def quick_log(tour: Tour) -> None:
    """An obstacle in one line; kind, department and procedure are guessed."""
    procedure = busiest_procedure(tour)
    tour.go("procedures", procedure)
    tour.run("quick-log")
    dialog = tour.dialog()
    fill(dialog, text=_("窗口说要科室定，退回了材料，没有出具补正告知书"))
    tour.pause(400)
    tour.picture("02-quick-log")
    assert isinstance(dialog, FormDialog)
    dialog.save.click()
    tour.wait(lambda: tour.front() is tour.window, "the obstacle was not kept")


def new_project(tour: Tour) -> None:
    """A project with what decides which procedures apply, and its plan."""
    tour.run("new-project")
    dialog = tour.dialog()
    fill(
        dialog,
        name=_("鸣泉精密铸造产业园"),
        investor=_("鸣泉铸造有限公司"),
        place=_("高新区望湖路以北"),
        investment_kind="record",
        land_supply="grant",
        eia_class="form",
        investment_cny=860_000_000,
        area_m2=52_000,
        land_area_m2=70_000,
        new_company=True,
        occupational_hazard=True,
        power_supply=True,
        water_supply=True,
        target_on=now.today() + timedelta(days=140),
    )
    tour.pause(400)
    tour.picture("03-new-project")
    assert isinstance(dialog, ProjectForm)
    dialog.save.click()
    tour.wait(lambda: tour.front() is tour.window, "the form stayed open")
    tour.wait(lambda: tour.find(Tabs, tour.window), "the new project was not shown")
    tour.picture("04-plan-generated")


def projects(tour: Tour) -> None:
    """The list of projects, then one of them, tab by tab."""
    tour.go("projects")
    tour.picture("05-projects")
    tour.go("projects", busiest_project(tour))
    tabs = tour.find(Tabs, tour.window)
    first = tabs.current()
    for number, name in enumerate(list(tabs._names)):
        if number:
            tabs.show_page(name)
        tour.picture(f"06-project-{name}")
    tabs.show_page(first)


def procedures(tour: Tour) -> None:
    """All procedures; then one with its clock panel."""
    tour.go("procedures")
    tour.picture("07-procedures")
    tour.go("procedures", busiest_procedure(tour))
    tour.picture("08-procedure")


def record_event(tour: Tour) -> None:
    """The next event of a procedure; the clock panel redraws at once."""
    tour.go("procedures", busiest_procedure(tour))
    page = tour.window.screens["procedures"].widget()
    primary = [b for b in page.findChildren(Button) if b.isVisible() and b.property("primary")]
    if not primary:
        raise Stuck("no next event")
    primary[0].click()
    dialog = tour.dialog()
    tour.picture("09-record-event")
    assert isinstance(dialog, FormDialog)
    dialog.save.click()
    tour.wait(lambda: tour.front() is tour.window, "the event was refused")
    tour.settle()
    tour.picture("09-recorded")


def obstacles(tour: Tour) -> None:
    """The obstacles, the most urgent first; then one of them."""
    tour.go("obstacles")
    tour.picture("10-obstacles")
    tour.window.open_object("obstacle", obstacles_of(tour)[0])
    tour.picture("11-obstacle")


def write_memo(tour: Tour) -> None:
    """A briefing drafted from obstacles, edited beside its page, issued; its paper."""
    from envoy_desktop.ui.documents.write import write_memo as write

    tour.go("obstacles")
    write(tour.window.context, obstacles_of(tour), kind="briefing")
    dialog = tour.dialog()
    tour.picture("12-write-memo")
    assert isinstance(dialog, FormDialog)
    dialog.save.click()
    tour.wait(lambda: tour.front() is tour.window, "nothing was drafted")
    memo = tour.wait(lambda: drafted(tour), "the draft was not shown")
    body = tour.find(BodyEdit, tour.window)
    place = body.textCursor()
    place.movePosition(QTextCursor.MoveOperation.Start)
    place.movePosition(QTextCursor.MoveOperation.NextBlock)
    place.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    place.insertText("以上情况，已与相关部门逐一核对。")  # a paper is Chinese in either language
    body.setTextCursor(place)
    tour.pause(1800)  # until the page is laid out anew and the draft is kept
    tour.picture("13-memo-editor")
    issue(tour)
    tour.picture("14-issued")
    paper(tour, memo)


def documents(tour: Tour) -> None:
    """All documents by state."""
    tour.go("documents")
    tour.picture("15-documents")


def paper_life(tour: Tour) -> None:
    """A scan of an issued paper received, the book of numbers, a draft on its way to be signed."""
    import tempfile
    from pathlib import Path

    from envoy_desktop.documents import memo as papers
    from envoy_desktop.documents import preview
    from envoy_desktop.store.queries import memo_list
    from envoy_desktop.ui.documents import life
    from envoy_desktop.ui.documents.receive import receive

    with tour.workspace.read() as reader:
        issued = memo_list.ids(reader, states=("issued", *memo_list.WAITING))[0]
        data = papers.pdf(reader, issued)
    tour.go("documents")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.png"
        path.write_bytes(preview.page_png(data, 1, 150))
        receive(tour.window.context, [path])
        tour.dialog()
        tour.picture("15-receive")
        tour.close_dialogs()
    life.show_register(tour.window.context)
    tour.dialog()
    tour.picture("15-register")
    tour.close_dialogs()


def ledger(tour: Tour) -> None:
    """The supervision ledger."""
    tour.go("ledger")
    tour.picture("16-ledger")


def exchange(tour: Tour) -> None:
    """What would go to the office, what came, conflicts, and the fingerprint's words."""
    from envoy_desktop.sync import identity, trust

    identity.own(tour.workspace)
    with tour.workspace.unit("identity.trust") as unit:
        trust.enrol(unit, identity.fresh(_("市协调办"), _("市政府办公室"), "office").public)
    tour.go("exchange")
    tabs = tour.find(Tabs, tour.window)
    for name in ("send", "receive", "conflicts", "trust"):
        tabs.show_page(name)
        tour.settle()
        tour.pause(300)
        tour.picture(f"exchange-{name}")


def departments(tour: Tour) -> None:
    """The departments, and the cases behind one figure."""
    tour.go("departments")
    tour.picture("17-departments")
    table = tour.find(WindowedTable, tour.window)
    with tour.workspace.read() as reader:
        found = stored_departments.departments(reader, now.today())
    busiest = max(found, key=lambda d: (d.red, d.obstacles, d.open))
    table.choose(busiest.id)
    tour.go("departments", busiest.id)
    tour.picture("17-department")
    figures(tour)


def figures(tour: Tour) -> None:
    """The table of figures, one department opened up, lost days, calibration."""
    from envoy_desktop.ui.departments.detail_view import DetailView
    from envoy_desktop.ui.departments.figures_tab import FiguresTab
    from envoy_desktop.ui.departments.view import DepartmentPage, Overview

    tour.go("departments")
    overview = tour.find(Overview, tour.window)
    overview.tabs.show_page("figures")
    tour.settle()
    tour.picture("17-figures")
    tab = tour.find(FiguresTab, tour.window)
    table = tab.source.table
    assert table is not None
    most = max(table.departments, key=lambda row: row.figure.cases)
    tab.show_behind(most, "overdue_days", _("超期日"))
    tour.dialog()
    tour.picture("17-figures-behind")
    tour.close_dialogs()
    for name in ("lost", "honest"):
        overview.tabs.show_page(name)
        tour.settle()
        tour.picture(f"17-figures-{name}")
    overview.tabs.show_page("figures")
    overview.opened.emit(most.office.id, "figures")
    tour.settle()
    tour.picture("17-figures-department")
    detail = tour.find(DetailView, tour.find(DepartmentPage, tour.window))
    bar = detail._page.verticalScrollBar()
    bar.setValue(bar.maximum())
    tour.picture("17-figures-department-2")
    detail.write_wanted.emit(most.office.id)
    tour.dialog()
    tour.pause(500)
    tour.picture("17-figures-write")
    tour.close_dialogs()
    tour.go("departments")
    overview.tabs.show_page("now")


def settings(tour: Tour) -> None:
    """Every setting, tab by tab."""
    tour.go("settings")
    tabs = tour.find(Tabs, tour.window)
    for name in list(tabs._names):
        tabs.show_page(name)
        tour.picture(f"18-settings-{name}")


def search(tour: Tour) -> None:
    """Search by pinyin initials."""
    tour.go("today")
    tour.window.activateWindow()
    tour.window.search.begin()
    field = tour.window.top.search
    tour.wait(field.hasFocus, "the search box did not take the keyboard")
    field.setText("zrzy")
    field.textEdited.emit("zrzy")
    tour.pause(300)
    tour.picture("19-search")
    field.left.emit()


def history(tour: Tour) -> None:
    """Who did what when, with undo and redo."""
    tour.run("history")
    tour.dialog()
    tour.picture("20-history")


def manual(tour: Tour) -> None:
    """The manual at the screen in front, and the list of keys."""
    tour.go("procedures")
    tour.window.manual()
    tour.picture("21-manual")
    tour.close_dialogs()
    tour.window.show_keys()
    tour.picture("22-keys")


def lock(tour: Tour) -> None:
    """Locked: nothing of the work shows."""
    from envoy_desktop.ui.start import lock as covers

    cover = covers.lock(tour.session)
    tour.picture("23-locked")
    if cover is not None:
        cover.lift()


def first_start(tour: Tour) -> None:
    """The three steps of the first start, and the passphrase of a workspace."""
    from envoy_desktop.ui.start.first import FirstStart
    from envoy_desktop.ui.start.unlock import Unlock

    dialog = FirstStart()
    dialog.show()
    dialog.person.form.set_values({"name": _("李明"), "unit": _("市重大项目特派服务办公室")})
    tour.alone("00-first-start-1", dialog)
    dialog.go_on()
    passphrase = "乘风破浪 会有时 2026"
    dialog.place.form.set_values({"passphrase": passphrase, "again": passphrase})
    tour.pause(900)
    tour.alone("00-first-start-2", dialog)
    dialog.place.form.set_values({"file": str(tour.folder / _("示例"))})
    dialog.go_on()
    tour.pause(1200)
    tour.alone("00-first-start-3", dialog)
    dialog.close()
    unlock = Unlock(tour.workspace.path)
    unlock.show()
    tour.alone("00-unlock", unlock)
    unlock.close()


def other_looks(tour: Tour) -> None:
    """The same in the dark, at 200 %, and in English."""
    look = theme.look()
    scheme, project = look.scheme, busiest_project(tour)
    look.set_scheme("dark")
    tour.go("today")
    tour.picture("30-today-dark")
    tour.go("projects", project)
    tour.find(Tabs, tour.window).show_page("timeline")
    tour.picture("31-timeline-dark")
    tour.go("procedures", busiest_procedure(tour))
    tour.picture("32-procedure-dark")
    look.set_scheme(scheme)
    look.set_scale(2.0)
    tour.window.resize(2 * tour.window.width(), 2 * tour.window.height())
    tour.go("today")
    tour.picture("33-today-200")
    look.set_scale(1.0)
    tour.settle()  # until the smaller frame asks for less room
    tour.fit()
    before = words.language()
    words.set_language("en" if before == "zh_CN" else "zh_CN")
    tour.window.rebuild()
    tour.go("today")
    tour.picture("34-today-other-language")
    tour.go("procedures", busiest_procedure(tour))
    tour.picture("35-procedure-other-language")
    words.set_language(before)
    tour.window.rebuild()
    tour.settle()


def people(tour: Tour) -> None:
    """Contacts and a call in one line; a project's team and plan; the ledger followed up."""
    tour.go("contacts")
    tour.picture("20-contacts")
    tour.run("call-log")
    dialog = tour.dialog()
    fill(dialog, text=_("科长说周五前出意见"))
    tour.pause(400)
    tour.picture("21-call-log")
    dialog.close()
    tour.go("projects", busiest_project(tour))
    tabs = tour.find(Tabs, tour.window)
    tabs.show_page("team")
    tour.picture("22-project-team")
    tour.go("ledger")
    screen = tour.window.screens["ledger"]
    for number, name in enumerate(("remind", "postpone", "add_stage", "close_duty")):
        getattr(screen, name)()
        dialog = tour.dialog()
        tour.picture(f"23-ledger-{number}-{name}")
        dialog.close()


def city_rules(tour: Tour) -> None:
    """Joint review, charges and contracts, papers by provider, days before the clock."""
    from envoy_desktop.domain.clock_values import EventKind
    from envoy_desktop.store.queries import facts
    from envoy_desktop.store.queries import fees as stored_fees
    from envoy_desktop.store.queries import joint as stored_joint
    from envoy_desktop.ui.procedures.page import ProcedurePage
    from envoy_desktop.ui.projects.fees_tab import ChargeForm, ContractForm, FeesTab
    from envoy_desktop.ui.projects.joint_tab import JointTab
    from envoy_desktop.ui.projects.joint_tab import rows as joint_rows
    from envoy_desktop.ui.projects.page import ProjectView
    from envoy_desktop.ui.projects.tabs import ChecklistTab

    with tour.workspace.read() as reader:
        reviews = stored_joint.reviews(reader, open=True)
        project = reviews[0].project
        paying = max(
            {c.project for c in stored_fees.contracts(reader)},
            key=lambda p: (len(stored_fees.fees(reader, project=p)), p),
        )
        early = [
            id
            for id, found in facts.all_facts(reader)
            if any(e.kind is EventKind.LEFT_HERE for e in found.events)
        ]
    tour.go("projects", project)
    tabs = tour.find(Tabs, tour.window)
    tabs.show_page("joint")
    tour.picture("25-joint-review")
    joint = tour.find(JointTab, tour.window)
    assert joint.page is not None
    row = next(r for r in joint_rows(joint.page) if getattr(r, "action", "") == "opinion")
    joint.acted.emit(row, "opinion")
    tour.dialog()
    tour.picture("26-joint-opinion")
    tour.close_dialogs()
    tour.go("projects", paying)
    tabs.show_page("fees")
    tour.picture("27-fees")
    fees = tour.find(FeesTab, tour.window)
    assert fees.page is not None
    for number, form in enumerate((ChargeForm, ContractForm)):
        form(tour.window.context, fees.page).open()
        tour.dialog()
        tour.picture(f"28-fees-form-{number}")
        tour.close_dialogs()
    tabs.show_page("checklist")
    checklist = tour.find(ChecklistTab, tour.window)
    checklist.bar.setCurrentIndex(1)
    tour.picture("29-papers")
    checklist.bar.setCurrentIndex(0)
    view = tour.find(ProjectView, tour.window)
    more = QAction(view)
    more.setData("days")
    view._menu_chosen(more)
    tour.dialog()
    tour.picture("30-own-days")
    tour.close_dialogs()
    if early:
        tour.go("procedures", early[0])
        tour.picture("31-before-the-clock")
        tour.find(ProcedurePage, tour.window)._demand()
        tour.dialog()
        tour.picture("32-demand")
        tour.close_dialogs()


def rating(tour: Tour) -> None:
    """The investor's screen: nothing else on it."""
    from envoy_desktop.store.queries import people as stored
    from envoy_desktop.ui.ratings.mode import RatingMode

    with tour.workspace.read() as reader:
        wish = stored.to_rate(reader)[0]
    mode = RatingMode(tour.window.context, wish)
    mode.begin()
    tour.pause(400)
    tour.alone("24-rating-mode", mode)
    mode.let_go()


def ahead(tour: Tour) -> None:
    """An obstacle on its ladder, what if, a ledger taken in, a row of the list."""
    import csv
    import tempfile
    from pathlib import Path

    from envoy_desktop.store.queries import escalations
    from envoy_desktop.ui.obstacles.page import ObstaclePage
    from envoy_desktop.ui.projects.ahead import AheadDialog
    from envoy_desktop.ui.projects.import_dialog import ImportDialog
    from envoy_desktop.ui.projects.page import ProjectView

    with tour.workspace.read() as reader:
        asked = escalations.taken_up_most(reader)
    assert asked is not None
    tour.window.open_object("obstacle", asked)
    tour.picture("25-obstacle-ladder")
    tour.find(ObstaclePage, tour.window).escalate()
    tour.dialog()
    tour.picture("26-escalate")
    tour.close_dialogs()
    tour.go("projects", busiest_project(tour))
    view = tour.find(ProjectView, tour.window)
    tour.wait(lambda: view.page is not None, "the project was not read")
    assert view.page is not None
    dialog = AheadDialog(tour.window.context, view.page)
    dialog.open()
    for name in ("suppose", "fan", "wins", "baseline"):
        dialog.tabs.show_page(name)
        tour.pause(500)
        tour.alone(f"27-ahead-{name}", dialog)
    dialog.accept()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "台账.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(
                [
                    ("项目名称", "建设单位", "手续", "申报日期", "受理", "办结时间", "备注"),
                    ("电池一期", "宁城公司", "施工许可", "2026.3.5", "3月9日", "2026年3月20日", ""),
                    ("电池一期", "宁城公司", "立项", "2025-11-03", "", "", "快"),
                    ("电池二期", "宁城公司", "排水许可", "昨天", "", "", ""),
                ]
            )
        taking = ImportDialog(tour.window.context, path)
        taking.open()
        tour.pause(700)
        tour.alone("28-import", taking)
        taking.reject()


def office(tour: Tour) -> None:
    """The coordination office: who delivered, what was set aside, conflicts, trust, what goes back.

    Last: its window takes the place of the envoy's.
    """
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="envoy-office-"))
    try:
        workspace = office_with_envoys(folder)
        tour.window = tour.session.show(workspace, demo=True)
        tour.fit()
        tabs = tour.find(Tabs, tour.window)
        for name in ("status", "aside", "conflicts", "trust", "return"):
            tabs.show_page(name)
            tour.settle()
            tour.picture(f"office-{name}")
    finally:
        tour.session.close()
        shutil.rmtree(folder, ignore_errors=True)


def meeting(tour: Tour) -> None:
    """The monthly meeting: proposed agenda, decisions, the projector, the department table."""
    from envoy_desktop.casework import meetings
    from envoy_desktop.store.queries import meetings as agenda_items
    from envoy_desktop.ui.meeting.view import MeetingScreen

    before = tour.workspace.meta("role")
    tour.workspace.set_meta("role", "office")
    try:
        tour.go("meeting")
        tour.picture("meeting-proposed")
        tour.workspace.do(
            meetings.begin, place=_("市政务服务中心"), chair=_("市长"), present=_("各部门")
        )
        tour.settle()
        screen = tour.window.screens["meeting"]
        assert isinstance(screen, MeetingScreen)
        tour.wait(lambda: screen.items.current() is not None, "no agenda")
        current = screen.items.current()
        assert current is not None
        screen._acted(current, "decide")
        fill(tour.dialog(), text=_("三个工作日内书面答复企业"), votes_for=9, votes_against=1)
        tour.picture("meeting-decide")
        tour.close_dialogs()
        first = screen.items.current()
        assert first is not None
        with tour.workspace.read() as reader:
            asked = agenda_items.item(reader, first.id)
        assert asked is not None
        lead = asked.department
        tour.workspace.do(
            meetings.decide, topic=first.title, text=_("三个工作日内书面答复企业"), lead=lead,
            due_on=now.today() + timedelta(days=10), item=first.id, votes_for=9, votes_against=1,
            dissent=_("应先定口径"),
        )  # fmt: skip
        tour.settle()
        tour.picture("meeting-agenda")
        screen.tabs.show_page("decisions")
        tour.picture("meeting-decisions")
        screen.tabs.show_page("table")
        tour.picture("meeting-table")
        screen.tabs.show_page("agenda")
        screen.show_projector()
        assert screen.projector is not None
        screen.projector.resize(1280, 720)
        tour.alone("meeting-projector", screen.projector)
        screen.projector.close()
    finally:
        tour.workspace.set_meta("role", before or "")


STOPS: tuple[Callable[[Tour], None], ...] = (
    first_start, today, quick_log, new_project, projects, procedures, record_event, obstacles,
    write_memo, documents, paper_life, ledger, people, city_rules, rating, ahead, exchange,
    departments, settings,
    search, history, manual, lock, other_looks, meeting, office,
)  # fmt: skip


# --- what the stops look for ------------------------------------------------------------------


def office_with_envoys(folder: Path) -> "Workspace":
    """An office with five envoys: three delivered, of whom two disagree; one file is cut short."""
    from envoy_desktop.casework import found
    from envoy_desktop.office import enrol, intake, setup
    from envoy_desktop.sync import identity, receiving, sending, trust

    passphrase = "乘风破浪 会有时 2026"
    made = setup.new(
        folder / "office.envoy", passphrase, name=_("周敏"),
        organisation=_("市重大项目协调办公室"), use_keyring=False,
    )  # fmt: skip
    theirs = identity.own(made).public
    envoys: list[Workspace] = []
    for name, unit in (
        (_("张三"), _("卧龙区特派服务办")), (_("李四"), _("宛城区特派服务办")),
        (_("王五"), _("宛城区特派服务办")), (_("赵六"), _("镇平县特派服务办")),
        (_("钱七"), _("镇平县特派服务办")),
    ):  # fmt: skip
        one = found.workspace(
            folder / f"{len(envoys)}.envoy", passphrase, name=name, organisation=unit,
            use_keyring=False,
        )  # fmt: skip
        made.do(enrol.enrol, public=identity.own(one).public)
        with one.unit("identity.trust") as act:
            trust.enrol(act, theirs)
        envoys.append(one)
    first, second, third = envoys[:3]
    with first.unit("obstacles.log") as act:
        obstacle = act.add(
            "obstacle", text=_("图审窗口不收材料"), on=now.today().isoformat(),
            entered_on=now.today().isoformat(),
        )  # fmt: skip
    for one, other in ((first, second), (second, first)):
        with one.unit("identity.trust") as act:
            trust.enrol(act, identity.own(other).public)
    sending.write(first, folder / "x", identity.own(second).public)
    receiving.read(second, folder / "x")
    for one, text in ((first, _("图审窗口仍不收材料")), (second, _("图审窗口已收材料，等排号"))):
        with one.unit("obstacles.change") as act:
            act.set("obstacle", obstacle, text=text)
    heap = folder / _("十一月")
    heap.mkdir()
    for n, one in enumerate((first, second, third)):
        sending.write(one, heap / f"{n}.envoy-package", theirs)
    whole = (heap / "2.envoy-package").read_bytes()
    (heap / _("没拷完.envoy-package")).write_bytes(whole[: len(whole) // 2])
    (heap / _("说明.txt")).write_text("x")
    intake.take_in(made, [heap])
    for one in envoys:
        one.close()
    return made


def fill(where: QWidget, **values: object) -> None:
    """Fill in the named fields of the forms in a dialog."""
    fields = {
        name: field for form in where.findChildren(Form) for name, field in form.fields.items()
    }
    for name, value in values.items():
        if name not in fields:
            raise Stuck(f"no field {name}")
        fields[name].set_value(value)


def drafted(tour: Tour) -> int:
    """The memo that is open in the editor, 0 while none is."""
    here = tour.window.selected()
    body = [w for w in tour.window.findChildren(BodyEdit) if w.isVisible()]
    return here[1] if here is not None and here[0] == "memo" and body else 0


def issue(tour: Tour) -> None:
    """Issue the open draft; what departments say is entered where it is asked for."""
    tour.find(EditorPage, tour.window).issue()
    dialog = tour.dialog()
    assert isinstance(dialog, FormDialog)
    for field in dialog.findChildren(TextField):
        if field.isVisible() and not field.value():
            field.set_value(_("已受理，正在会同业务科室研究，争取本月内答复。"))
    tour.picture("14-issuing")
    tour.wait(dialog.save.isEnabled, "the memo may not be issued")
    dialog.save.click()
    tour.wait(lambda: tour.front() is tour.window, "the memo was not issued")
    tour.settle()


def paper(tour: Tour, memo: int) -> None:
    """The frozen PDF, and its pages as pictures."""
    from envoy_desktop.documents import memo as papers
    from envoy_desktop.documents import preview

    with tour.workspace.read() as reader:
        data = papers.pdf(reader, memo)
    (tour.folder / "memo.pdf").write_bytes(data)
    tour.made.append("memo.pdf")
    for number in range(1, len(preview.sizes(data)) + 1):
        name = f"memo-{number}.png"
        (tour.folder / name).write_bytes(preview.page_png(data, number, PAGE_DPI))
        tour.made.append(name)
        print(f"  {name}", flush=True)


def obstacles_of(tour: Tour) -> list[int]:
    """Up to three open obstacles of one project that lie with departments."""
    from envoy_desktop.store.queries import obstacles as stored

    with tour.workspace.read() as reader:
        standing = [o for o in stored.obstacles(reader, open=True) if o.project and o.department]
    by_project: dict[int, list[int]] = {}
    for one in standing:
        by_project.setdefault(one.project or 0, []).append(one.id)
    return max(by_project.values(), key=len)[:3]


def busiest_project(tour: Tour) -> int:
    """The open project with most obstacles and procedures over their day."""
    from envoy_desktop.store.queries import projects as stored

    with tour.workspace.read() as reader:
        rows = stored.all_projects(reader, now.today())
    return max(
        rows, key=lambda r: (r.open_obstacles + sum(s.red + s.running for s in r.stages), r.id)
    ).id


def busiest_procedure(tour: Tour) -> int:
    """An open procedure over its day with corrections and obstacles: the longest event line."""
    from envoy_desktop.store.queries import facts
    from envoy_desktop.store.queries import procedures as stored

    with tour.workspace.read() as reader:
        late = stored.first(reader, stored.Wanted(now.today(), lamp="red", open=True), limit=200)
        lines = {id: len(found.events) for id, found in facts.all_facts(reader)}
    return max(late, key=lambda r: (lines.get(r.procedure, 0), r.procedure)).procedure
