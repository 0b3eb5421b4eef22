"""Which screens there are: one line each. Nothing is imported before its first visit."""

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from envoy_desktop.words import N_, _, pgettext


@dataclass(frozen=True, slots=True)
class Entry:
    """A screen: where its class is, and which kinds of thing it opens."""

    name: str
    title: str  # marked with N_, worded when shown
    icon: str
    place: str  # "module:Class"
    kinds: tuple[str, ...] = ()
    in_navigation: bool = True


@dataclass(frozen=True, slots=True)
class Command:
    """Something the window can do anywhere: in the search box, by key, on the key list."""

    name: str
    title: str
    place: str  # "module:function", called with the Context; "" is one of the window's own
    keys: str = ""
    icon: str = ""


SCREENS: tuple[Entry, ...] = (
    Entry("today", N_("今日"), "house", "envoy_desktop.ui.today.view:TodayScreen"),
    Entry("projects", N_("项目"), "buildings", "envoy_desktop.ui.projects.view:ProjectsScreen",
          ("project",)),
    Entry("procedures", N_("事项"), "list-checks",
          "envoy_desktop.ui.procedures.view:ProceduresScreen", ("procedure",)),
    Entry("obstacles", N_("障碍"), "barricade", "envoy_desktop.ui.obstacles.view:ObstaclesScreen",
          ("obstacle",)),
    Entry("documents", N_("公文"), "file-text", "envoy_desktop.ui.documents.view:DocumentsScreen",
          ("memo",)),
    Entry("ledger", N_("台账"), "table", "envoy_desktop.ui.ledger.view:LedgerScreen", ("duty",)),
    Entry("departments", N_("部门"), "bank", "envoy_desktop.ui.departments.view:DepartmentsScreen",
          ("department",)),
    Entry("exchange", N_("数据交换"), "paper-plane-tilt",
          "envoy_desktop.ui.meeting.exchange:ExchangeScreen"),
    Entry("meeting", N_("协调会"), "users-three", "envoy_desktop.ui.meeting.view:MeetingScreen"),
    Entry("contacts", N_("联系人"), "phone", "envoy_desktop.ui.contacts.view:ContactsScreen",
          ("contact", "call")),
    Entry("settings", N_("设置"), "gear", "envoy_desktop.ui.settings.view:SettingsScreen",
          in_navigation=False),
)  # fmt: skip

OFFICE = Entry("office", N_("汇总"), "kanban", "envoy_desktop.ui.office.view:OfficeScreen")
_OFFICE_ORDER = (
    "office", "meeting", "departments", "ledger", "projects", "obstacles", "procedures",
    "documents", "today", "settings",
)  # fmt: skip


def screens_of(role: str) -> tuple[Entry, ...]:
    """The screens of somebody's navigation; an office has its own, in its own order."""
    if role != "office":
        return SCREENS
    known = {entry.name: entry for entry in (OFFICE, *SCREENS)}
    return tuple(known[name] for name in _OFFICE_ORDER if name in known)


COMMANDS: tuple[Command, ...] = (
    Command("quick-log", N_("记障碍"), "envoy_desktop.ui.quick_log.view:open_quick_log",
            "Ctrl+Shift+O", "barricade"),
    Command("call-log", N_("记电话"), "envoy_desktop.ui.contacts.call_log:open_call_log",
            "Ctrl+Shift+C", "phone-call"),
    Command("note", N_("记笔记"), "envoy_desktop.ui.projects.note:open_note",
            "Ctrl+Shift+N", "note-pencil"),
    Command("read-slip", N_("录入评议单"), "envoy_desktop.ui.ratings.ask:read_slip",
            icon="pencil-simple"),
    Command("write-memo", N_("写专报"), "envoy_desktop.ui.documents.write:write_memo",
            icon="note-pencil"),
    Command("receive", N_("收回批示"), "envoy_desktop.ui.documents.receive:receive",
            "Ctrl+Shift+R", "download-simple"),
    Command("new-project", N_("新建项目"), "envoy_desktop.ui.projects.new:new_project",
            "Ctrl+N", "plus"),
    Command("export-list", N_("导出本列表"), "envoy_desktop.ui.shell.list_export:export_list",
            "Ctrl+Shift+E", "table"),
    Command("history", N_("变更记录"), "envoy_desktop.ui.history.dialog:open_history",
            "Ctrl+H", "clock-counter-clockwise"),
    Command("lock", N_("锁定"), "envoy_desktop.ui.start.acts:lock", "Ctrl+L", "lock-simple"),
    Command("backup-now", N_("立即备份"), "envoy_desktop.ui.start.acts:back_up", icon="database"),
    Command("restore", N_("从备份恢复"), "envoy_desktop.ui.start.acts:restore",
            icon="clock-counter-clockwise"),
    Command("change-passphrase", N_("更换口令"), "envoy_desktop.ui.start.acts:change_passphrase",
            icon="key"),
    Command("open-workspace", N_("打开工作区"), "envoy_desktop.ui.start.acts:open_workspace",
            "Ctrl+O", "folder-open"),
    Command("new-workspace", N_("新建工作区"), "envoy_desktop.ui.start.acts:new_workspace",
            icon="plus"),
    Command("look-around", N_("看看示例城市"), "envoy_desktop.ui.start.acts:look_around",
            icon="eye"),
    Command("settings", N_("设置"), "envoy_desktop.ui.start.acts:settings", "Ctrl+,", "gear"),
    Command("manual", N_("手册"), "envoy_desktop.ui.start.acts:manual", icon="book-open"),
    Command("keys", N_("快捷键一览"), "envoy_desktop.ui.start.acts:keys", icon="list"),
)  # fmt: skip


def number_key(number: int) -> str:
    """The key of the `number`th screen of the navigation: Ctrl+1 … Ctrl+9, Ctrl+0; then none."""
    return f"Ctrl+{number % 10}" if number <= 10 else ""


def worded(entry: Entry) -> str:
    """A screen's name: in English a list is named by many, which one Chinese word does not tell."""
    lists = {
        "projects": pgettext("screen", "项目"),
        "procedures": pgettext("screen", "事项"),
        "obstacles": pgettext("screen", "障碍"),
        "documents": pgettext("screen", "公文"),
        "departments": pgettext("screen", "部门"),
        "contacts": pgettext("screen", "联系人"),
        "settings": pgettext("screen", "设置"),
    }
    return lists.get(entry.name) or _(entry.title)


def there(place: str) -> bool:
    """Whether the module of `place` exists in this build."""
    try:
        return importlib.util.find_spec(place.partition(":")[0]) is not None
    except ModuleNotFoundError:
        return False


def load(place: str) -> Callable[..., Any]:
    """The class or function named by "module:name"."""
    module, _colon, name = place.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found
