"""Screens: whether a person's display answers, and virtual ones of our own (Xvfb, openbox)."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator


def display_answers() -> bool:
    """Whether a window would be seen: always on Windows and macOS, else by asking the sockets."""
    if not sys.platform.startswith("linux"):
        return True
    return wayland_answers() or _x11_answers()


def wayland_answers() -> bool:
    """Whether a Wayland session takes windows."""
    name = os.environ.get("WAYLAND_DISPLAY", "")
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _listens(name if name.startswith("/") else os.path.join(folder, name))


def _x11_answers() -> bool:
    name = os.environ.get("DISPLAY", "")
    host, _, number = name.rpartition(":")
    number = number.partition(".")[0]
    if not number.isdigit():
        return False
    if host not in ("", "unix"):
        try:  # an X server over the network, such as ssh's
            socket.create_connection((host, 6000 + int(number)), timeout=3).close()
        except OSError:
            return False
        return True
    path = f"/tmp/.X11-unix/X{number}"
    return _listens(path) or _listens(f"\0{path}")


def _listens(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(3)
        try:
            client.connect(path)
        except OSError:
            return False
    return True


@contextlib.contextmanager
def virtual(count: int = 1, size: str = "1920x1200") -> Iterator[list[str]]:
    """Screens of our own with a window manager, as values for DISPLAY; gone afterwards."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        displays = []
        for _ in range(count):
            display = _start_server(started, size)
            displays.append(display)
            _start_window_manager(started, display)
        yield displays
    finally:
        for process in reversed(started):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in started:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start_server(started: list[subprocess.Popen[bytes]], size: str) -> str:
    """Start Xvfb on a number it chooses itself, so that two runs never meet."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-noreset"]
    command += ["-nolisten", "tcp", "-dpi", "96"]
    try:
        started.append(_quiet(command, pass_fds=(writer,)))
    finally:
        os.close(writer)
    with os.fdopen(reader) as answer:
        number = answer.readline().strip()
    if not number:
        raise OSError("Xvfb did not start")
    return f":{number}"


def _start_window_manager(started: list[subprocess.Popen[bytes]], display: str) -> None:
    if shutil.which("openbox"):
        environment = {**os.environ, "DISPLAY": display}
        started.append(_quiet(["openbox", "--sm-disable"], env=environment))
        time.sleep(0.3)  # it says nothing when it is ready; a window mapped earlier goes unframed


def _quiet(
    command: list[str], *, pass_fds: tuple[int, ...] = (), env: dict[str, str] | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        pass_fds=pass_fds,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl+C goes to the program; the screen stays until it has ended
    )
