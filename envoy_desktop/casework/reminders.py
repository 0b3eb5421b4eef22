"""Due dates of everything *Today* reads: to be reminded of once, and as a calendar file."""

import json
from datetime import date

from envoy_desktop import now
from envoy_desktop.domain import ics, reminders
from envoy_desktop.domain import today as rules
from envoy_desktop.domain.reminders import Due, Notice
from envoy_desktop.domain.today import Entry
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference
from envoy_desktop.store.queries import today as queries
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.words import _, ids, names

_TOLD = "reminded"


def entries(reader: Reader, today: date) -> list[Entry]:
    """Everything with a due date, the nearest first; what was snoozed is left out."""
    calendar = reference.calendar(reader)
    soon = int(str(reference.setting(reader, "today.due_soon_days")))
    stale = int(str(reference.setting(reader, "obstacle.stale_after_days")))
    rows = queries.today_rows(reader, today, calendar)
    reading = rules.read_today(rows, calendar, today, soon=soon, stale_after=stale)
    found = [e for e in (*reading.entries, *reading.later) if e.date is not None]
    found = [e for e in found if e.meaning != rules.WAITED]
    return sorted(found, key=lambda e: (e.date or today, e.kind, e.id, e.about))


def notices(workspace: Workspace, today: date) -> tuple[Notice, ...]:
    """What to tell now; it counts as told from here on, on this laptop alone."""
    with workspace.read() as reader:
        calendar = reference.calendar(reader)
        due = [
            Due(_key(entry), entry.date, entry.title)
            for entry in entries(reader, today)
            if entry.date is not None
        ]
    told = json.loads(workspace.meta(_TOLD) or "{}")
    found, after = reminders.to_notify(due, told, calendar, today)
    if after != told:
        workspace.set_meta(_TOLD, json.dumps(after))
    return found


def words(notice: Notice) -> str:
    """A notice in a line: 施工许可（电池一期） 逾期 3 个工作日."""
    if notice.level == reminders.AFTER:
        when = _("逾期 {days}").format(days=names.days(notice.days))
    elif notice.level == reminders.ON:
        when = _("今日到期")
    else:
        when = _("剩 {days}").format(days=names.days(notice.days))
    return f"{notice.due.title}　{when}"


def calendar_file(reader: Reader, today: date, identity: str) -> tuple[bytes, int]:
    """An iCalendar file of all due dates, and how many; `identity` is the workspace's."""
    found = entries(reader, today)
    subjects = queries.subjects(reader, ((entry.kind, entry.id) for entry in found))
    made = []
    for entry in found:
        assert entry.date is not None
        subject = subjects.get((entry.kind, entry.id))
        project = subject.project_name if subject is not None else ""
        about = names.today_about(entry.about)
        title = _("{what}：{title}").format(what=about, title=entry.title)
        made.append(
            ics.Entry(
                uid=f"{entry.kind}-{ids.show(entry.id)}-{entry.about}@{identity}",
                on=entry.date,
                title=title,
                note=project,
                category=about,
            )
        )
    return ics.calendar(made, _("特派服务到期日"), now.instant()), len(made)


def _key(entry: Entry) -> str:
    return f"{entry.kind}:{entry.id}:{entry.about}"
