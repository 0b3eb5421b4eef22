"""The stops of the tour, in the order of an envoy's day: each plays a piece of the main job."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from envoy_desktop import now, words
from envoy_desktop.ui import theme
from envoy_desktop.ui.tour import Stuck, Tour
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.ui.widgets.tabs import Tabs
from envoy_desktop.words import _


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
    tour.press(_("记下"), dialog)


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
    dialog.submit()  # type: ignore[attr-defined]
    tour.wait(lambda: tour.front() is tour.window, "the form stayed open")
    tour.settle()
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


def obstacles(tour: Tour) -> None:
    """The obstacles, the most urgent first."""
    tour.go("obstacles")
    tour.picture("10-obstacles")


def ledger(tour: Tour) -> None:
    """The supervision ledger."""
    tour.go("ledger")
    tour.picture("15-ledger")


def departments(tour: Tour) -> None:
    """The departments, and the cases behind one figure."""
    tour.go("departments")
    tour.picture("16-departments")


def settings(tour: Tour) -> None:
    """Every setting, tab by tab."""
    tour.go("settings")
    tabs = tour.find(Tabs, tour.window)
    for name in list(tabs._names):
        tabs.show_page(name)
        tour.picture(f"17-settings-{name}")


def search(tour: Tour) -> None:
    """Search by pinyin initials."""
    tour.go("today")
    tour.window.search.begin()
    field = tour.window.top.search
    field.setText("zrzy")
    field.textEdited.emit("zrzy")
    tour.pause(300)
    tour.picture("18-search")
    field.left.emit()


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


STOPS: tuple[Callable[[Tour], None], ...] = (
    today, quick_log, new_project, projects, procedures, obstacles, ledger, departments, settings,
    search, other_looks,
)  # fmt: skip


# --- what the stops look for ------------------------------------------------------------------


def fill(where: QWidget, **values: object) -> None:
    """Fill in the named fields of the forms in a dialog."""
    fields = {
        name: field for form in where.findChildren(Form) for name, field in form.fields.items()
    }
    for name, value in values.items():
        if name not in fields:
            raise Stuck(f"no field {name}")
        fields[name].set_value(value)


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
