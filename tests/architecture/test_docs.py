"""The pages for maintainers cannot drift: commands, settings, links, names of tests and files."""

import re
import subprocess
from pathlib import Path

import click
import pytest

from envoy_desktop.cli.grammar import global_options
from envoy_desktop.cli.program import envoy
from envoy_desktop.cli.session import Session
from envoy_desktop.domain.settings import SETTINGS, format_setting

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "THIRD-PARTY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "packaging" / "README.md",
]
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text("utf-8")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[str]:
    """Every command below a group, as it is typed, in the order of the help pages."""
    context = click.Context(group, obj=Session())
    found: list[str] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
        elif not command.hidden:
            found.append(" ".join((*path, name)))
    return found


def told() -> list[str]:
    """The commands in the table of docs/command-line.md, without their arguments."""
    lines = re.findall(r"^\| `envoy ([^`]+)` \|", COMMAND_LINE, re.MULTILINE)
    return [re.sub(r"( \[?[A-Z]+\]?)+$", "", line) for line in lines]


def test_every_command_has_its_line_in_the_order_of_the_help_pages():
    assert told() == commands(envoy)


def test_every_option_of_all_commands_is_told():
    names = {name for option in global_options() for name in option.opts}
    rows = set(re.findall(r"^\| `(--[\w-]+)", COMMAND_LINE, re.MULTILINE))
    assert rows == {*names, "--version"}


def test_every_exit_code_is_told():
    from envoy_desktop.cli import failures

    codes = {
        value for name, value in vars(failures).items() if name.isupper() and type(value) is int
    }
    assert codes == {int(code) for code in re.findall(r"^\| (\d+) \|", COMMAND_LINE, re.MULTILINE)}


def test_every_event_is_told():
    from envoy_desktop.domain.clock_values import EventKind

    line = next(line for line in COMMAND_LINE.splitlines() if line.startswith("**Events:**"))
    assert re.findall(r"`(\w+)`", line) == [kind.value for kind in EventKind]


@pytest.mark.parametrize("key", SETTINGS)
def test_every_setting_is_told_with_its_default(key: str):
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    line = next((line for line in text.splitlines() if f"`{key}`" in line), "")
    assert line.startswith("| "), f"docs/settings.md does not tell {key}"
    default = format_setting(SETTINGS[key].default)
    assert (default or "blank") in line.split("|")[2].replace(",", "")


def test_every_revision_of_the_tables_is_told():
    from envoy_desktop.store import versions

    text = (ROOT / "docs" / "schema-log.md").read_text("utf-8")
    assert re.findall(r"^\| (\d{4}) \|", text, re.MULTILINE) == list(versions.known())


def test_every_library_that_ships_is_named_with_its_licence():
    lock = (ROOT / "packaging" / "run.txt").read_text("utf-8")
    pins = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    table = (ROOT / "THIRD-PARTY.md").read_text("utf-8").partition("## What pip installs")[2]
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|$", table, re.MULTILINE)[1:]
    named = [name for row in rows for name in row.strip().split(", ")]
    assert sorted(named) == sorted(pins)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path):
    broken = [
        link
        for link in re.findall(r"\]\(([^)\s#]+)", page.read_text("utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert broken == []


def test_every_page_is_reached_from_the_index():
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    pages = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}
    assert sorted(page for page in pages - {"index.md"} if f"]({page})" not in index) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_named_tests_and_files_are_there(page: Path):
    text = page.read_text("utf-8")
    sources = {
        path.relative_to(ROOT).as_posix(): path
        for part in ("envoy_desktop", "tests", "packaging", "benchmarks", "db", "resources")
        for path in (ROOT / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    defined = set()
    for name, path in sources.items():
        if name.startswith("tests/") and name.endswith(".py"):
            defined |= set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))
    lost = [name for name in re.findall(r"`(test_\w+)`", text) if name not in defined]
    for name in re.findall(r"`([\w./-]+\.(?:py|csv|po|txt))(?:`|\s)", text):
        if not any(known == name or known.endswith("/" + name) for known in sources):
            lost.append(name)
    assert [name for name in lost if name not in NOT_OURS] == []


NOT_OURS = {
    "fault-PID.txt",  # made by the program on the person's disk
    "db/migrations/versions/NNNN_what.py",  # the next one
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_named_commits_are_in_the_history(page: Path):
    named = set(re.findall(r"`([0-9a-f]{7})`", page.read_text("utf-8")))
    if not named or not (ROOT / ".git").exists():
        return
    for commit in sorted(named):
        known = subprocess.run(
            ["git", "-C", ROOT, "cat-file", "-e", f"{commit}^{{commit}}"],
            capture_output=True,
            check=False,
        )
        shallow = (ROOT / ".git" / "shallow").exists()
        assert known.returncode == 0 or shallow, commit


def texts() -> list[Path]:
    """What is written by hand in the checkout, as far as it is text."""
    kinds = {".py", ".md", ".toml", ".csv", ".po", ".pot", ".mako", ".html", ".txt", ""}
    skipped = ("resources/fonts/", "packaging/run.txt", "packaging/dev.txt")
    parts = ("envoy_desktop", "tests", "packaging", "benchmarks", "db", "resources", "docs", ".ci")
    found = [ROOT / "pyproject.toml", *PAGES]
    for part in parts:
        found += [
            path
            for path in (ROOT / part).rglob("*")
            if path.is_file() and path.suffix in kinds and "__pycache__" not in path.parts
        ]
    return [
        path
        for path in dict.fromkeys(found)
        if not path.relative_to(ROOT).as_posix().startswith(skipped)
    ]


# Places that every system has, that specifications name, or that tests invent.
KNOWN_PLACES = re.compile(
    r"^/(dev/(null|full|zero)|tmp/\.X11-unix|etc/ld\.so|usr/s?bin|usr/lib/(cups|postgresql)|var/lib/apt|proc/self|"
    r"usr/(local/)?share/(texlive|fonts|doc|unicode)|opt/kingsoft|home/(a|张))\b"
)
ABSOLUTE = re.compile(
    r"(?<![\w.$~{}<>/:\\-])"
    r"/(?:home|work|root|tmp|opt|mnt|srv|usr|var|etc|Users|dev|proc)/[\w.-]+[\w./-]*"
)
HOSTS_OF_STANDARDS = {
    *("www.w3.org", "ns.adobe.com", "www.apache.org", "purl.org"),
    *("www.xes-standard.org", "schemas.openxmlformats.org", "www.aiim.org"),
}


def test_no_text_names_a_place_of_somebodys_machine():
    found = [
        f"{path.relative_to(ROOT)}: {place}"
        for path in texts()
        for place in ABSOLUTE.findall(path.read_text("utf-8"))
        if not KNOWN_PLACES.match(place) and path != Path(__file__).resolve()
    ]
    assert found == []


def test_no_text_names_a_host():
    """Addresses rot and tie a checkout to one mirror; names of formats are no addresses."""
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in texts()
        for host in re.findall(r"https?://([\w.-]+)", path.read_text("utf-8"))
        if host not in HOSTS_OF_STANDARDS and not host.startswith("example.")
    ]
    assert found == []
