"""The verbs that open a window: the app itself, its tour without a display, the benchmarks."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from devkit import libraries, screen
from devkit.say import say, stop


def run(python: str, arguments: list[str]) -> int:
    """Open the app; where no window can be seen, play the tour into a folder and name it.

    A tour asked for is played on a virtual screen too, so that its pictures are alike everywhere.
    """
    from devkit.verbs import hand_over

    if "-h" in arguments or "--help" in arguments:
        return hand_over(python, ["-m", "envoy_desktop.app", "--help"])
    still = _libraries(python)
    tour = any(word == "--tour" or word.startswith("--tour=") for word in arguments)
    seen = screen.display_answers()
    usable = seen and (not set(still) & set(libraries.XCB) or screen.wayland_answers())
    if usable and not (tour and sys.platform.startswith("linux")):
        return hand_over(python, ["-m", "envoy_desktop.app", *_as_the_app_says(arguments)])
    if not usable:
        say(
            "this display cannot be used without the packages named above."
            if seen
            else "there is no display here, so no window can be seen."
        )
    if not tour:
        folder = tempfile.mkdtemp(prefix="envoy-tour-")
        say(f"playing the tour instead: pictures of every screen and a memo go to {folder}")
        arguments = [*arguments, "--tour", folder]
    with _some_screen() as environment:
        command = [python, "-P", "-m", "envoy_desktop.app", *_as_the_app_says(arguments)]
        code = subprocess.run(command, env=environment, check=False).returncode
    folder = _tour_folder(arguments)
    if code == 0:
        say(f"the pictures and the memo lie in {folder}")
    else:
        say(f"the tour ended early (exit code {code}); what it made lies in {folder}")
    return code


def bench(python: str, arguments: list[str]) -> int:
    """Run benchmarks/, on a virtual screen where there is none."""
    from devkit.verbs import hand_over

    _libraries(python)
    if screen.display_answers():
        return hand_over(python, ["-m", "benchmarks", *arguments])
    with _some_screen() as environment:
        command = [python, "-P", "-m", "benchmarks", *arguments]
        return subprocess.run(command, env=environment, check=False).returncode


def _libraries(python: str) -> list[str]:
    """Qt's system libraries, looked for only when the loader's state has changed."""
    stamp = os.path.join(os.path.dirname(os.path.dirname(python)), "envoy-libraries.stamp")
    state = libraries.loader_state()
    with contextlib.suppress(OSError), open(stamp, encoding="utf-8") as file:
        if state and file.read() == state:
            return []
    wanted = {**libraries.CORE, **libraries.XCB}
    still, _ = libraries.provide({**wanted, **libraries.PRINTING}, {}, "the window")
    core = [soname for soname in still if soname in libraries.CORE]
    if core:
        stop(
            f"the window cannot open without {', '.join(core)}.",
            "the environment is ready; `dev.py envoy` works without a window.",
            "install what is named above, then start again.",
        )
    if not still:
        with contextlib.suppress(OSError), open(stamp, "w", encoding="utf-8") as file:
            file.write(libraries.loader_state())
    return still


@contextlib.contextmanager
def _some_screen() -> Iterator[dict[str, str]]:
    """The surroundings for a window nobody sees: Xvfb where it can be had, else Qt's offscreen."""
    environment = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
    lacking = bool(libraries.missing_libraries(libraries.XCB))
    if not lacking and libraries.missing_programs(libraries.SCREEN):
        libraries.provide({}, libraries.SCREEN, "a virtual screen")
    with contextlib.ExitStack() as stack:
        if not lacking and not libraries.missing_programs({"Xvfb": "xvfb"}):
            try:
                display = stack.enter_context(screen.virtual())[0]
            except OSError:
                say("Xvfb did not start; drawing offscreen.")
            else:
                yield {**environment, "QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
                return
        yield {**environment, "QT_QPA_PLATFORM": "offscreen"}


def _as_the_app_says(arguments: list[str]) -> list[str]:
    """`--lang` is short for the app's `--language`."""
    return [
        f"--language{word[6:]}" if word.partition("=")[0] == "--lang" else word
        for word in arguments
    ]


def _tour_folder(arguments: list[str]) -> str:
    for number, word in enumerate(arguments):
        if word.startswith("--tour="):
            return os.path.abspath(word.partition("=")[2])
        if word == "--tour" and number + 1 < len(arguments):
            return os.path.abspath(arguments[number + 1])
    return os.getcwd()
