"""The one-page status of a project, as text for a chat and as PDF; called off the UI thread."""

from datetime import date
from pathlib import Path
from typing import Any

from envoy_desktop.store.connection import replace_file


def as_text(workspace: Any, project: int, today: date) -> str:
    """The status as a few lines to paste."""
    from envoy_desktop.documents.project_status import status_text
    from envoy_desktop.documents.status_of import status_of

    with workspace.read() as reader:
        return status_text(status_of(reader, project, today))


def as_pdf(workspace: Any, project: int, today: date, path: str) -> str:
    """Write the status page to a path; gives the path."""
    from envoy_desktop.documents import pdf
    from envoy_desktop.documents.status_of import one_page, status_of

    with workspace.read() as reader:
        told = status_of(reader, project, today)
    data = pdf.write(one_page(told))
    replace_file(Path(path), data)
    return path
