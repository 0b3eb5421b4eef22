"""How dev.py speaks: short lines on standard error, and a stop that is not a traceback."""

import sys
from typing import NoReturn


class Stop(Exception):
    """dev.py cannot go on: what happened, what was kept, what to do next."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


def say(text: str) -> None:
    """One message to the person, on standard error."""
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def stop(what: str, kept: str, next_step: str, code: int = 1) -> NoReturn:
    """Leave with the three sentences a person needs."""
    raise Stop(f"{what}\n  Kept: {kept}\n  Next: {next_step}", code)
