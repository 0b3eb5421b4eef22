"""What a kind of paper has of its own: marks, particulars, and the drafts that need no obstacle.

Particulars are kept as a JSON object in the memo: {"出席": …, "委托方": …, "month": "2026-11"}.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from envoy_desktop.documents import mandate_paper, markup, minutes, monthly_report, sentences
from envoy_desktop.documents.blocks import (
    Attachment,
    Attendance,
    Block,
    Heading,
    OfficialDocument,
    Party,
    plain,
)
from envoy_desktop.documents.memo_facts import MemoFacts
from envoy_desktop.documents.sentences import Sentence
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import projects, reference

PAPERS_OF_THEIR_OWN = ("monthly_report", "minutes", "mandate")
_PARTS = {"事项": "matters", "权限": "authority", "期限": "term"}


@dataclass(frozen=True)
class Written:
    """A draft: title, body, attachments, particulars, the project it is of, and by their recipes
    the sentences of the body that rest on facts."""

    title: str
    body: tuple[Block, ...]
    attached: tuple[Attachment, ...] = ()
    particulars: Mapping[str, str] | None = None
    project: int | None = None
    known: Mapping[str, Sentence] = field(default_factory=dict)


def mark(kind: str, organ: str) -> str:
    """The red organ mark: ××办公室文件, a briefing's ××专报, minutes' ××会议纪要, a letter's bare
    name; a mandate has none."""
    if kind == "mandate":
        return ""
    if kind == "letter":
        return organ
    if kind == "briefing":
        return organ.removesuffix("办公室") + "专报"
    return organ + ("会议纪要" if kind == "minutes" else "文件")


def write(
    reader: Reader,
    kind: str,
    facts: MemoFacts,
    *,
    month: str = "",
    project: int | None = None,
    organ: str = "",
) -> Written:
    """Draft a kind of `PAPERS_OF_THEIR_OWN`.

    Refuses "bad-month", "month-to-come", and "mandate-of-no-project" for a mandate without its
    project.
    """
    organ = organ or _organ(reader)
    if kind == "monthly_report":
        days = monthly_report.month_of(month, facts.today)
        return Written(
            monthly_report.title(days),
            monthly_report.body(reader, days),
            monthly_report.attachments(reader, days),
            {"month": days.first.isoformat()[:7]},
            known=monthly_report.sentences(reader, days),
        )
    of = project if project is not None else next((p.id for p in facts.projects), None)
    if kind == "minutes":
        return Written(
            minutes.title(facts), minutes.body(facts, organ), project=of,
            known=sentences.every(facts),
        )  # fmt: skip
    row = projects.project(reader, of, facts.today) if of is not None else None
    if row is None:
        raise Refusal("mandate-of-no-project", next="name-project")
    attached = mandate_paper.items(reader, row.id, facts.today)
    envoy = row.envoy or str(reference.setting(reader, "envoy.name"))
    many = len(attached[0].blocks[0].rows) if attached else 0  # type: ignore[union-attr]
    until = row.mandate_until or row.target_on
    parties = {"委托方": row.investor, "受托方": organ}
    return Written(
        mandate_paper.TITLE,
        mandate_paper.body(row, organ, envoy, many, facts.today, until),
        attached,
        {role: name for role, name in parties.items() if name},
        row.id,
    )


def month_sentences(reader: Reader, particulars: str, on: date) -> dict[str, Sentence]:
    """What the facts say on a day of the month that a report is about; nothing for other papers."""
    month = told(particulars).get("month", "")
    if not month or month > on.isoformat()[:7]:
        return {}
    return monthly_report.sentences(reader, monthly_report.month_of(month, on))


def told(particulars: str) -> dict[str, str]:
    """The particulars kept in a memo; what is no JSON object counts as none."""
    try:
        kept = json.loads(particulars or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in kept.items()} if isinstance(kept, dict) else {}


def kept(particulars: Mapping[str, str]) -> str:
    """Particulars as a memo keeps them; "" for none."""
    some = {key: value for key, value in particulars.items() if value}
    return json.dumps(some, ensure_ascii=False, sort_keys=True) if some else ""


def attendance(particulars: Mapping[str, str]) -> tuple[Attendance, ...]:
    """Who was there, was excused, sat in."""
    return tuple(
        Attendance(label, particulars[label])
        for label in markup.ATTENDANCE
        if particulars.get(label)
    )


def parties(particulars: Mapping[str, str]) -> tuple[Party, ...]:
    """The parties of a mandate."""
    return tuple(Party(role, particulars[role]) for role in markup.PARTIES if particulars.get(role))


def particulars_of(paper: OfficialDocument, before: Mapping[str, str]) -> str:
    """The particulars after an edit; what the paper does not show (the month) stays."""
    shown = (*markup.ATTENDANCE, *markup.PARTIES)
    found = {key: value for key, value in before.items() if key not in shown}
    found.update({one.label: one.names for one in paper.attendance})
    found.update({one.role: one.name for one in paper.parties})
    return kept(found)


def mandate_parts(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """Which of what a mandate must say its first-level headings name (CC 165)."""
    heads = [plain(b.runs) for b in blocks if isinstance(b, Heading) and b.level == 1]
    return tuple(part for word, part in _PARTS.items() if any(word in head for head in heads))


def _organ(reader: Reader) -> str:
    return str(reference.setting(reader, "memo.organ") or reference.setting(reader, "envoy.unit"))
