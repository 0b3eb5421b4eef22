"""The one wrapper: runs a command, prints its answer or its failure, gives the exit code."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from io import TextIOWrapper

from envoy_desktop import now
from envoy_desktop.cli import failures, speech
from envoy_desktop.cli.answer import Answer, speak, write_json, write_lines
from envoy_desktop.cli.session import Session
from envoy_desktop.words import _


def run(arguments: Sequence[str]) -> int:
    """Run one call of `envoy` and give its exit code."""
    speech.choose()
    _speak_utf8()
    session = Session()
    try:
        return _run(arguments, session)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return failures.DONE
    finally:
        session.close()
        now.set_today(None)


def call(arguments: Sequence[str], session: Session) -> Answer | None:
    """The answer of one call; None where a help page was shown. Raises what went wrong."""
    from envoy_desktop.cli.program import envoy

    given = envoy.main(
        list(arguments),
        prog_name="envoy",
        complete_var="_ENVOY_COMPLETE",
        standalone_mode=False,
        obj=session,
    )
    return given if isinstance(given, Answer) else None


def _run(arguments: Sequence[str], session: Session) -> int:
    as_json = "--json" in arguments  # also where parsing fails before it is reached
    try:
        answer = call(arguments, session)
        if answer is None:
            return failures.DONE
        return show(answer, session)
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - all are told, none is lost
        failure = failures.of(error, session.named(), written=session.written)
        speak(str(failure))
        if as_json:
            with suppress(OSError):  # where standard output itself has failed
                write_json(failure.document(), sys.stdout)
                sys.stdout.flush()
        return failure.exit


def show(answer: Answer, session: Session) -> int:
    """Print an answer in the form that was asked for; gives the exit code."""
    if answer.printed:
        return answer.exit
    for warning in answer.warnings:
        speak(warning)
    data = answer.data
    if session.today is not None:
        if isinstance(data, dict):
            data = {**data, "today": session.today.isoformat()}
        else:
            speak(tried_out(session.today))
    failure = failures.of(answer.trouble, session.named()) if answer.trouble else None
    if session.json:
        if failure and isinstance(data, dict):
            data = {**data, **failure.document()}
        write_json(data, sys.stdout)
    else:
        if session.today is not None and isinstance(data, dict):
            write_lines([tried_out(session.today)], sys.stdout)
        write_lines(answer.text(), sys.stdout)
    sys.stdout.flush()
    if failure:
        speak(str(failure))
        return failure.exit
    return failures.DONE


def tried_out(today: date) -> str:
    """Says that a day is tried out."""
    return _("以 {day} 为今天").format(day=today.isoformat())


def _speak_utf8() -> None:
    """JSON is UTF-8 whatever the locale; a terminal that lacks a character shows another."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
