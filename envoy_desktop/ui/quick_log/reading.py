"""What the quick log asks the workspace, off the UI thread, with plain values."""

from dataclasses import dataclass
from typing import Any

from envoy_desktop.casework import obstacles
from envoy_desktop.store.queries import choices, standing
from envoy_desktop.store.queries.choices import Choice
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.quick_log.typing import kept


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from, what is open on the screen, and what was half typed."""

    projects: tuple[Choice, ...]
    procedures: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    project: int | None
    procedure: int | None
    typed: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Guessed:
    """What a line seems to say, by ids; `procedures` are those of the project `procedures_of`."""

    kind: str
    department: int | None
    project: int | None
    procedure: int | None
    words: tuple[str, ...]
    procedures_of: int | None
    procedures: tuple[Choice, ...]


def offered(workspace: Workspace, about: tuple[str, int] | None, place: str) -> Offered:
    """What stands to choose, with what is open (`about`: kind and id) in front."""
    kind, id = about or ("", 0)
    with workspace.read() as reader:
        procedure = id if kind == "procedure" else None
        if kind == "obstacle":
            held = standing.obstacle(reader, id)
            project, procedure = (held.project, held.procedure) if held else (None, None)
        elif kind == "project":
            project = id
        else:
            project = choices.project_of(reader, procedure) if procedure else None
        return Offered(
            tuple(choices.projects(reader, project)),
            tuple(choices.procedures(reader, project)) if project else (),
            tuple(choices.departments(reader)),
            project,
            procedure,
            kept(workspace, place),
        )


def guessed(workspace: Workspace, text: str, project: int | None, procedure: int | None) -> Guessed:
    """What `text` seems to be about; what is open weighs more."""
    with workspace.read() as reader:
        seen = obstacles.guess(reader, text, project=project, procedure=procedure)
        chosen = int(seen.procedure) if seen.procedure else procedure
        of = project
        if of is None and chosen is not None:
            of = choices.project_of(reader, chosen)
        return Guessed(
            seen.kind,
            int(seen.department) if seen.department else None,
            of,
            chosen,
            seen.words,
            of,
            tuple(choices.procedures(reader, of)) if of is not None else (),
        )
