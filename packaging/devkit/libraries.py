"""Qt's system libraries and the tools of the tests: what is missing, and how to get it.

A library is missing when it cannot be loaded. apt is asked only where it exists and may be used
without a password; elsewhere the one line to run is printed.
"""

import ctypes
import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping

from devkit.say import say

Sonames = Mapping[str, tuple[str, ...]]

# soname -> Debian and Ubuntu names, the newer first (Ubuntu 24.04 renamed some for 64-bit time).
CORE: Sonames = {
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
}
XCB: Sonames = {
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
}
PRINTING: Sonames = {"libcups.so.2": ("libcups2t64", "libcups2")}
# program -> package
SCREEN = {"Xvfb": "xvfb", "openbox": "openbox"}
TESTS = {
    **SCREEN,
    "dbus-run-session": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "pdftotext": "poppler-utils",
    "pg_ctlcluster": "postgresql",
    "cupsd": "cups",
    "lpadmin": "cups-client",
    "/usr/lib/cups/backend/cups-pdf": "printer-driver-cups-pdf",
}


def missing_libraries(sonames: Sonames) -> list[str]:
    """The sonames that the loader cannot load; none anywhere but on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    return [soname for soname in sonames if not _loads(soname)]


def missing_programs(programs: dict[str, str]) -> list[str]:
    """The programs that are not to be found; none anywhere but on Linux."""
    if not sys.platform.startswith("linux"):
        return []
    path = os.environ.get("PATH", "") + ":/usr/bin:/usr/sbin:/sbin"
    return [program for program in programs if not shutil.which(program, path=path)]


def loader_state() -> str:
    """Changes when a library is installed or removed: a start that finds it unchanged need not
    load them all to know they are there."""
    try:
        state = os.stat("/etc/ld.so.cache")
    except OSError:
        return ""
    return f"{state.st_mtime_ns} {state.st_size}"


def provide(
    libraries: Sonames, programs: dict[str, str], purpose: str
) -> tuple[list[str], list[str]]:
    """Install what is missing where that may be done; the sonames and programs still missing."""
    sonames, commands = missing_libraries(libraries), missing_programs(programs)
    if not sonames and not commands:
        return [], []
    if not shutil.which("apt-get"):
        say(
            f"{purpose} needs these, which this system lacks: {', '.join(sonames + commands)}.\n"
            "  Next: install them with the system's own package tool."
        )
        return sonames, commands
    before = _before_apt()
    if before is None:
        names = _packages(libraries, sonames, programs, commands)
        say(
            f"{purpose} needs system packages that are missing. Run this once:\n"
            f"  sudo apt-get install -y {' '.join(names)}"
        )
        return sonames, commands
    if not _lists_there():
        say("fetching apt's package lists (there are none yet)")
        _apt([*before, "apt-get", "update", "-qq"])
    names = _packages(libraries, sonames, programs, commands)
    say(f"installing system packages for {purpose}: {' '.join(names)}")
    install = [*before, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
    error = _apt(install)
    if error:  # lists older than the mirror name files that are gone
        _apt([*before, "apt-get", "update", "-qq"])
        error = _apt(install)
    if error:
        say(
            f"apt-get could not install them:\n    {error}\n"
            f"  Next: run it yourself: sudo apt-get install -y {' '.join(names)}"
        )
    return missing_libraries(libraries), missing_programs(programs)


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _before_apt() -> list[str] | None:
    """What to put before apt-get to be allowed to install; None where one is not allowed."""
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if shutil.which("sudo"):
        allowed = subprocess.run(
            ["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
        if allowed.returncode == 0:
            return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _lists_there() -> bool:
    return bool(glob.glob("/var/lib/apt/lists/*_Packages*"))


def _packages(
    libraries: Sonames,
    sonames: list[str],
    programs: dict[str, str],
    commands: list[str],
) -> list[str]:
    """The package names of this release, each once."""
    names = []
    for soname in sonames:
        choice = libraries[soname]
        names.append(next((name for name in choice[:-1] if _known(name)), choice[-1]))
    names += [programs[command] for command in commands]
    return list(dict.fromkeys(names))


def _known(name: str) -> bool:
    answer = subprocess.run(
        ["apt-cache", "policy", name],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    ).stdout
    return "Candidate:" in answer and "Candidate: (none)" not in answer


def _apt(command: list[str]) -> str:
    """Run apt; its last words if it failed, else nothing."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return "\n    ".join(done.stdout.strip().splitlines()[-4:]) if done.returncode else ""
