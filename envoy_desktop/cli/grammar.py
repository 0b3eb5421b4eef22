"""The grammar of the command line: click's parser with our own words and help pages.

Global options stand before the noun, the verb, or after them. Help is worded when it is shown,
so that one process can speak both languages.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from envoy_desktop.cli.values import DAY, FILE, TEXT, Value
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.cli.answer import Answer
    from envoy_desktop.cli.session import Session

Act = Callable[..., "Answer"]


class Usage(click.UsageError):
    """Wrong usage, in our own words; `rule` is its code, `next` what to do."""

    def __init__(
        self, rule: str, message: str, *, next: str = "", ctx: click.Context | None = None
    ) -> None:
        super().__init__(message, ctx)
        self.rule = rule
        self.next = next


class Option(click.Option):
    """An option with a help text worded late; a `greedy` one takes all words up to the next."""

    def __init__(
        self, *names: str, help: str, type: Value | None = None, greedy: bool = False, **more: Any
    ) -> None:
        flag = more.get("is_flag") or any("/" in name for name in names)
        of_kind = None if flag else type or TEXT
        super().__init__([*names], help=help, type=of_kind, multiple=greedy, **more)
        self.greedy = greedy

    def places(self) -> str:
        """The option as the help page names it: `--on DATE`."""
        names = ", ".join((*self.opts, *self.secondary_opts))
        if self.is_flag or self.count:
            return names
        kind = self.type.words() if isinstance(self.type, Value) else _("文字")
        return f"{names} {kind}" + ("…" if self.multiple else "")


class Argument(click.Argument):
    """A word of a command that has its place; `help` says what it is."""

    def __init__(self, name: str, word: str, *, help: str = "", **more: Any) -> None:
        super().__init__([name], type=more.pop("type", TEXT), **more)
        self.word = word
        self.told = help

    def make_metavar(self, *of: Any, **named: Any) -> str:
        """The word in a usage line."""
        word = _(self.word).lower() + ("…" if self.nargs == -1 else "")
        return word if self.required else f"[{word}]"


def _remember(ctx: click.Context, option: click.Parameter, value: Any) -> Any:
    if value not in (None, False, ()) and not ctx.resilient_parsing:
        session: Session = ctx.obj
        session.wish(str(option.name), value)
    return value


def global_options() -> "list[Option]":
    """The options that every command takes, made once."""
    return _GLOBAL


def _made_global_options() -> "list[Option]":
    return [
        Option(*names, help=help, expose_value=False, callback=_remember, is_eager=True, **more)
        for names, help, more in (
            (("--workspace",), N_("工作区文件；也可用 ENVOY_WORKSPACE 指定"), {"type": FILE}),
            (("--json",), N_("只在标准输出打印一份 JSON"), {"is_flag": True}),
            (("--today",), N_("把这一天当作今天（试算用）"), {"type": DAY}),
            (
                ("--passphrase-file",),
                N_("口令写在这个文件里；也可用 ENVOY_PASSPHRASE_FILE 指定"),
                {"type": FILE},
            ),
        )
    ]


class _Shared(click.Command):
    """What single commands and groups share: global options, our help pages, our refusals."""

    context_settings = {"help_option_names": ["--help", "-h"]}  # noqa: RUF012
    _together: list[click.Parameter] | None = None

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Own parameters, then the global ones, then --help; put together once for a batch."""
        if self._together is None:
            rest = super().get_params(ctx)
            own = len(self.params)
            self._together = [*rest[:own], *_GLOBAL, *rest[own:]]
        return self._together

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, in our words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("显示这一页")
        return option

    def get_help(self, ctx: click.Context) -> str:
        """The help page."""
        from envoy_desktop.cli import pages

        return pages.page(ctx)

    def get_usage(self, ctx: click.Context) -> str:
        """The usage line."""
        from envoy_desktop.cli import pages

        return pages.usage(ctx)


class Command(_Shared):
    """One act: `callback(session, **parameters)` gives an Answer."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; words left over are refused in our own words."""
        ctx.allow_extra_args = True
        left = super().parse_args(ctx, _spread(args, self.params))
        if left and not ctx.resilient_parsing:
            raise Usage(
                "extra-argument",
                _("多出的参数：{words}").format(words=" ".join(left)),
                next=_("含空格的文字请加引号"),
                ctx=ctx,
            )
        return left

    def invoke(self, ctx: click.Context) -> Any:
        """Call the act with the session first."""
        if self.callback is None:
            return None
        return ctx.invoke(self.callback, ctx.obj, **ctx.params)


class Group(_Shared, click.Group):
    """A noun with its verbs."""

    def __init__(self, name: str, help: str) -> None:
        super().__init__(name, help=help, invoke_without_command=True)

    def verb(self, name: str, *params: click.Parameter, help: str) -> Callable[[Act], Act]:
        """Declare a verb: `@project.verb("new", Option("--name", …), help=N_("…"))`."""

        def register(act: Act) -> Act:
            self.add_command(Command(name, params=[*params], callback=act, help=help))
            return act

        return register

    def short_help_of(self, name: str) -> str | None:
        """What a verb is for, in a line, not yet worded; None for a hidden one."""
        command = self.commands[name]
        return None if command.hidden else command.help or ""

    def invoke(self, ctx: click.Context) -> Any:
        """Go on to the verb; refuse where there is none."""
        if not ctx._protected_args and not ctx.args:
            from envoy_desktop.cli import pages

            raise Usage("missing-command", _("缺少命令"), next=pages.page(ctx), ctx=ctx)
        return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb by its name; an unknown one is told with those that look like it."""
        name = args[0]
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            raise Usage(
                "no-such-command",
                _("没有这个命令：{name}").format(name=f"{ctx.command_path} {name}"),
                next=alike(name, self.list_commands(ctx))
                or _("用 {command} --help 看有哪些命令").format(command=ctx.command_path),
                ctx=ctx,
            )
        return name if command else None, command, args[1:]


def alike(name: str, known: Sequence[str]) -> str:
    """A hint at the known words that look like a mistyped one, or ""."""
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=3, cutoff=0.55)
    return _("是不是：{words}").format(words=", ".join(near)) if near else ""


def _spread(args: list[str], params: Sequence[click.Parameter]) -> list[str]:
    """`--obstacles A B C` as `--obstacles A --obstacles B --obstacles C`."""
    greedy = {
        name
        for param in params
        if isinstance(param, Option) and param.greedy
        for name in param.opts
    }
    if not greedy:
        return args
    spread: list[str] = []
    holding = ""  # the greedy option that takes the words now
    for place, word in enumerate(args):
        if word == "--":
            return [*spread, *args[place:]]
        name = word.partition("=")[0]
        if name in greedy:
            holding = name
            following = args[place + 1 : place + 2]
            if "=" in word or not following or following[0].startswith("-"):
                spread.append(word)  # with its first value, or for the parser to miss it
        elif word.startswith("-") and len(word) > 1:
            holding = ""
            spread.append(word)
        else:
            spread += [holding, word] if holding else [word]
    return spread


_GLOBAL = _made_global_options()
