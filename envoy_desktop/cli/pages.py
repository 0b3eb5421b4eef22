"""Help pages: what a command is for, how it is called, its words and options."""

import os
import shutil
from collections.abc import Iterable, Iterator

import click

from envoy_desktop.cli.grammar import Argument, Group, Option, global_options
from envoy_desktop.cli.tables import padded, width, wrapped
from envoy_desktop.cli.values import Value
from envoy_desktop.words import _, pgettext

_NARROWEST, _WIDEST = 60, 100


def page(ctx: click.Context) -> str:
    """The help page of the command of `ctx`."""
    command = ctx.command
    cells = _cells()
    lines = [*wrapped(usage(ctx), cells), ""]
    for paragraph in _(command.help or "").split("\n"):
        lines += wrapped(paragraph, cells) if paragraph else [""]
    own = [p for p in command.params if isinstance(p, Option) and not p.hidden]
    words = [p for p in command.params if isinstance(p, Argument)]
    if isinstance(command, Group):
        lines += _section(pgettext("help", "命令"), _verbs(ctx, command), cells)
    placed = ((p.make_metavar(), told) for p in words if (told := _told(p, p.told)))
    lines += _section(_("参数"), placed, cells)
    lines += _section(_("选项"), ((p.places(), _told(p, p.help or "")) for p in own), cells)
    shared = [(p.places(), _(p.help or "")) for p in global_options()]
    shared.append(("--help", _("显示这一页")))
    if ctx.parent is None:
        shared.append(("--version", _("显示版本")))
    lines += _section(_("通用选项"), shared, cells)
    return "\n".join(lines)


def usage(ctx: click.Context) -> str:
    """The usage line: 用法：envoy procedure record [选项] 办件 事件"""
    words = [p.make_metavar() for p in ctx.command.params if isinstance(p, Argument)]
    needed = [
        p.places()
        for p in ctx.command.params
        if isinstance(p, Option) and p.required and not p.hidden
    ]
    if isinstance(ctx.command, Group):
        words = [_("命令").lower()]
    parts = [ctx.command_path, *words, *needed, _("[选项]")]
    return _("用法：{call}").format(call=" ".join(parts))


def _verbs(ctx: click.Context, group: Group) -> Iterator[tuple[str, str]]:
    for name in group.list_commands(ctx):
        help = group.short_help_of(name)
        if help is not None:
            yield name, _(help).split("\n")[0]


def _told(param: click.Parameter, help: str) -> str:
    """A parameter's help with the codes it takes."""
    codes = param.type.choices() if isinstance(param.type, Value) else ""
    if not help:
        return codes
    return _("{help}：{codes}").format(help=_(help), codes=codes) if codes else _(help)


def _section(head: str, rows: Iterable[tuple[str, str]], cells: int) -> list[str]:
    told = list(rows)
    if not told:
        return []
    left = min(max(width(name) for name, _help in told), 34) + 2
    lines = ["", _("{head}：").format(head=head)]
    for name, help in told:
        text = list(wrapped(help, cells - left - 2)) or [""]
        if width(name) > left - 2:
            lines.append(f"  {name}")
        else:
            lines.append(f"  {padded(name, left)}{text.pop(0)}".rstrip())
        lines += [" " * (left + 2) + line for line in text if line]
    return lines


def _cells() -> int:
    given = os.environ.get("COLUMNS", "")
    cells = int(given) if given.isdigit() else shutil.get_terminal_size((80, 24)).columns
    return max(_NARROWEST, min(cells, _WIDEST))
