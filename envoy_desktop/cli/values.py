"""The kinds of values a command takes: days, whole numbers, codes of the program, files."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

from envoy_desktop.words import N_, _


class BadValue(click.BadParameter):
    """A value that cannot be what it should; `rule` is its code."""

    def __init__(self, rule: str, message: str, next: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.next = next


class Value(click.ParamType):  # type: ignore[type-arg]  # not generic before click 8.4
    """A kind of value, plain text by default."""

    name = "text"
    word = N_("文字")

    def words(self) -> str:
        """How a help page names it; small letters in English, as no name is meant."""
        return _(self.word).lower()

    def choices(self) -> str:
        """The words that may stand there, where they are few; else ""."""
        return ""

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of a text; a text itself here, where it can be kept as one."""
        try:
            str(value).encode()
        except UnicodeEncodeError:  # bytes of another encoding came through as they were
            raise BadValue("not-utf-8-text", _("文字不是 UTF-8 编码")) from None
        return value


class _Day(Value):
    name = "day"
    word = N_("日期")

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            raise BadValue("no-such-date", _("没有 {value} 这一天").format(value=value)) from None
        raise BadValue(
            "bad-date",
            _("{value} 不是日期").format(value=value),
            _("日期写作 2026-03-05"),
        )


class _Whole(Value):
    """A whole number; the rules say which numbers they take, unless it only counts rows."""

    name = "whole"
    word = N_("数")

    def __init__(self, least: int | None = None) -> None:
        self._least = least

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        if isinstance(value, int):
            return value
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", value):
            raise BadValue("bad-number", _("{value} 不是整数").format(value=value))
        if self._least is not None and int(value) < self._least:
            raise BadValue("bad-number", _("至少是 {n}").format(n=self._least))
        return int(value)


class _Size(Value):
    """A number of bytes: 20MB, 700KB, 1GB; a bare number is megabytes."""

    name = "size"
    word = N_("大小")

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"([0-9]{1,6})\s*(?:(K|M|G)i?B?)?", value.strip(), re.IGNORECASE)
        if found is None:
            raise BadValue(
                "bad-size", _("{value} 不是大小").format(value=value), _("例如 --volume 20MB")
            )
        unit = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}[(found[2] or "M").upper()]
        return int(found[1]) * unit


class _File(Value):
    name = "file"
    word = N_("文件")

    def convert(self, value: Any, param: Any, ctx: Any) -> Path:
        if isinstance(value, Path):
            return value
        if not value or "\0" in value:
            raise BadValue("bad-path", _("文件名不能为空"))
        return Path(value)

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class _Pair(Value):
    """A name and what it is set to; `word` says what is named, `example` how it is written."""

    name = "pair"

    def __init__(self, word: str, example: str, known: Callable[[], Iterable[str]] = tuple) -> None:
        self.word = word
        self._example = example
        self._known = known

    def choices(self) -> str:
        """What can be named, for the help page."""
        return ", ".join(self._known())

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        name, equals, text = value.partition("=")
        if not equals or not name.strip():
            raise BadValue(
                "bad-pair",
                _("{value} 应写作 {word}").format(value=value, word=_(self.word)),
                _("例如 {example}").format(example=self._example),
            )
        return name.strip(), text.strip()


def _questions() -> Iterable[str]:
    from envoy_desktop.domain.ratings import QUESTIONS

    return QUESTIONS


class _Money(Value):
    """An amount in yuan, Decimal: 1100, 3万, 12.6亿."""

    name = "money"
    word = N_("金额")

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        from decimal import Decimal

        from envoy_desktop.domain import fees
        from envoy_desktop.domain.refusal import Refusal

        if isinstance(value, Decimal):
            return value
        try:
            return fees.money(value)
        except Refusal:
            raise BadValue(
                "bad-money",
                _("{value} 不是金额").format(value=value),
                _("金额写作 1100、3万 或 12.6亿"),
            ) from None


class Codes(Value):
    """One of the program's own codes; `rule` is told for one that is none of them."""

    name = "code"

    def __init__(
        self,
        word: str,
        known: Callable[[], Iterable[str]],
        rule: str = "unknown-value",
        *,
        make: Callable[[str], Any] = str,
    ) -> None:
        self.word = word
        self._known = known
        self._rule = rule
        self._make = make

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """The code itself (or what `make` makes of it)."""
        known = list(self._known())
        text = str(value)
        if text not in known:
            self._refuse(text, known)
        return self._make(text)

    def choices(self) -> str:
        """The codes, for the help page."""
        return ", ".join(self._known())

    def _refuse(self, text: str, known: list[str]) -> NoReturn:
        raise BadValue(
            self._rule,
            _("不认识 {value}").format(value=text),
            _("可以是：{words}").format(words=", ".join(known)),
        )

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:
        """The codes that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(code) for code in self._known() if code.startswith(incomplete)]


def events() -> Iterable[str]:
    """The codes of events."""
    from envoy_desktop.domain.clock_values import EventKind

    return [kind.value for kind in EventKind]


def _event(code: str) -> Any:
    from envoy_desktop.domain.clock_values import EventKind

    return EventKind(code)


def _party(code: str) -> Any:
    from envoy_desktop.domain.clock_values import Party

    return Party(code)


def _states() -> Iterable[str]:
    from envoy_desktop.domain.clock_values import State

    return [state.value for state in State]


def _obstacle_kinds() -> Iterable[str]:
    from envoy_desktop.domain.obstacles import KINDS

    return KINDS


def _duty_sources() -> Iterable[str]:
    from envoy_desktop.domain.duties import SOURCES

    return SOURCES


def _memo_kinds() -> Iterable[str]:
    from envoy_desktop.casework.memos import KINDS

    return KINDS


def _levels() -> Iterable[str]:
    from envoy_desktop.domain.escalations import LEVELS

    return LEVELS


def _channels() -> Iterable[str]:
    from envoy_desktop.domain.obstacles import CHANNELS

    return CHANNELS


TEXT = Value()
DAY = _Day()
WHOLE = _Whole()
COUNT = _Whole(least=0)
FILE = _File()
MONEY = _Money()
SIZE = _Size()
ATTRIBUTE = _Pair(N_("项目属性=值"), "--attr eia_class=report")
COLUMN = _Pair(N_("列名=值"), "--set promised_limit=7")
HEADING = _Pair(N_("表头=字段"), "--map 手续=item")
WRITTEN = _Pair(N_("写法=代码"), "--name 施工许可=ZJ-XK")
ANSWER = _Pair(N_("问题=分数"), "--answer overall=5", _questions)
EVENT = Codes(N_("事件"), events, "unknown-event", make=_event)
PARTY = Codes(N_("责任方"), lambda: ("investor", "intermediary"), make=_party)
UNIT = Codes(N_("单位"), lambda: ("working_day", "calendar_day"))
STATE = Codes(N_("状态"), _states)
LAMP = Codes(N_("灯"), lambda: ("green", "yellow", "red"))
OBSTACLE_KIND = Codes(N_("类别"), _obstacle_kinds, "unknown-obstacle-kind")
DUTY_SOURCE = Codes(N_("来源"), _duty_sources, "unknown-duty-source")
MEMO_KIND = Codes(N_("文种"), _memo_kinds, "unknown-memo-kind")
LEVEL = Codes(N_("级别"), _levels, "unknown-level")
CHANNEL = Codes(N_("方式"), _channels)
SCOPE = Codes(N_("范围"), lambda: ("all", "shared"))
SHELL = Codes(N_("外壳"), lambda: ("bash", "zsh", "fish"))
