"""Writing a working paper of ours to a file."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envoy_desktop.documents.layout import Layout


def write_pdf(layout: "Layout", out: Path) -> None:
    """Write a laid out paper as PDF; raises SystemFailed("file-unwritable")."""
    from envoy_desktop.documents import pdf
    from envoy_desktop.store.connection import replace_file

    replace_file(out, pdf.write(layout))
