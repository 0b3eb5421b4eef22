"""Joint reviews of projects: their procedures, members and what these said."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A member of a joint review and its word; `opinion` blank while it said nothing."""

    id: int
    department: int
    department_name: str
    opinion: str
    on: str | None
    text: str


@dataclass(frozen=True, slots=True)
class JointProcedure:
    """A procedure under joint review."""

    procedure: int
    code: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class JointRow:
    """A joint review as it was recorded."""

    id: int
    project: int
    project_name: str
    group: str
    lead: int | None
    lead_name: str
    convened_on: str
    opinions_due: str | None
    decided_on: str | None
    decision: str
    conclusion: str
    procedures: tuple[JointProcedure, ...]
    opinions: tuple[OpinionRow, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure of a project that its list reviews jointly; `open` unless it has ended."""

    group: str
    procedure: int
    code: str
    name: str
    lead: str
    cooperating: str
    state: str
    open: bool


def reviews(
    reader: Reader, *, project: int | None = None, review: int | None = None, open: bool = False
) -> list[JointRow]:
    """Joint reviews, undecided first, then the newest; of one project, or one by its id."""
    wanted, values = ["r.deleted = 0", "j.deleted = 0"], {}
    if project is not None:
        wanted.append("r.project = :project")
        values["project"] = project
    if review is not None:
        wanted.append("r.id = :review")
        values["review"] = review
    if open:
        wanted.append("r.decided_on IS NULL")
    where = " AND ".join(wanted)
    inside = (
        f" IN (SELECT r.id FROM joint_review r JOIN project j ON j.id = r.project WHERE {where})"
    )
    procedures: dict[int, list[JointProcedure]] = {}
    for of, *rest in reader.rows(
        "SELECT m.joint_review, m.procedure, i.code, i.name, coalesce(y.state, 'planned')"
        " FROM joint_procedure m JOIN procedure p ON p.id = m.procedure AND p.deleted = 0"
        " JOIN catalogue_item i ON i.id = p.item"
        " LEFT JOIN reading_procedure y ON y.procedure = p.id"
        f" WHERE m.deleted = 0 AND m.joint_review {inside} ORDER BY i.position",
        **values,
    ):
        procedures.setdefault(of, []).append(JointProcedure(*rest))
    opinions: dict[int, list[OpinionRow]] = {}
    for of, *told in reader.rows(
        "SELECT o.joint_review, o.id, o.department, coalesce(nullif(d.short_name, ''), d.name, ''),"
        ' o.opinion, o."on", o.text FROM member_opinion o'
        " LEFT JOIN department d ON d.id = o.department"
        f" WHERE o.deleted = 0 AND o.joint_review {inside} ORDER BY d.code, o.id",
        **values,
    ):
        opinions.setdefault(of, []).append(OpinionRow(*told))
    return [
        JointRow(*(*row, tuple(procedures.get(row[0], ())), tuple(opinions.get(row[0], ()))))
        for row in reader.rows(
            'SELECT r.id, r.project, j.name, r."group", r.lead_department,'
            " coalesce(nullif(d.short_name, ''), d.name, ''), r.convened_on, r.opinions_due,"
            " r.decided_on, r.decision, r.conclusion FROM joint_review r"
            " JOIN project j ON j.id = r.project"
            " LEFT JOIN department d ON d.id = r.lead_department"
            f" WHERE {where}"
            " ORDER BY CASE WHEN r.decided_on IS NULL THEN 0 ELSE 1 END, r.convened_on DESC, r.id",
            **values,
        )
    ]


def candidates(reader: Reader, project: int) -> list[Candidate]:
    """The procedures of a project that the list reviews jointly, by group as in the list."""
    return [
        Candidate(*(*row[:7], bool(row[7])))
        for row in reader.rows(
            "SELECT i.joint_review_group, p.id, i.code, i.name, i.lead_department,"
            " i.cooperating_departments, coalesce(y.state, 'planned'),"
            " CASE WHEN y.ended_on IS NULL THEN 1 ELSE 0 END FROM procedure p"
            " JOIN catalogue_item i ON i.id = p.item"
            " LEFT JOIN reading_procedure y ON y.procedure = p.id"
            " WHERE p.project = :project AND p.deleted = 0 AND i.joint_review_group <> ''"
            " ORDER BY i.position, p.id",
            project=project,
        )
    ]
