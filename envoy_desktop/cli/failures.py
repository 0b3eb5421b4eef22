"""What went wrong, as exit code and words: the one place where errors become either."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from envoy_desktop.cli.grammar import Option, Usage, alike
from envoy_desktop.cli.values import BadValue
from envoy_desktop.domain.refusal import Refusal, Trouble
from envoy_desktop.words import _, refusals
from envoy_desktop.words.refusals import Told

DONE, REFUSED, USAGE, NO_KEY, DAMAGED, SYSTEM, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


@dataclass(frozen=True)
class Failure:
    """An exit code with its words; `more` stands beside them in JSON."""

    exit: int
    rule: str
    message: str
    next: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The failure as JSON."""
        return {
            "error": {
                "rule": self.rule,
                "message": self.message,
                "next": self.next,
                **self.more,
            }
        }

    def __str__(self) -> str:
        return "\n".join(filter(None, (self.message, self.next)))


def of(error: BaseException, workspace: Path | None = None, *, written: bool = False) -> Failure:
    """The failure that an error is; a bug of ours is told with its traceback, exit 5.

    `written`: the call had committed before it failed, so nobody should repeat it unlooked.
    """
    if isinstance(error, click.UsageError):
        return _usage(error)
    if isinstance(error, Trouble):
        return _trouble(error, workspace)
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return Failure(INTERRUPTED, "interrupted", _("已中断；未完成的一步没有写入"))
    if isinstance(error, OSError):
        return _system(error)
    import traceback

    told = "".join(traceback.format_exception(error)).rstrip()
    return Failure(
        SYSTEM,
        "program-error",
        (
            _("程序出错（{error}）；出错之前已有写入，请先查看，不要直接重做")
            if written
            else _("程序出错（{error}），这一步没有写入")
        ).format(error=type(error).__name__),
        _("请把下面的内容交给维护人员：") + "\n" + told,
        {"written": written},
    )


def words_of(trouble: Trouble) -> Told:
    """The words for a trouble."""
    return refusals.tell(trouble)


def exit_of(trouble: Trouble) -> int:
    """The exit code of a trouble."""
    from envoy_desktop.store.troubles import Damaged, NoKey, SystemFailed

    if isinstance(trouble, Refusal):
        return REFUSED
    kinds = ((NoKey, NO_KEY), (Damaged, DAMAGED), (SystemFailed, SYSTEM))
    return next((code for kind, code in kinds if isinstance(trouble, kind)), REFUSED)


def _trouble(trouble: Trouble, workspace: Path | None) -> Failure:
    told = words_of(trouble)
    exit = exit_of(trouble)
    more: dict[str, Any] = {}
    lines = [told.what, *told.lines, told.kept]
    problems = trouble.values.get("problems")
    if isinstance(problems, tuple):
        more["rows"] = [
            {"row": p.row, "column": p.column, "value": p.value, "expected": p.expected}
            for p in problems
        ]
    findings = trouble.values.get("findings")
    if isinstance(findings, tuple):
        more["findings"] = [{"rule": f.rule, "place": f.place} for f in findings]
    if exit == DAMAGED and workspace is not None:
        more["backups"], line = _backups(workspace)
        lines.append(line)
    message = "\n".join(dict.fromkeys(filter(None, lines)))
    return Failure(exit, trouble.rule, message, told.next, more)


def _backups(workspace: Path) -> tuple[list[str], str]:
    """Where the backups of a damaged workspace are."""
    from envoy_desktop.store import backup

    folder = backup.folder_of(workspace.absolute())
    found = [str(copy.path) for copy in backup.copies(folder)]
    if not found:
        return [], _("{folder} 里没有备份").format(folder=folder)
    return found, _("备份有 {n} 份，最新的是 {path}").format(n=len(found), path=found[0])


def _system(error: OSError) -> Failure:
    from envoy_desktop.store.connection import told
    from envoy_desktop.store.troubles import SystemFailed

    try:
        with told(str(error.filename or "")):
            raise error
    except SystemFailed as trouble:
        return _trouble(trouble, None)


def _usage(error: click.UsageError) -> Failure:
    help = _("用 {command} --help 看用法").format(
        command=error.ctx.command_path if error.ctx else "envoy"
    )
    if isinstance(error, Usage):
        return Failure(USAGE, error.rule, error.message, error.next or help)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = _place(error.param, error.ctx)
        return Failure(USAGE, "missing-value", _("缺少 {name}").format(name=name), help)
    if isinstance(error, BadValue):
        message = error.message
        if error.param is not None:
            message = _("{name}：{message}").format(
                name=_place(error.param, error.ctx), message=message
            )
        return Failure(USAGE, error.rule, message, error.next or help)
    if isinstance(error, click.NoSuchOption):
        known = _options(error.ctx)
        return Failure(
            USAGE,
            "no-such-option",
            _("没有这个选项：{name}").format(name=error.option_name),
            alike(error.option_name, known) or help,
        )
    if isinstance(error, click.BadOptionUsage):
        takes = _takes_value(error.ctx, error.option_name)
        text = _("选项 {name} 要跟一个值") if takes else _("选项 {name} 不带值")
        return Failure(USAGE, "bad-option", text.format(name=error.option_name), help)
    return Failure(USAGE, "usage", error.format_message(), help)


def _place(param: click.Parameter, ctx: click.Context | None) -> str:
    if isinstance(param, Option):
        return param.places()
    return param.make_metavar(ctx) if ctx else str(param.name)


def _options(ctx: click.Context | None) -> list[str]:
    return [name for p in ctx.command.get_params(ctx) for name in p.opts] if ctx else []


def _takes_value(ctx: click.Context | None, name: str) -> bool:
    if ctx is None:
        return True
    return not any(
        isinstance(p, click.Option) and p.is_flag
        for p in ctx.command.get_params(ctx)
        if name in (*p.opts, *p.secondary_opts)
    )
