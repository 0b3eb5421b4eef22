"""`envoy batch`: one command a line in one process, one transaction each."""

import shlex
import sys
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from envoy_desktop import now
from envoy_desktop.cli import failures, running
from envoy_desktop.cli.answer import Answer, encoded, speak, whole
from envoy_desktop.cli.failures import Failure
from envoy_desktop.cli.files import lines_in
from envoy_desktop.cli.grammar import Argument, Command, Option, Usage
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import FILE
from envoy_desktop.words import N_, _


def _batch(session: Session, *, file: Path, stop: bool) -> Answer:
    """Run every line and print its answer at once; the exit code is the first failure's."""
    first = failures.DONE
    for number, line in enumerate(lines_in(file), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        exit = _one(session, number, line)
        first = first or exit
        if exit and stop:
            break
    return Answer(None, lambda: (), exit=first, printed=True)


def _one(session: Session, number: int, line: str) -> int:
    own = replace(session)  # its global options hold for this line; what is open stays open
    try:
        if session.json:
            return _as_json(own, number, line)
        return _as_text(own, number, line)
    finally:
        own.leave()
        now.set_today(session.today)


def _as_text(own: Session, number: int, line: str) -> int:
    try:
        answer = running.call(_words(line), own)
        return running.show(answer, own) if answer else failures.DONE
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - told; the next line goes on
        failure = _failed(error, own)
        speak(_("第 {n} 行：{message}").format(n=number, message=failure))
        return failure.exit


def _as_json(own: Session, number: int, line: str) -> int:
    beside = StringIO()  # a help page is no result
    result: Any = None
    failure: Failure | None = None
    message = ""
    try:
        with redirect_stdout(beside):
            answer = running.call(_words(line), own)
        if answer is not None:
            result = whole(answer.data)
            if own.today is not None and isinstance(result, dict):
                result = {**result, "today": own.today.isoformat()}
            message = "\n".join(answer.warnings)
            failure = failures.of(answer.trouble, own.named()) if answer.trouble else None
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - told; the next line goes on
        failure = _failed(error, own)
    exit = failure.exit if failure else failures.DONE
    told: dict[str, Any] = {
        "ok": exit == failures.DONE,
        "exit": exit,
        "result": result,
        "message": str(failure) if failure else message or beside.getvalue().rstrip(),
        "line": number,
    }
    if failure:
        told |= failure.document()
        speak(_("第 {n} 行：{message}").format(n=number, message=failure))
    sys.stdout.write(encoded(told) + "\n")
    sys.stdout.flush()
    return exit


def _failed(error: BaseException, own: Session) -> Failure:
    if isinstance(error, KeyboardInterrupt):
        raise error
    return failures.of(error, own.named(), written=own.written)


def _words(line: str) -> list[str]:
    """The words of a line, split as a POSIX shell splits them; nothing is expanded."""
    try:
        words = shlex.split(line, comments=False, posix=True)
    except ValueError as error:
        raise Usage("unclosed-quote", _("引号没有配对")) from error
    if words[:1] == ["envoy"]:
        words = words[1:]
    if "batch" in words[:1]:
        raise Usage("batch-in-batch", _("批处理里不能再有批处理"))
    return words


batch = Command(
    "batch",
    params=[
        Argument("file", N_("文件"), type=FILE, help=N_("一行一条命令；- 是标准输入")),
        Option("--stop", is_flag=True, help=N_("第一条不成就停下")),
    ],
    callback=_batch,
    help=N_("逐行执行文件里的命令：同一个进程，每行一个事务；空行和 # 开头的行跳过"),
)
