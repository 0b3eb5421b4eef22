"""The recovery sheet of an open workspace."""

from envoy_desktop.store.queries import reference
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.start import sheet


def sheet_of(workspace: Workspace) -> bytes:
    """Its PDF, with who works in it as the settings say; runs off the UI thread."""
    with workspace.read() as reader:
        unit = str(reference.setting(reader, "envoy.unit"))
        person = str(reference.setting(reader, "envoy.name"))
    return sheet.pdf_of(
        file=workspace.path, unit=unit, person=person, workspace_id=workspace.meta("workspace")
    )
