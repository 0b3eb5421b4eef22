"""Onto paper through a real CUPS of the test's own and its PDF printer: pages, ink, both sides."""

import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from envoy_desktop.documents import official_page, pdf, preview
from envoy_desktop.documents.blocks import OfficialDocument, Paragraph, text
from tests.ui.test_memo_editor import ink_box

ROOT = Path(__file__).resolve().parents[2]
_SYSTEM = Path(os.sep, "usr")
BACKEND = _SYSTEM / "lib" / "cups" / "backend" / "cups-pdf"
PPD = _SYSTEM / "share" / "ppd" / "cups-pdf" / "CUPS-PDF_opt.ppd"
SEARCHED = os.pathsep.join((os.environ.get("PATH", ""), str(_SYSTEM / "sbin")))
CUPSD = shutil.which("cupsd", path=SEARCHED)
LPADMIN = shutil.which("lpadmin", path=SEARCHED)


def lacking() -> str:
    """Why there can be no CUPS here; "" where there can."""
    if not sys.platform.startswith("linux"):
        return "CUPS with its PDF printer is tried on Linux"
    if not (CUPSD and LPADMIN and BACKEND.exists() and PPD.exists()):
        return "cups and printer-driver-cups-pdf are not installed"
    if os.geteuid() != 0:
        return "the PDF printer's backend runs only for root"
    return ""


pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking() or "-")

DUPLEX = """
*OpenUI *Duplex/2-Sided Printing: PickOne
*DefaultDuplex: None
*Duplex None/Off: "<</Duplex false>>setpagedevice"
*Duplex DuplexNoTumble/Long Edge: "<</Duplex true/Tumble false>>setpagedevice"
*Duplex DuplexTumble/Short Edge: "<</Duplex true/Tumble true>>setpagedevice"
*CloseUI: *Duplex
"""
FILES = """
ServerRoot {at}/etc
RequestRoot {at}/spool
CacheDir {at}/cache
StateDir {at}/state
TempDir {at}/tmp
ErrorLog {at}/log/error
AccessLog {at}/log/access
PageLog {at}/log/page
SystemGroup root
"""
DAEMON = """
Listen {at}/sock
LogLevel debug
DefaultAuthType None
WebInterface No
Browsing No
PreserveJobHistory Yes
DirtyCleanInterval 0
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
PRINT = """
import json, sys
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication
from envoy_desktop.ui.documents import printing
app = QApplication([])
data = open(sys.argv[1], "rb").read()
printer = QPrinter(QPrinterInfo.printerInfo("paper"), QPrinter.PrinterMode.HighResolution)
printer.setDocName(sys.argv[2])
printing.set_up(printer)
printing.two_sided(printer, 2)
count = printing.print_pages(printer, data)
print(json.dumps({"names": QPrinterInfo.availablePrinterNames(), "count": count,
                  "duplex": printer.duplex().name}))
"""


class Cups:
    """A print server of the test's own; nothing of the system's is touched."""

    def __init__(self, at: Path) -> None:
        self.at = at
        for name in ("etc", "spool", "cache", "state", "log", "tmp"):
            (at / name).mkdir()
        (at / "tmp").chmod(0o1777)  # filters run as another user
        files, daemon = at / "etc" / "cups-files.conf", at / "etc" / "cupsd.conf"
        files.write_text(FILES.format(at=at))
        daemon.write_text(DAEMON.format(at=at))
        self.environment = {**os.environ, "CUPS_SERVER": str(at / "sock")}
        assert CUPSD is not None
        self.process = subprocess.Popen(
            [CUPSD, "-f", "-c", str(daemon), "-s", str(files)], env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until(lambda: (at / "sock").exists(), "cupsd did not start")

    def add(self, name: str) -> None:
        """A PDF printer that claims to print on both sides."""
        ppd = self.at / "paper.ppd"
        ppd.write_text(PPD.read_text() + DUPLEX)
        assert LPADMIN is not None
        subprocess.run(
            [LPADMIN, "-p", name, "-E", "-v", "cups-pdf:/", "-P", str(ppd)],
            env=self.environment, check=True, capture_output=True,
        )  # fmt: skip


def until(holds: Any, otherwise: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)


@pytest.fixture(scope="module")
def cups() -> Iterator[Cups]:
    # a short path of its own: other users reach it, and a socket's name has 107 bytes
    at = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True).stdout.strip())
    at.chmod(0o755)
    made = Cups(at)
    try:
        made.add("paper")
        yield made
    finally:
        made.process.terminate()
        made.process.wait(20)
        shutil.rmtree(at, ignore_errors=True)


@pytest.fixture(scope="module")
def paper() -> bytes:
    words = "部门自受理之日起已用十七个工作日，超出承诺时限十个工作日。"
    blocks = tuple(Paragraph(text(words * 6)) for _n in range(5))
    report = OfficialDocument("report", "临江市特派办文件", "关于某事的报告", blocks)
    return pdf.write(official_page.compose(report))


def test_every_page_lies_where_it_was_laid_out_and_both_sides_are_asked_for(
    cups: Cups, paper: bytes, tmp_path: Path
) -> None:
    name = f"envoy-test-{os.getpid()}"
    (tmp_path / "in.pdf").write_bytes(paper)
    done = subprocess.run(
        [sys.executable, "-c", PRINT, str(tmp_path / "in.pdf"), name], cwd=ROOT,
        env={**cups.environment, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    pages = len(preview.sizes(paper))
    assert told == {"names": ["paper"], "count": pages, "duplex": "DuplexLongSide"}
    # the backend writes into the home that the system's list of users names
    folder = Path(pwd.getpwuid(os.getuid()).pw_dir) / "PDF"
    found: list[Path] = []

    def printed() -> bool:
        found[:] = [p for p in folder.glob(f"*{name}*.pdf") if preview.sizes(p.read_bytes())]
        return bool(found)

    try:
        until(printed, (cups.at / "log" / "error").read_text()[-3000:], 150)
        data = found[0].read_bytes()
    finally:
        for path in folder.glob(f"*{name}*"):
            path.unlink()
    assert len(preview.sizes(data)) == pages
    for width, height in preview.sizes(data):
        assert abs(width - 595.3) < 1.5
        assert abs(height - 841.9) < 1.5
    for number in (1, pages):
        boxes = [ink_box(preview.picture(one, number, 60)) for one in (paper, data)]
        assert all(abs(a - b) <= 2 for a, b in zip(*boxes, strict=True)), boxes
    spool = cups.at / "spool"
    until(lambda: any(spool.glob("c0*")), "the print server kept no record of the job")
    job = next(spool.glob("c0*")).read_bytes()
    assert re.search(rb"sides.{1,4}two-sided-long-edge|DuplexNoTumble", job, re.DOTALL)
