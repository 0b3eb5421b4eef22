"""An official document as a row of a list, and the remarks over a draft in words."""

from collections.abc import Sequence
from datetime import date

from envoy_desktop.documents.layout import Problem
from envoy_desktop.domain.calendar import Calendar
from envoy_desktop.domain.official import REFUSE, Finding
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries.memo_list import WAITING, MemoHead
from envoy_desktop.ui.documents.findings_bar import Remark
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.words import N_, _, names, ngettext, refusals

NEXT = {
    "draft": "edit", "checked": "edit", "signed": "edit", "issued": "deliver",
    "delivered": "instruct", "expired": "instruct", "answered": "close", "duties": "close",
}  # fmt: skip


def next_words(action: str) -> str:
    """A document's next step as a button."""
    return {
        "edit": _("继续写"), "deliver": _("记录送达"), "instruct": _("录入批示"),
        "close": _("了结"),
    }.get(action, "")  # fmt: skip


def row_of(head: MemoHead, today: date, calendar: Calendar) -> Row:
    """The finished row of a document."""
    parts = [head.number or names.document_kind(head.kind), head.project_name]
    lamp, figure, tone = _waiting(head, today, calendar)
    action = NEXT.get(head.state, "")
    return Row(
        head.id,
        head.title.replace("\n", "") or _("没有标题"),
        _(" · ").join(part for part in parts if part),
        head.addressee,
        _("{state} · {day}").format(state=names.document_state(head.state), day=_day(head)),
        figure,
        lamp,
        action,
        next_words(action),
        tone,
        "memo",
        head.state,
    )


def _day(head: MemoHead) -> str:
    if head.state == "closed":
        return names.short_day(head.closed_on)
    if head.state in ("answered", "duties"):
        return names.short_day(head.answered_on)
    if head.state in WAITING:
        return names.short_day(head.delivered_on)
    return names.short_day(head.signed_on or head.drafted_on)


def _waiting(head: MemoHead, today: date, calendar: Calendar) -> tuple[str, str, str]:
    """The lamp of a document without an answer, and how long it has waited."""
    if head.state == "issued":
        return "yellow", _("待送达"), ""
    if head.state not in WAITING or not head.delivered_on:
        return "", "", "muted"
    n = calendar.working_days(date.fromisoformat(head.delivered_on), today)
    figure = ngettext("第 {n} 日", "第 {n} 日", n).format(n=n)
    if head.state == "expired":
        return "red", figure, ""
    return ("yellow" if n > 5 else "green"), figure, "" if n > 5 else "ink"


def remarks(
    findings: Sequence[Finding], problems: Sequence[Problem], wrong: Refusal | None
) -> list[Remark]:
    """What stands against issuing, or is worth a look, in words with the place."""
    found = []
    if wrong is not None:
        line = wrong.values.get("line")
        found.append(Remark("red", _told(wrong), f"line.{line}" if line else "body"))
    for finding in findings:
        lamp = "red" if finding.severity == REFUSE else "yellow"
        found.append(Remark(lamp, names.finding(finding), finding.place))
    for problem in problems:
        place = ".".join(["body", *map(str, problem.place)]) if problem.place else "title"
        lamp = "red" if problem.rule in _FORBIDDING else "yellow"
        found.append(Remark(lamp, _problem(problem), place))
    return found


_FORBIDDING = (
    "missing-glyph", "title-too-long", "mark-too-long", "table-too-wide", "picture-unreadable",
)  # fmt: skip


WHYS = {
    "torn": N_("文件损坏"),
    "no-chinese": N_("里面没有常用汉字"),
    "wrong-map": N_("字符对照表不对"),
    "no-outlines": N_("不是 TrueType 轮廓"),
    "may-not-embed": N_("不允许嵌入文件"),
    "may-not-subset": N_("不允许只嵌入一部分"),
}
"""Why a font file of this laptop is not used."""


def _problem(problem: Problem) -> str:
    """What the page has to say that no rule of the format does."""
    values = problem.values
    if problem.rule == "missing-glyph":
        return _("没有字体能印出“{char}”（{code}），请换一个写法。").format(
            char=values.get("char"), code=values.get("code", "")
        )
    if problem.rule == "title-too-long":
        return _("标题排成 {lines} 行，太长了。").format(lines=values.get("lines"))
    if problem.rule == "mark-too-long":
        return _("发文机关标志“{mark}”太长，字号已缩到最小。").format(mark=values.get("mark"))
    if problem.rule == "table-too-wide":
        return _("表格有 {columns} 栏，排不下。").format(columns=values.get("columns"))
    if problem.rule == "substituted":
        return _("“{chars}”首选字体里没有，用相近字体印。").format(chars=values.get("chars"))
    if problem.rule == "face-passed-by":
        why = WHYS.get(str(values.get("why")), "")
        return _("字体文件“{file}”没有用：{why}，已改用下一种字体。").format(
            file=values.get("file"), why=_(why)
        )
    if problem.rule == "picture-unreadable":
        return _("图片“{file}”读不出来，请换一张。").format(file=values.get("file"))
    return problem.rule


def _told(trouble: Refusal) -> str:
    told = refusals.tell(trouble)
    return " ".join(part for part in (told.what, told.next) if part)
