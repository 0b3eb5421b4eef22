"""Puts the pieces together and starts Qt: arguments, the workspace, the window, the tour."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import envoy_desktop
from envoy_desktop import words


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The arguments of `envoy-desktop`."""
    parser = argparse.ArgumentParser(prog="envoy-desktop", description=envoy_desktop.__doc__)
    parser.add_argument("--workspace", type=Path, metavar="FILE")
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--office", action="store_true", help="with --demo: the city's office")
    parser.add_argument("--tour", type=Path, metavar="DIR")
    parser.add_argument("--language", choices=words.LANGUAGES)
    parser.add_argument("--theme", choices=("system", "light", "dark"))
    parser.add_argument("--scale", type=int, metavar="PERCENT")
    parser.add_argument("--today", metavar="DATE")
    parser.add_argument("--version", action="version", version=envoy_desktop.__version__)
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Start the app; gives the exit code."""
    asked = arguments(given)
    if asked.today:
        from datetime import date

        from envoy_desktop import now

        now.set_today(date.fromisoformat(asked.today))
    if asked.tour is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen" if _no_display() else "")
        if not os.environ["QT_QPA_PLATFORM"]:
            del os.environ["QT_QPA_PLATFORM"]
    from envoy_desktop.ui.start.session import Session

    session = Session(
        language=asked.language, theme=asked.theme, scale=asked.scale, arguments=sys.argv[:1]
    )
    try:
        if asked.tour is not None:
            from envoy_desktop.ui.tour import play

            return play(session, asked.tour)
        if asked.demo:
            return session.run_demo(office=asked.office)
        return session.run(asked.workspace)
    finally:
        session.end()


def _no_display() -> bool:
    return sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


if __name__ == "__main__":
    sys.exit(main())
