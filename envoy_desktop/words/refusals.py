"""Words for every trouble: what happened, what was kept, what to do next."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from envoy_desktop.domain.catalogue_rows import RowProblem
from envoy_desktop.domain.official import Finding
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.words import _, names, troubles
from envoy_desktop.words.lists import figure, joined


@dataclass(frozen=True, slots=True)
class Told:
    """A trouble in plain words; `lines`: one for each bad cell or finding, else empty.

    `what` happened, `kept`: what was kept, `next`: what to do; the last may be blank.
    """

    what: str
    kept: str
    next: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(part for part in (self.what, *self.lines, self.kept, self.next) if part)


def tell(trouble: Trouble) -> Told:
    """The words for a trouble, in the language spoken now.

    A rule without words (a newer file, a mistake of ours) is told by its code.
    """
    values = _worded(trouble)
    lines = _lines(trouble)
    if trouble.rule == "unknown-id":
        return Told(_unknown(values), _(troubles.NOTHING), next_step("check-number"))
    rule = troubles.RULES.get(trouble.rule)
    if rule is None:
        return Told(
            _("没有完成，规则代码：{rule}。").format(rule=trouble),
            _(troubles.NOTHING),
            next_step(trouble.next, values),
        )
    values["count"] = figure(len(lines))
    what = _(rule.what).format_map(values)
    if trouble.rule == "bad-memo-text" and not values["found"]:
        what = _("第 {line} 行之前缺少{expected}。").format_map(values)
    if trouble.rule in _OF_FILES and not values["reason"]:
        what = what.replace("（）", "").replace(" ()", "")
    return Told(what, _(rule.kept), next_step(trouble.next or rule.next, values), lines)


def next_step(code: str, values: Mapping[str, str] | None = None) -> str:
    """The advised next step in words; blank for none."""
    if code not in troubles.NEXT:
        return code
    return _(troubles.NEXT[code]).format_map(_Values(values or {}))


def problem(of: RowProblem, sheet: str = "", kind: str = "catalogue_item") -> str:
    """A bad cell: sheet, row, column, what is wrong with it; `kind` is what a row makes."""
    first, second = (*of.values, "", "")[:2]
    if of.expected == "condition":
        second = _expected(second, {})
    wrong = of.expected
    if of.expected in troubles.CELLS:
        wrong = _(troubles.CELLS[of.expected]).format(
            value=of.value, first=first, second=second, allowed=joined(of.values)
        )
    column = of.column
    named = names.field(kind, of.column)
    if named != of.column:
        column = _("{column}（{name}）").format(column=of.column, name=named)
    sheet = of.sheet or sheet
    if sheet:
        return _("“{sheet}”第 {row} 行，{column}：{wrong}。").format(
            sheet=sheet, row=of.row, column=column, wrong=wrong
        )
    return _("第 {row} 行，{column}：{wrong}。").format(row=of.row, column=column, wrong=wrong)


class _Values(dict[str, str]):
    """Values in words; one that was not given leaves its place blank."""

    def __missing__(self, key: str) -> str:
        return ""


def _lines(trouble: Trouble) -> tuple[str, ...]:
    problems, findings = trouble.values.get("problems"), trouble.values.get("findings")
    sheet = str(trouble.values.get("sheet") or "")
    if isinstance(problems, Iterable):
        kind = _ROWS.get(trouble.rule, "catalogue_item")
        return tuple(problem(one, sheet, kind) for one in problems if isinstance(one, RowProblem))
    if isinstance(findings, Iterable):
        return tuple(names.finding(one) for one in findings if isinstance(one, Finding))
    return ()


def _unknown(values: Mapping[str, str]) -> str:
    if values["text"] and values["kind"]:
        return _("没有编号为“{text}”的{kind}。").format(text=values["text"], kind=values["kind"])
    if values["text"]:
        return _("“{text}”不是有效的编号。").format(text=values["text"])
    if values["kind"]:
        return _("找不到这个{kind}，可能已经移除。").format(kind=values["kind"])
    return _("找不到这条记录，可能已经移除。")


_ROWS = {
    "catalogue-rows": "catalogue_item",
    "department-rows": "department",
    "material-rows": "material",
    "holiday-rows": "holiday",
}
_OF_FILES = ("file-unreadable", "file-unwritable", "passphrase-file-unreadable")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_NAMED: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("event", "other", "end"), names.event),
    "attribute": names.attribute,
    "source": names.duty_source,
    "channel": names.channel,
    "level": names.level,
    "highest": names.level,
}


def _worded(trouble: Trouble) -> _Values:
    said = _Values()
    for name, value in trouble.values.items():
        if value is None or name in ("problems", "findings"):
            continue
        if isinstance(value, date):
            said[name] = names.full_day(value)
        elif name == "reason" and trouble.rule in _OF_FILES and value in troubles.REASONS:
            said[name] = _(troubles.REASONS[str(value)])
        elif name in _NAMED:
            said[name] = _NAMED[name](str(value))
        elif name == "kind" and trouble.rule in ("unknown-id", "ambiguous-id", "changed-since"):
            said[name] = names.kind(str(value))
        elif name == "field" and isinstance(value, str):
            said[name] = names.field("project", value)
        elif name == "key" and trouble.rule == "bad-setting":
            said[name] = names.setting_label(str(value))
        elif isinstance(value, tuple | list | set | frozenset):
            said[name] = joined(value)
        elif isinstance(value, int | Decimal) and name != "position":
            said[name] = figure(value)
        elif isinstance(value, str) and _ISO.fullmatch(value) and name not in ("text", "value"):
            said[name] = names.full_day(value)
        else:
            said[name] = str(value)
    expected = trouble.values.get("expected")
    if isinstance(expected, str):
        said["expected"] = _expected(expected, said, _choices(trouble))
    return said


def _choices(trouble: Trouble) -> str:
    choices = trouble.values.get("choices")
    if not isinstance(choices, tuple):
        return ""
    if trouble.rule == "bad-attribute":
        code = str(trouble.values.get("attribute"))
        return joined(names.attribute_value(code, choice) for choice in choices)
    return joined(choices)


def _expected(code: str, values: Mapping[str, str], choices: str = "") -> str:
    if code not in troubles.EXPECTED:
        return code
    return _(troubles.EXPECTED[code]).format_map(_Values({**values, "choices": choices}))
