"""`envoy completion SHELL`: the script that completes commands in a shell."""

from envoy_desktop.cli.answer import Answer
from envoy_desktop.cli.grammar import Argument, Command
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import SHELL
from envoy_desktop.words import N_


def _script(session: Session, *, shell: str) -> Answer:
    """The script of one shell, made by click for our program."""
    from click.shell_completion import get_completion_class

    from envoy_desktop.cli.program import envoy

    made = get_completion_class(shell)
    assert made is not None
    source = made(envoy, {}, "envoy", "_ENVOY_COMPLETE").source()
    return Answer({"shell": shell, "script": source}, lambda: source.rstrip("\n").split("\n"))


completion = Command(
    "completion",
    params=[Argument("shell", N_("外壳"), type=SHELL, help=N_("哪一种命令行外壳"))],
    callback=_script,
    help=N_("打印补全脚本，例如：envoy completion bash > ~/.envoy-completion.bash"),
)
