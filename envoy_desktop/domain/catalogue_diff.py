"""Two editions of the city's list: what came, what went, which limits, fees and papers changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from envoy_desktop.domain.catalogue import CatalogueItem, Material

COMPARED = (
    "name", "stage", "kind", "lead_department", "cooperating_departments", "legal_basis",
    "statutory_limit", "limit_unit", "limit_from", "extension", "promised_limit", "fee_basis",
    "fee_lower", "fee_upper", "fee_unit", "prerequisites", "exclusions", "applies_when",
    "joint_review_group", "window_decides", "notes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an item, old and new as texts; "" for nothing."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item in both editions that differs: its fields, and the papers it demands."""

    code: str
    name: str
    fields: tuple[FieldChange, ...]
    papers_added: tuple[str, ...]
    papers_removed: tuple[str, ...]
    copies: tuple[FieldChange, ...]  # `field` is the paper's name

    @property
    def longer(self) -> bool:
        """Whether a limit grew: to be asked about, since limits are to shrink."""
        return any(
            change.field in ("promised_limit", "statutory_limit")
            and change.old.isdigit()
            and (not change.new or (change.new.isdigit() and int(change.new) > int(change.old)))
            for change in self.fields
        )


@dataclass(frozen=True, slots=True)
class CatalogueDiff:
    """What one edition has that another has not; items in the order of the list."""

    added: tuple[CatalogueItem, ...]
    removed: tuple[CatalogueItem, ...]
    changed: tuple[ItemChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare(
    old: Sequence[CatalogueItem],
    new: Sequence[CatalogueItem],
    old_papers: Sequence[Material] = (),
    new_papers: Sequence[Material] = (),
) -> CatalogueDiff:
    """What changed from one edition to the next."""
    before, after = {i.code: i for i in old}, {i.code: i for i in new}
    then, now = _papers(old_papers), _papers(new_papers)
    changed = []
    for code, item in after.items():
        if code not in before:
            continue
        fields = tuple(
            FieldChange(name, a, b)
            for name in COMPARED
            if (a := text(getattr(before[code], name))) != (b := text(getattr(item, name)))
        )
        was, is_ = then.get(code, {}), now.get(code, {})
        added = tuple(m.material_name for key, m in is_.items() if key not in was)
        removed = tuple(m.material_name for key, m in was.items() if key not in is_)
        copies = tuple(
            FieldChange(m.material_name, str(was[key].original_copies), str(m.original_copies))
            for key, m in is_.items()
            if key in was and was[key].original_copies != m.original_copies
        )
        if fields or added or removed or copies:
            changed.append(ItemChange(code, item.name, fields, added, removed, copies))
    return CatalogueDiff(
        tuple(i for code, i in after.items() if code not in before),
        tuple(i for code, i in before.items() if code not in after),
        tuple(changed),
    )


def text(value: object) -> str:
    """A field as a cell of a spreadsheet holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return str(value)


def _papers(materials: Sequence[Material]) -> Mapping[str, dict[str, Material]]:
    found: dict[str, dict[str, Material]] = {}
    for material in materials:
        found.setdefault(material.procedure_code, {})[material.material_code] = material
    return found


@dataclass(frozen=True, slots=True)
class LongPromise:
    """A promise above two thirds of the statutory limit (时限再压缩 1/3 以上), in its unit.

    `most`: the longest promise that keeps the rule; `over`: days above it.
    """

    code: str
    name: str
    department: str
    statutory: int
    promised: int
    most: int
    over: int
    unit: str


def long_promises(items: Sequence[CatalogueItem]) -> tuple[LongPromise, ...]:
    """The promises that are too long, by department, the worst first."""
    found = []
    for item in items:
        limit, promised = item.decision_limit, item.promised_limit
        if item.promise_too_long and limit is not None and promised is not None:
            most = 2 * limit // 3
            found.append(
                LongPromise(
                    item.code, item.name, item.lead_department, limit, promised, most,
                    promised - most, item.limit_unit,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.department, -one.over, one.code)))
