"""The service centre: what was seen at the windows, and the department's own figures."""

from dataclasses import dataclass

from envoy_desktop.store.connection import Reader


@dataclass(frozen=True, slots=True)
class CentreRow:
    """A department's windows.

    `cases`: its procedures that were filed; `in_centre`, `window_decides`: of them those handled
    in the centre and decided at the window, as seen there, else as the list says. `back_office`,
    `cannot_decide`: obstacles logged of those two kinds, `open` of them not resolved.
    """

    department: int
    code: str
    name: str
    cases: int
    in_centre: int
    window_decides: int
    back_office: int
    cannot_decide: int
    open: int


def centre(reader: Reader, department: int | None = None) -> list[CentreRow]:
    """The departments that lead filed procedures or have such obstacles, most trouble first."""
    only, values = "", {}
    if department is not None:
        only, values = " AND d.id = :department", {"department": department}
    trouble = {
        row[0]: row[1:]
        for row in reader.rows(
            "SELECT o.department, sum(CASE WHEN o.kind = 'sent_to_back_office' THEN 1 ELSE 0 END),"
            " sum(CASE WHEN o.kind = 'window_cannot_decide' THEN 1 ELSE 0 END),"
            " sum(CASE WHEN o.resolved_on IS NULL THEN 1 ELSE 0 END) FROM obstacle o"
            " WHERE o.deleted = 0 AND o.kind IN ('sent_to_back_office', 'window_cannot_decide')"
            " AND o.department IS NOT NULL GROUP BY o.department"
        )
    }
    cases = {
        row[0]: row[1:]
        for row in reader.rows(
            "SELECT y.department, count(*),"
            " sum(coalesce(p.in_centre, d.in_service_centre)),"
            " sum(coalesce(p.window_decides, i.window_decides)) FROM reading_procedure y"
            " JOIN procedure p ON p.id = y.procedure JOIN catalogue_item i ON i.id = p.item"
            " JOIN department d ON d.id = y.department"
            " WHERE y.filed_on IS NOT NULL GROUP BY y.department"
        )
    }
    found = []
    for id, code, name in reader.rows(
        "SELECT d.id, d.code, coalesce(nullif(d.short_name, ''), d.name) FROM department d"
        f" WHERE d.deleted = 0 AND d.kind <> 'intermediary_class'{only} ORDER BY d.code",
        **values,
    ):
        if id in trouble or id in cases or department is not None:
            own = CentreRow(id, code, name, *cases.get(id, (0, 0, 0)), *trouble.get(id, (0, 0, 0)))
            found.append(own)
    return sorted(found, key=lambda r: (-(r.back_office + r.cannot_decide), r.code))
