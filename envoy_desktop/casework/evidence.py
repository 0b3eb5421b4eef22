"""Evidence: keeping files byte for byte beside what they prove."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from envoy_desktop.casework import checked
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import attachments
from envoy_desktop.store.unit import Unit

KINDS = ("event", "obstacle", "attempt", "procedure", "project", "memo", "duty", "instruction")
"""What evidence may hang on: names of logged objects."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """Bytes without a file of their own (a picture from the clipboard), and what to call them."""

    name: str
    data: bytes


File = Path | Pasted


def keep(unit: Unit, of_kind: str, of: int, files: Sequence[File]) -> list[int]:
    """Keep files beside an object that the same unit makes; gives the attachments' ids.

    Raises SystemFailed("file-unreadable"): the unit then writes nothing at all.
    """
    return [
        attachments.attach(unit, of_kind, of, file.name, io.BytesIO(file.data))
        if isinstance(file, Pasted)
        else attachments.attach_file(unit, of_kind, of, file)
        for file in files
    ]


def attach(unit: Unit, *, of_kind: str, of: int, files: Sequence[File]) -> list[int]:
    """Keep files as evidence of an object; gives the attachments' ids.

    Refuses "unknown-id"; raises SystemFailed("file-unreadable") and keeps nothing then.
    """
    if of_kind not in KINDS:
        raise Refusal("unknown-id", kind=of_kind)
    checked.stands(unit, of_kind, of)
    unit.subject = "、".join(file.name for file in files)[:40]
    return keep(unit, of_kind, of, files)


def remove(unit: Unit, *, attachment: int) -> None:
    """Take evidence away that was attached by mistake; its bytes stay in the history."""
    unit.subject = checked.name(unit, "attachment", attachment)
    unit.remove("attachment", attachment)
