"""Writing a draft back: the columns of its paper, and only where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from envoy_desktop.casework import memos
from envoy_desktop.documents import memo as papers
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import documents
from envoy_desktop.store.queries.documents import MemoRow
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.ui.documents.reading import OF_THE_ROW


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written: `fields` now stand in the memo; None where the text cannot be read yet."""

    memo: int
    typed: int
    fields: Mapping[str, Any] | None


def save_draft(
    workspace: Workspace,
    row: MemoRow,
    head: Mapping[str, str],
    body: str,
    typed: int,
    place: str = "",
) -> Saved:
    """Make the editor's text the draft's, as one unit; nothing is written where nothing differs.

    `typed` comes back, so that the editor knows how far this was. What was kept half typed at
    `place` is then dropped: whatever was typed later is kept behind this on the same lane.
    Refuses "memo-issued".
    """
    columns: dict[str, Any] = {**head, "body": body}
    edited = replace(row, **columns)
    try:
        fields = papers.fields_of(papers.of_row(edited))
    except Refusal as refusal:
        if refusal.rule != "bad-memo-text":
            raise
        return Saved(row.id, typed, None)
    fields |= {name: getattr(edited, name) for name in OF_THE_ROW}
    fields.pop("signed_on", None)
    with workspace.read() as reader:
        stands = documents.memo(reader, row.id)
    if stands is None or any(getattr(stands, name) != value for name, value in fields.items()):
        workspace.do(memos.edit, memo=row.id, **fields)
    if place:
        workspace.keep_typing(place, "")
    return Saved(row.id, typed, fields)
