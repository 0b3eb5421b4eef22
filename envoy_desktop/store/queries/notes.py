"""Notes on a project, a procedure or an obstacle."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note; a private one never leaves the laptop."""

    id: int
    of_kind: str
    of: int
    text: str
    private: bool
    on: str


def notes(reader: Reader, of: int | None = None) -> list[NoteRow]:
    """The notes on an object, or all; the newest first."""
    where = "" if of is None else ' AND "of" = :of'
    return [
        NoteRow(id, of_kind, about, text, bool(private), on)
        for id, of_kind, about, text, private, on in reader.rows(
            'SELECT id, of_kind, "of", text, private, "on" FROM note'
            f' WHERE deleted = 0{where} ORDER BY "on" DESC, id DESC',
            **({} if of is None else {"of": of}),
        )
    ]
