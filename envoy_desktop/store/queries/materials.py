"""The papers of a project, merged across its procedures: one paper is asked for once."""

from dataclasses import dataclass

from envoy_desktop.domain.checklist import Use, merge
from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """One paper; `issued_by` is ``applicant`` or a department's name.

    `copies` 0: it is taken from shared data and may not be demanded. `procedures`: (id, name) of
    those that need it; `state`: wanted, asked, at_hand, handed_in; `stage` the first of these.
    """

    code: str
    name: str
    issuer_code: str
    issued_by: str
    copies: int
    procedures: tuple[tuple[int, str], ...]
    state: str
    expires_on: str | None
    note: str
    asked: bool
    stage: int = 0

    @property
    def is_shared(self) -> bool:
        """Whether the departments hold it themselves."""
        return self.copies == 0


def materials(reader: Reader, project: int) -> list[MaterialRow]:
    """The papers of all procedures of a project, each once, most needed first."""
    states = {
        code: (state, expires, note)
        for code, state, expires, note in reader.rows(
            "SELECT material_code, state, expires_on, note FROM material_state"
            " WHERE project = :project AND deleted = 0",
            project=project,
        )
    }
    rows = reader.rows(
        "SELECT m.material_code, m.material_name, m.issued_by, p.id, i.name, i.stage,"
        " m.original_copies, coalesce(nullif(d.short_name, ''), d.name, '') FROM procedure p"
        " JOIN catalogue_item i ON i.id = p.item"
        " JOIN material m ON m.edition = i.edition AND m.procedure_code = i.code"
        " LEFT JOIN department d ON d.code = m.issued_by AND d.deleted = 0"
        " WHERE p.project = :project AND p.deleted = 0 AND m.deleted = 0"
        " ORDER BY i.stage, i.position, p.id, m.material_code",
        project=project,
    )
    called = {row[2]: row[7] for row in rows}
    made = []
    for paper in merge(Use(*row[:7]) for row in rows):
        state, expires, note = states.get(paper.code, ("", None, ""))
        made.append(
            MaterialRow(
                code=paper.code,
                name=paper.name,
                issuer_code=paper.issued_by,
                issued_by=called[paper.issued_by],
                copies=paper.copies,
                procedures=paper.procedures,
                state=state or "wanted",
                expires_on=expires,
                note=note,
                asked=bool(state),
                stage=paper.stage,
            )
        )
    return made


def of_procedure(reader: Reader, procedure: int) -> list[MaterialRow]:
    """The papers of one procedure, in the order of the list, with their state in the project."""
    row = reader.row(
        "SELECT p.project, i.edition, i.code FROM procedure p"
        " JOIN catalogue_item i ON i.id = p.item WHERE p.id = :id",
        id=procedure,
    )
    if row is None:
        return []
    project, edition, code = row
    return [
        MaterialRow(
            material, name, issuer, issued_by, copies, ((procedure, ""),), state or "wanted",
            expires, note, bool(state),
        )
        for material, name, issuer, issued_by, copies, state, expires, note in reader.rows(
            "SELECT m.material_code, m.material_name, m.issued_by,"
            " coalesce(nullif(d.short_name, ''), d.name, ''), m.original_copies,"
            " coalesce(s.state, ''), s.expires_on, coalesce(s.note, '') FROM material m"
            " LEFT JOIN department d ON d.code = m.issued_by AND d.deleted = 0"
            " LEFT JOIN material_state s ON s.project = :project AND s.deleted = 0"
            "  AND s.material_code = m.material_code"
            " WHERE m.edition = :edition AND m.procedure_code = :code AND m.deleted = 0"
            " ORDER BY m.id",
            project=project,
            edition=edition,
            code=code,
        )
    ]  # fmt: skip
