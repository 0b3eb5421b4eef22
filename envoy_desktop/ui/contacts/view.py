"""The screen of contacts: people by department, beside the chosen one the calls and promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QWidget

from envoy_desktop import now
from envoy_desktop.casework import calls, contacts
from envoy_desktop.store.queries import choices, people
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.queries.people import CallRow, ContactRow
from envoy_desktop.store.search import initials
from envoy_desktop.ui import theme
from envoy_desktop.ui.contacts.call_log import open_call_log
from envoy_desktop.ui.shell.screen import Context, Screen
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.fields import ChoiceField, TextField
from envoy_desktop.ui.widgets.form_dialog import FormDialog
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.layout import clear
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, Line, PageTitle, Panel, column, row
from envoy_desktop.words import _, names, ngettext, pgettext

if TYPE_CHECKING:
    from envoy_desktop.store.workspace import Changed

WATCHED = ("contact", "attempt", "department", "project")


@dataclass(frozen=True, slots=True)
class People:
    """Everything the screen shows."""

    contacts: tuple[ContactRow, ...]
    calls: dict[int, tuple[CallRow, ...]]
    promises: tuple[CallRow, ...]
    departments: tuple[Choice, ...]
    projects: tuple[Choice, ...]
    today: date


def read_people(workspace: Any, today: date) -> People:
    """Contacts with their calls; runs off the UI thread."""
    with workspace.read() as reader:
        listed: dict[int, list[CallRow]] = {}
        every = people.calls(reader, most=2000)
        for call in every:
            if call.contact is not None:
                listed.setdefault(call.contact, []).append(call)
        return People(
            tuple(people.contacts(reader)),
            {contact: tuple(found) for contact, found in listed.items()},
            tuple(c for c in every if c.promised_on and not c.kept_on and c.obstacle is None),
            tuple(choices.departments(reader)),
            tuple(choices.projects(reader)),
            today,
        )


def rows(found: People, text: str) -> list[Row | Group]:
    """Open promises first, the first due first; then the people by department."""
    wanted = text.strip().lower()
    made: list[Row | Group] = []
    due = sorted(found.promises, key=lambda c: (c.promised_on or "", c.id))
    due = [c for c in due if not wanted or wanted in f"{c.text} {c.contact_name}".lower()]
    if due:
        made.append(Group(_("答应了、还没有兑现"), len(due)))
        made += [promise_row(call, found.today) for call in due]
    groups: dict[str, list[ContactRow]] = {}
    for contact in found.contacts:
        if not wanted or _matches(contact, wanted):
            where = contact.department_name or contact.project_name or _("其他")
            groups.setdefault(where, []).append(contact)
    for where, inside in groups.items():
        made.append(Group(where, len(inside)))
        made += [contact_row(contact) for contact in inside]
    return made


def _matches(row: ContactRow, wanted: str) -> bool:
    words = f"{row.name} {row.department_name} {row.project_name} {row.post} {row.phone}"
    return wanted in f"{words} {row.window} {row.note}".lower() or wanted in initials(words)


def contact_row(contact: ContactRow) -> Row:
    """One person: post and window, telephone, the last call."""
    last = ""
    if contact.last_call_on:
        last = _("{day}通话").format(day=names.short_day(contact.last_call_on))
    n = contact.promises
    return Row(
        contact.id,
        contact.name,
        " · ".join(part for part in (contact.post, contact.window, contact.note) if part),
        second=contact.phone,
        second_line=last,
        figure=ngettext("{n} 件未兑现", "{n} 件未兑现", n).format(n=n) if n else "",
        tone="yellow_word" if n else "",
        action="call",
        action_text=_("记电话"),
        kind="contact",
        data=contact,
    )


def promise_row(call: CallRow, today: date) -> Row:
    """A promise: who gave it, for when, and whether that day is over."""
    due = date.fromisoformat(call.promised_on or call.on)
    late = due < today
    return Row(
        call.id,
        call.promised or call.text,
        " · ".join(p for p in (call.project_name, call.procedure_name) if p),
        second=call.contact_name or call.department_name,
        second_line=_("{day}通话").format(day=names.short_day(call.on)),
        figure=_("答应 {day}").format(day=names.short_day(due)),
        lamp="red" if late else "yellow" if due == today else "green",
        action="kept",
        action_text=_("已兑现"),
        kind="call",
        data=call,
    )


class ContactsScreen(Screen):
    """联系人: by department; C logs a call with the chosen one, K says that a promise was kept."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.found: People | None = None
        self._wanted_id = 0
        self._panel: ContactDetail | None = None

    def title(self) -> str:
        return pgettext("screen", "联系人")

    def build(self) -> QWidget:
        page = QWidget()
        body = column(page, margin=(20, 16, 20, 0), gap=8)
        self.head = PageTitle(pgettext("screen", "联系人"), " ")
        self.head.add(
            Button(_("记电话"), icon="phone-call", tip=_("记电话（Ctrl+Shift+C）"), on=self.call)
        )
        self.head.add(Button(_("新增"), icon="plus", tip=_("新增联系人（N）"), on=self.add))
        body.addWidget(self.head)
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("按姓名、拼音首字母、部门、电话筛选（Ctrl+F）"))
        self.text.setAccessibleName(_("筛选"))
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._show)
        body.addWidget(self.text)
        self.list = RowList(pgettext("screen", "联系人"))
        body.addWidget(self.list, 1)
        self.empty = EmptyState(
            _("还没有联系人"),
            _("记下各部门窗口和科室的人、投资方的人，打电话时一行就能记下说了什么。"
              "联系人只在这台电脑上，不随同步包外传。"),
            icon="phone", button=_("新增"), on=self.add,
        )  # fmt: skip
        self.empty.hide()
        body.addWidget(self.empty, 1)
        self.list.acted.connect(self._acted)
        self.list.opened.connect(self._edit_row)
        self.list.chosen.connect(self._chosen)
        self.list.menu_wanted.connect(self._menu_of)
        for key, slot, place in (
            ("N", self.add, self.list),
            ("E", self.edit, self.list),
            ("C", self.call, self.list),
            ("K", self.kept, self.list),
            ("Del", self.remove, self.list),
            ("Ctrl+F", self.text.setFocus, page),
        ):
            shortcut = QShortcut(QKeySequence(key), place)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        return page

    def build_detail(self) -> QWidget | None:
        self._panel = ContactDetail()
        self._panel.wanted.connect(self._do)
        self._chosen(self.list.current())
        return self._panel

    # -- showing -------------------------------------------------------------------------------

    def refresh(self, changed: "Changed | None") -> None:
        if changed is None or changed.touches(*WATCHED):
            self.context.jobs.read(
                read_people, done=self._came, key="contacts", workspace=self.context.workspace,
                today=now.today(),
            )  # fmt: skip

    def open(self, object_id: int) -> None:
        if object_id:
            self._wanted_id = object_id
            self._show()

    def selected(self) -> tuple[str, int] | None:
        found = self.list.current()
        return (found.kind, found.id) if found is not None else None

    def entered(self) -> None:
        self.list.setFocus()

    @Slot(object)
    def _came(self, found: People) -> None:
        self.found = found
        parts = [ngettext("{n} 人", "{n} 人", len(found.contacts)).format(n=len(found.contacts))]
        n = len(found.promises)
        if n:
            parts.append(ngettext("{n} 件答应了的事", "{n} 件答应了的事", n).format(n=n))
        self.head.set(pgettext("screen", "联系人"), _("，").join(parts))
        self._show()

    @Slot()
    def _show(self) -> None:
        if self.found is None:
            return
        shown = rows(self.found, self.text.text())
        self.list.set_rows(shown)
        self.list.setVisible(bool(shown))
        self.empty.setVisible(not shown)
        if self._wanted_id:
            for kind in ("contact", "call"):
                if self.list.choose(self._wanted_id, kind):
                    self._wanted_id = 0
                    break
        if self.list.current() is None:
            self.list.choose_first()
        self._chosen(self.list.current())

    @Slot(object)
    def _chosen(self, _row: Row | None) -> None:
        if self._panel is None or self.found is None:
            return
        contact = self._contact()
        shown = self.found.calls.get(contact.id, ()) if contact else ()
        self._panel.show_contact(contact, shown)

    def _contact(self) -> ContactRow | None:
        found = self.list.current()
        if found is None or self.found is None:
            return None
        if isinstance(found.data, ContactRow):
            return found.data
        wanted = found.data.contact if isinstance(found.data, CallRow) else None
        return next((c for c in self.found.contacts if c.id == wanted), None)

    # -- doing ---------------------------------------------------------------------------------

    @Slot()
    def add(self) -> None:
        """Keep a person."""
        if self.found is not None:
            ContactForm(self.context, self.found).open()

    @Slot()
    def edit(self) -> None:
        """Change the chosen person."""
        self._do("edit")

    @Slot()
    def call(self) -> None:
        """Log a call with the chosen person."""
        self._do("call")

    @Slot()
    def kept(self) -> None:
        """The chosen promise was kept."""
        self._do("kept")

    @Slot()
    def remove(self) -> None:
        """Take the chosen person off the list."""
        self._do("remove")

    @Slot(object, str)
    def _acted(self, _row: Row, action: str) -> None:
        self._do(action)

    @Slot(object)
    def _edit_row(self, _row: Row) -> None:
        self._do("edit")

    @Slot(str)
    def _do(self, what: str) -> None:
        found, contact = self.list.current(), self._contact()
        if what == "call":
            open_call_log(self.context, contact.id if contact else None)
        elif what == "kept" and found is not None and isinstance(found.data, CallRow):
            self.context.jobs.act(
                _("已兑现：{what}").format(what=found.title[:20]), calls.kept, call=found.id
            )
        elif what == "edit" and contact is not None and self.found is not None:
            ContactForm(self.context, self.found, contact).open()
        elif what == "remove" and found is not None:
            words = _("已移除：{what}").format(what=found.title[:20])
            if isinstance(found.data, CallRow):
                self.context.jobs.act(words, calls.remove, call=found.id)
            else:
                self.context.jobs.act(words, contacts.remove, contact=found.id)

    @Slot(object, QPoint)
    def _menu_of(self, found: Row, place: QPoint) -> None:
        menu = QMenu(self.list)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries = [(_("记电话(&C)"), "call"), (_("修改(&E)"), "edit"), (_("移除"), "remove")]
        if found.kind == "call":
            entries.insert(0, (_("已兑现(&K)"), "kept"))
        for words, what in entries:
            menu.addAction(words).setData(what)
        menu.triggered.connect(self._menu_chosen)
        menu.popup(place)

    @Slot(QAction)
    def _menu_chosen(self, action: QAction) -> None:
        self._do(str(action.data()))


class ContactDetail(Panel):
    """The chosen person: where to find them, and the calls with them."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=16, gap=8)
        self._name = Label("", "strong", wrap=True, selectable=True)
        self.body.addWidget(self._name)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(theme.px(12))
        self._facts.setColumnStretch(1, 1)
        self.body.addLayout(self._facts)
        line = row(gap=6)
        self._buttons = [
            Button(_("记电话"), on=self._pressed), Button(_("修改"), link=True, on=self._pressed),
        ]  # fmt: skip
        for button, what in zip(self._buttons, ("call", "edit"), strict=True):
            button.setProperty("what", what)
            line.addWidget(button)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addWidget(Line())
        self._calls = column(gap=8)
        self.body.addLayout(self._calls)
        self.body.addStretch(1)

    def show_contact(self, contact: ContactRow | None, found: Sequence[CallRow]) -> None:
        """Show a person and the calls, the newest first."""
        clear(self._facts)
        clear(self._calls)
        for button in self._buttons:
            button.setVisible(contact is not None)
        if contact is None:
            self._name.setText(_("选中一个人，这里显示电话和说过的话。"))
            self._name.set_tone("muted")
            return
        self._name.setText(contact.name)
        self._name.set_tone("ink")
        facts = (
            (_("单位"), contact.department_name or contact.project_name),
            (_("职务"), contact.post),
            (_("窗口"), contact.window),
            (_("电话"), contact.phone),
            (_("备注"), contact.note),
        )
        for number, (what, value) in enumerate((w, v) for w, v in facts if v):
            self._facts.addWidget(
                Label(what, "caption", "muted"), number, 0, Qt.AlignmentFlag.AlignTop
            )
            self._facts.addWidget(Label(value, "caption", wrap=True, selectable=True), number, 1)
        if not found:
            self._calls.addWidget(Label(_("还没有通话记录。"), "caption", "muted", wrap=True))
        for call in found[:12]:
            day = names.short_day(call.on)
            about = " · ".join(p for p in (day, call.procedure_name or call.project_name) if p)
            self._calls.addWidget(Label(about, "caption", "muted", wrap=True))
            self._calls.addWidget(Label(call.text, "body", wrap=True, selectable=True))
            if call.promised_on:
                due = names.short_day(call.promised_on)
                words = (
                    _("答应 {due}，{day}兑现").format(due=due, day=names.short_day(call.kept_on))
                    if call.kept_on
                    else _("答应 {due}，还没有兑现").format(due=due)
                )
                tone = "muted" if call.kept_on else "yellow_word"
                self._calls.addWidget(Label(words, "caption", tone, wrap=True))

    @Slot()
    def _pressed(self) -> None:
        self.wanted.emit(str(self.sender().property("what")))


class ContactForm(FormDialog):
    """A person, new or entered before."""

    def __init__(self, context: Context, found: People, contact: ContactRow | None = None) -> None:
        title = _("新增联系人") if contact is None else _("修改联系人")
        super().__init__(context.window, title, _("联系人只在这台电脑上，不随同步包外传。"))
        self._context, self._contact = context, contact
        self.form.add("name", _("姓名"), TextField(required=True))
        self.form.add(
            "department", _("部门"),
            ChoiceField([(c.id, c.name) for c in found.departments], none=_("不属于部门"),
                        search=True),
        )  # fmt: skip
        self.form.add(
            "project", _("项目"),
            ChoiceField([(c.id, c.name) for c in found.projects], none=_("不属于项目"),
                        search=True),
            _("投资方、施工方的人填这里。"),
        )  # fmt: skip
        self.form.add("post", _("职务"), TextField())
        self.form.add("window", _("窗口"), TextField(hint=_("例如：B12 号窗口")))
        self.form.add("phone", _("电话"), TextField())
        self.form.add("note", _("备注"), TextField())
        if contact is not None:
            self.form.set_values({name: getattr(contact, name) for name in contacts.FIELDS})

    def submit(self) -> None:
        values = self.form.values()
        name = str(values["name"])
        if self._contact is None:
            self.commit(
                self._context.jobs, _("已新增联系人：{name}").format(name=name), contacts.add,
                **values,
            )  # fmt: skip
        else:
            self.commit(
                self._context.jobs, _("已修改联系人：{name}").format(name=name), contacts.change,
                contact=self._contact.id, **values,
            )  # fmt: skip
