"""What may be demanded: the city's list of procedures, its departments and its papers."""

from dataclasses import dataclass
from decimal import Decimal

LICENCE = "行政许可"
KINDS = (LICENCE, "行政确认", "备案", "技术审查", "公共服务", "中介服务", "其他行政权力")
UNITS = ("working_day", "calendar_day")
LIMIT_STARTS = ("accepted", "received")
DEPARTMENT_KINDS = ("government", "vertical", "public_utility", "intermediary_class")
STAGES = (1, 2, 3, 4)
GENERAL_LICENCE_LIMIT = 20
"""Working days to decide on a licence whose own law sets none (行政许可法 Art. 42(1))."""

_ARTICLE_45 = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定")
_EXPERTS = ("评审", "论证", "审查", "评估")
_COMMISSIONED = ("委托评估", "委托评审", "技术评估", "技术评审", "技术审查")


@dataclass(frozen=True, slots=True)
class Department:
    """An office, a utility, or a class of intermediaries (code ``zj_*``)."""

    code: str
    name: str
    short_name: str
    kind: str
    in_service_centre: bool

    @property
    def is_intermediary(self) -> bool:
        return self.kind == "intermediary_class"


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that a procedure demands.

    `original_copies` 0: it is taken from shared data, so demanding the paper is an obstacle.
    `issued_by` is ``applicant`` or the code of a department.
    """

    procedure_code: str
    material_code: str
    material_name: str
    issued_by: str
    original_copies: int

    @property
    def is_shared(self) -> bool:
        return self.original_copies == 0


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A span that a row says does not count.

    `ground`: ``article_45`` (行政许可法 Art. 45), ``own_rule`` (the item's own rule), or
    ``to_confirm``: excludes nothing until the city cites the rule beside the row.
    """

    text: str
    ground: str

    @property
    def stops_clock(self) -> bool:
        return self.ground != "to_confirm"


def unit_to_confirm(notes: str) -> bool:
    """Whether a limit in calendar days is disputed: its article says 日, undefined.

    A row whose limit is confirmed and whose unit is not marked `check（单位）` is counted in
    calendar days by everyone, so that being late by them is being late.
    """
    return "check（单位" in notes or not notes.startswith("sure")


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One procedure of the city's list of powers (权力清单).

    Limits are in `limit_unit`, counted from `limit_from`; a blank number is None. A fee bound
    of None beside a `fee_basis` is set elsewhere and unknown here, not zero.
    """

    code: str
    name: str
    stage: int
    kind: str
    lead_department: str
    cooperating_departments: tuple[str, ...]
    legal_basis: str
    statutory_limit: int | None
    limit_unit: str
    limit_from: str
    extension: int | None
    promised_limit: int | None
    fee_basis: str
    fee_lower: Decimal | None
    fee_upper: Decimal | None
    fee_unit: str
    prerequisites: tuple[str, ...]
    exclusions: tuple[str, ...]
    applies_when: str
    joint_review_group: str
    window_decides: bool
    notes: str

    @property
    def confirmed(self) -> bool:
        """The statutory limit and its basis were verified; else: to be confirmed by the city."""
        return self.notes.startswith("sure")

    @property
    def is_licence(self) -> bool:
        return self.kind == LICENCE

    @property
    def is_intermediary(self) -> bool:
        return self.lead_department.startswith("zj_")

    @property
    def decision_limit(self) -> int | None:
        """The statutory limit in force: the row's own, a licence's general 20, else none."""
        if self.statutory_limit is None and self.is_licence:
            return GENERAL_LICENCE_LIMIT
        return self.statutory_limit

    @property
    def unit_disputed(self) -> bool:
        """Whether offices differ on calendar or working days (行政许可法 82)."""
        return self.limit_unit == "calendar_day" and unit_to_confirm(self.notes)

    @property
    def promise_too_long(self) -> bool:
        """The promise is above two thirds of the statutory limit (时限再压缩 1/3 以上)."""
        limit, promised = self.decision_limit, self.promised_limit
        return limit is not None and promised is not None and 3 * promised > 2 * limit

    @property
    def has_fee(self) -> bool:
        return bool(self.fee_basis)

    @property
    def exclusion_grounds(self) -> tuple[Exclusion, ...]:
        """Each exclusion with what lets it leave the clock (行政许可法 Art. 45, or own rule).

        Publicity (公示) needs its rule cited in the notes (…不计). So does an assessment that
        the organ commissions, or a length that a confirmed row takes from its law (不超过…).
        """
        return tuple(Exclusion(text, self._ground(text)) for text in self.exclusions)

    def _ground(self, text: str) -> str:
        cited = "不计" in self.notes
        if any(word in text for word in _ARTICLE_45):
            return "article_45"
        if "专家" in text and any(word in text for word in _EXPERTS):
            return "article_45"
        if "公示" in text:
            return "own_rule" if cited else "to_confirm"
        if any(word in text for word in _COMMISSIONED):
            measured = self.confirmed and "不超过" in text
            return "own_rule" if cited or measured else "to_confirm"
        return "own_rule"
