"""What the window's frame asks of a workspace: search, counts, status, the words for undo."""

from collections.abc import Mapping
from datetime import datetime

from envoy_desktop import now
from envoy_desktop.store import search
from envoy_desktop.store.queries.overview import overview
from envoy_desktop.store.queries.today import overdue_count
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.shell.screen import Count, Hit, Status
from envoy_desktop.ui.shell.sources import Sources
from envoy_desktop.words import _, names, ngettext


class Asked:
    """The sources of one window over one workspace; each is called off the UI thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def sources(self) -> Sources:
        """The window's sources."""
        return Sources(self.search, self.counts, self.status, self.word_act)

    def search(self, text: str) -> list[Hit]:
        """Projects, procedures, obstacles, departments and papers that hold the text."""
        groups = {
            "project": _("项目"),
            "procedure": _("事项"),
            "obstacle": _("障碍"),
            "department": _("部门"),
            "contact": _("联系人"),
            "memo": _("公文"),
            "duty": _("台账"),
        }
        with self._workspace.read() as reader:
            found = search.find(reader, text, limit=24)
        order = list(groups)
        found.sort(key=lambda hit: order.index(hit.kind))
        return [Hit(h.kind, h.id, h.title, _about(h), groups[h.kind]) for h in found]

    def counts(self) -> Mapping[str, Count]:
        """What stands beside the screens' names; red only for what is overdue."""
        with self._workspace.read() as reader:
            seen = overview(reader, now.today())
            overdue = overdue_count(reader, now.today())
        counts = {
            "today": Count(str(overdue) if overdue else "", urgent=bool(overdue)),
            "projects": Count(str(seen.projects)),
            "procedures": Count(str(seen.procedures)),
            "obstacles": Count(str(seen.obstacles)),
            "documents": Count(str(seen.drafts + seen.waiting_memos)),
            "ledger": Count(str(seen.duties)),
        }
        return {name: Count("") if c.text == "0" else c for name, c in counts.items()}

    def status(self) -> Status:
        """Last backup, changes not exported, and that all is encrypted here."""
        with self._workspace.read() as reader:
            seen = overview(reader, now.today())
        told = [_backed_up(seen.backed_up_at)]
        if self._workspace.meta("role"):
            pass  # an office reports to nobody
        elif not seen.changes:
            told.append(_("变更都已上报"))
        else:
            told.append(
                ngettext("未上报 {n} 条变更", "未上报 {n} 条变更", seen.changes).format(
                    n=names.figure(seen.changes)
                )
            )
        return Status(tuple(told), _("已加密 · 本机"))

    def word_act(self, act: str, subject: str) -> str:
        """An act of the history as the menu and the toast name it."""
        words = names.act(act)
        return f"{words} {subject}".strip()


def _about(hit: search.Hit) -> str:
    """A find's second line; a department's code is for the index, not for reading."""
    return hit.subtitle.rpartition(" ")[0] if hit.kind == "department" else hit.subtitle


def _backed_up(at: str) -> str:
    if not at:
        return _("尚未备份")
    when = datetime.fromisoformat(at).astimezone(now.CITY_ZONE)
    if when.date() == now.today():
        return _("上次备份 今日 {time}").format(time=f"{when:%H:%M}")
    return _("上次备份 {day} {time}").format(day=names.short_day(when.date()), time=f"{when:%H:%M}")
