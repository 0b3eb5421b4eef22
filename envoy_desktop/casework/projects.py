"""Projects: taking one on, changing what is known of it, closing it."""

from collections.abc import Callable, Mapping
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import checked, mandates
from envoy_desktop.domain import attributes as known
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.changelog import natural_id
from envoy_desktop.store.queries import lookup, reference
from envoy_desktop.store.unit import Unit

FIELDS = (
    "name", "investor", "investor_contact", "place", "summary", "lead_leader", "working_group",
    "envoy", "target_on",
)  # fmt: skip


def create(
    unit: Unit,
    *,
    name: str,
    investor: str = "",
    attributes: Mapping[str, str] | None = None,
    mandate_until: str | None = None,
    **fields: str | None,
) -> int:
    """Take on a project; `attributes` as texts, `fields` of FIELDS. Gives its id.

    `mandate_until` records a mandate for all procedures that begins today.
    Refuses "name-missing", "project-name-taken", "bad-date" and what `attributes.parse_values`
    refuses.
    """
    name = name.strip()
    _check_name(unit, name, None)
    values = known.parse_values(attributes or {})
    given = _fields(fields)
    if not given.get("envoy"):
        given["envoy"] = str(reference.setting(unit.reader, "envoy.name"))
    unit.subject = name
    project = unit.add(
        "project",
        name=name,
        investor=investor.strip(),
        edition=reference.newest_edition(unit.reader),
        opened_on=now.today().isoformat(),
        **given,
    )
    if mandate_until:
        try:
            until = date.fromisoformat(mandate_until)
        except ValueError as error:
            raise Refusal("bad-date", field="mandate_until", value=mandate_until) from error
        mandates.add(unit, project=project, until=until)
    given_values = {k: known.format_value(v) for k, v in values.items()}
    _set_attributes(project, given_values, unit.make)
    return project


def change(
    unit: Unit,
    *,
    project: int,
    attributes: Mapping[str, str] | None = None,
    **fields: str | None,
) -> None:
    """Change what is known of a project; only what is named. An empty attribute is taken back.

    The plan does not change by itself: `plans.difference` says what would, and
    `plans.generate` does it.
    """
    old = checked.name(unit, "project", project)
    unit.subject = old
    given = _fields(fields)
    if "name" in given:
        _check_name(unit, str(given["name"]), project)
    texts = dict(attributes or {})
    values = known.parse_values({k: v for k, v in texts.items() if v.strip()})
    wanted = {k: known.format_value(v) for k, v in values.items()}
    for code, text in texts.items():
        if code not in known.ATTRIBUTES:
            raise Refusal("unknown-attribute", attribute=code)
        if not text.strip():
            wanted[code] = ""
    if given:
        unit.set("project", project, **given)
    _set_attributes(project, wanted, unit.put)


def close(unit: Unit, *, project: int, reason: str = "") -> None:
    """Close a project: it leaves the day's lists and stays in the records."""
    unit.subject = checked.open_project(unit, project).name
    unit.set("project", project, closed_on=now.today().isoformat(), close_reason=reason.strip())


def reopen(unit: Unit, *, project: int) -> None:
    """Take a closed project up again."""
    unit.subject = checked.name(unit, "project", project)
    unit.set("project", project, closed_on=None, close_reason="")


def _check_name(unit: Unit, name: str, project: int | None) -> None:
    if not name:
        raise Refusal("name-missing")
    other = lookup.project_named(unit.reader, name)
    if other is not None and other != project:
        raise Refusal("project-name-taken", name=name)


def _fields(fields: Mapping[str, str | None]) -> dict[str, str | None]:
    given: dict[str, str | None] = {}
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(name)
        text = (value or "").strip()
        if name.endswith("_on"):
            try:
                given[name] = date.fromisoformat(text).isoformat() if text else None
            except ValueError as error:
                raise Refusal("bad-date", field=name, value=text) from error
        else:
            given[name] = text
    return given


def _set_attributes(project: int, values: Mapping[str, str], write: Callable[..., None]) -> None:
    for name, value in values.items():
        write(
            "project_attribute",
            natural_id("project_attribute", project, name),
            project=project,
            name=name,
            value=value,
        )
