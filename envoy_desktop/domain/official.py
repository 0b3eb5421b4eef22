"""Kinds of official document and what each forbids (党政机关公文处理工作条例, 2012: "R")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

REFUSE, HINT = "refuse", "hint"
UP, LEVEL, DOWN = "up", "level", "down"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document.

    `name` is its official word, printed on the page. `statutory`: one of the 15 kinds of R 8.
    `directions` it may go; `may_request`: may hold a request block; `form`: the page it is laid
    out on (standard, letter, minutes, own). `numbered`: bears a document number; `issued`: has
    an issue number (第×期).
    """

    code: str
    name: str
    statutory: bool
    directions: frozenset[str]
    may_request: bool
    form: str
    numbered: bool
    issued: bool = False


_ALL = (
    DocumentKind("request", "请示", True, frozenset({UP}), True, "standard", True),
    DocumentKind("report", "报告", True, frozenset({UP}), False, "standard", True),
    DocumentKind("opinion", "意见", True, frozenset({UP, LEVEL, DOWN}), True, "standard", True),
    DocumentKind("letter", "函", True, frozenset({LEVEL}), True, "letter", True),
    DocumentKind("briefing", "专报", False, frozenset({UP}), False, "own", False, issued=True),
    DocumentKind("monthly_report", "报告", True, frozenset({UP}), False, "standard", True),
    DocumentKind(
        "minutes", "纪要", True, frozenset({LEVEL, DOWN}), False, "minutes", False, issued=True
    ),
    DocumentKind("mandate", "代办委托书", False, frozenset({LEVEL}), False, "own", False),
)
KINDS: dict[str, DocumentKind] = {kind.code: kind for kind in _ALL}

REQUEST_ENDING = "妥否，请批示"
"""How a 请示 ends."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a paper goes to. `relation` to the issuing organ: up, level or down; `rank` as told by
    the name (`rank`), None where it does not tell."""

    name: str
    relation: str = UP
    is_person: bool = False
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """One decision asked of one addressee; `projects` whose obstacles support it."""

    id: str
    projects: tuple[str, ...] = ()
    addressee: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A marked piece of the text: request, order, leaning (倾向性意见), ending, text.

    What is asked is a marked block; words in a title decide nothing. `place` is how an editor
    finds it again.
    """

    place: str
    kind: str = "text"
    text: str = ""
    matter: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of a paper before it is issued.

    `direction`: the way it goes (up, level, down). `issuer` is 签发人, the head of the organ.
    `passed_over`: the organ that is gone over, blank: none. `charged_by`: the leader who charged
    the issuing organ with it directly. `concerned`: departments whose business it touches,
    `heard` those that were asked, `both_sides_printed` where they did not agree.
    `signed_text` and `text` are digests of the text as signed and as it stands. `organs`: how many
    sign. `attended`: minutes name who was there. `parties` of a mandate that are named, and
    `mandate_parts`: which of `MANDATE_PARTS` its text has.
    """

    kind: str
    direction: str = UP
    title: str = ""
    organ: str = ""
    organ_may_issue: bool = True
    addressees: Sequence[Recipient] = ()
    copies: Sequence[Recipient] = ()
    issuer: str = ""
    number: str = ""
    issue_number: int | None = None
    matters: Sequence[Matter] = ()
    blocks: Sequence[Block] = ()
    passed_over: str = ""
    charged_by: str = ""
    instruction_attached: bool = False
    concerned: Sequence[str] = ()
    heard: Sequence[str] = ()
    both_sides_printed: bool = False
    contact: str = ""
    contact_phone: str = ""
    signed_text: str = ""
    text: str = ""
    secret: bool = False
    named_in_issuers_name: bool = False
    organ_rank: int | None = None
    organs: int = 1
    attended: bool = False
    parties: Sequence[str] = ()
    mandate_parts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What the format says to a paper: `refuse` forbids issuing it, `hint` does not.

    `place` is where in the paper: kind, title, addressee, copies, issuer, number, body, contact,
    signature or a block's place. `article` is what it rests on.
    """

    severity: str
    rule: str
    place: str
    article: str
    values: dict[str, object] = field(default_factory=dict)


_R = "党政机关公文处理工作条例"
_UPWARD = {
    "one_addressee": f"{_R}第十五条第（一）项",
    "no_lower_copy": f"{_R}第十五条第（一）项",
    "leaning": f"{_R}第十五条第（三）项",
    "one_matter": f"{_R}第十五条第（四）项",
    "no_hidden_request": f"{_R}第十五条第（四）项",
    "no_person": f"{_R}第十五条第（五）项",
}
_LEVELS = f"{_R}第十四条"
_AGREED = f"{_R}第十五条第（二）项"
_PARTS = f"{_R}第九条"
_KINDS = f"{_R}第八条"
_HEARD = f"{_R}第十九条第（六）项"
_RECHECK = f"{_R}第二十五条第（一）项"
_MAY_ISSUE = f"{_R}第十七条"
_FORMAT = "GB/T 9704-2012"
_SECRECY = "保守国家秘密法第三十一条"
_MANDATE = "民法典第一百六十五条"
MANDATE_PARTS = ("matters", "authority", "term")
"""What a mandate must say besides its parties: 代理事项、权限和期限 (民法典 165)."""
_RANKS = {"省": 1, "自治区": 1, "市": 2, "州": 2, "盟": 2, "县": 3, "区": 3, "旗": 3,
          "乡": 4, "镇": 4, "街道": 4, "村": 5, "社区": 5}  # fmt: skip
_PLACE = re.compile("自治区|社区|街道|[省市州盟县区旗乡镇村]")
_STATE = ("国务院", "中央", "国家")
_NO_PLACE = re.compile(
    "城乡|城镇|乡村|农村|村镇|乡镇|市场|城市|市政|市容|区域|区划|小区|省道|州际|国家"
)
"""Words of an organ's business in which no place is named."""
_ORGAN_WORDS = r"人民政府|政府|委员会|管委会|党工委|市委|区委|县委|省委|办公室|局|厅|办事处|院|会"
_ASKING = re.compile("请(?:批示|批复|指示|审定)")
_ORDER_WORDS = ("责令", "务必", "必须立即", "限期整改", "不得有误", "立即整改", "严肃追责")


def check(facts: DocumentFacts) -> tuple[Finding, ...]:
    """Everything that forbids issuing `facts`, then everything worth a hint, in reading order.

    An empty answer: the paper may be signed and issued. An unknown kind is told as
    ``unknown-kind``.
    """
    kind = KINDS.get(facts.kind)
    if kind is None:
        return (Finding(REFUSE, "unknown-kind", "kind", _KINDS, {"kind": facts.kind}),)
    found = [
        *_check_ways(facts, kind),
        *_check_request(facts, kind),
        *_check_asking(facts, kind),
        *_check_wording(facts, kind),
        *_check_letter(facts, kind),
        *_check_minutes(facts),
        *_check_mandate(facts),
        *_check_signing(facts, kind),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity != REFUSE))


def _check_ways(facts: DocumentFacts, kind: DocumentKind) -> list[Finding]:
    """Where it goes: direction, addressee, copies, levels (R 14, 15)."""
    found: list[Finding] = []
    if facts.direction not in kind.directions:
        rule = "letter-to-superior" if facts.kind == "letter" else "wrong-direction"
        values: dict[str, object] = {"kind": facts.kind, "direction": facts.direction}
        found.append(Finding(REFUSE, rule, "addressee", _KINDS, values))
    if facts.kind in ("minutes", "mandate"):
        return found
    if not facts.addressees:
        found.append(Finding(REFUSE, "no-addressee", "addressee", _PARTS))
    if facts.direction != UP:
        return found
    if len(facts.addressees) > 1:
        names = tuple(a.name for a in facts.addressees)
        # "in principle one" (原则上): several are a matter of taste for a report, not for a 请示
        severity = REFUSE if kind.may_request else HINT
        found.append(
            Finding(
                severity,
                "one-addressee",
                "addressee",
                _UPWARD["one_addressee"],
                {"addressees": names},
            )
        )
    for addressee in facts.addressees:
        if addressee.is_person and not (facts.charged_by and facts.instruction_attached):
            rule = "person-without-instruction" if facts.charged_by else "person-addressed"
            found.append(
                Finding(REFUSE, rule, "addressee", _UPWARD["no_person"], {"person": addressee.name})
            )
        elif not addressee.is_person and addressee.relation != UP:
            found.append(
                Finding(
                    REFUSE, "addressee-not-superior", "addressee", _LEVELS, {"name": addressee.name}
                )
            )
    for copy in facts.copies:
        if copy.relation == DOWN:
            found.append(
                Finding(
                    REFUSE, "copied-down", "copies", _UPWARD["no_lower_copy"], {"name": copy.name}
                )
            )
    if facts.passed_over and facts.passed_over not in [c.name for c in facts.copies]:
        found.append(
            Finding(REFUSE, "passed-over-uncopied", "copies", _LEVELS, {"name": facts.passed_over})
        )
    found += _check_levels(facts)
    if facts.named_in_issuers_name:
        found.append(Finding(REFUSE, "in-persons-name", "signature", _UPWARD["no_person"]))
    return found


def rank(name: str) -> int | None:
    """The level of an organ as its name tells it: 0 the State, 1 province, 2 city, 3 county or
    district, 4 township, 5 village; None where the name does not tell."""
    if not re.search(_ORGAN_WORDS, name):
        return None
    place = re.split(r"人民政府|政府|委|局|厅|办", name, maxsplit=1)[0] or name
    of_state = name.startswith(_STATE)
    # the last place of the name is the organ's: 镇平县 is a county, 市住房和城乡建设局 a city's
    found = _PLACE.findall(_NO_PLACE.sub("　", name if of_state else place))
    if found:
        return _RANKS[found[-1]]
    return 0 if of_state else None


def _check_levels(facts: DocumentFacts) -> list[Finding]:
    """No level is passed over in silence (R 14); one's own government agrees before (R 15(2))."""
    found: list[Finding] = []
    own = facts.organ_rank
    for addressee in facts.addressees:
        if own is None or addressee.rank is None or addressee.rank > own - 1:
            continue
        between = [c for c in facts.copies if c.rank is not None and addressee.rank < c.rank < own]
        values: dict[str, object] = {"name": addressee.name}
        if addressee.rank < own - 1 and not facts.passed_over and not between:
            found.append(Finding(REFUSE, "level-passed-over", "copies", _LEVELS, values))
        elif addressee.name.endswith(("局", "厅", "委", "委员会", "部")) and not facts.charged_by:
            found.append(Finding(HINT, "own-government-agrees", "addressee", _AGREED, values))
    return found


def _check_wording(facts: DocumentFacts, kind: DocumentKind) -> list[Finding]:
    """Words that another kind of paper would use: hints, since words decide nothing."""
    found = []
    if facts.kind != "request":
        found = [
            Finding(HINT, "sounds-like-request", block.place, _KINDS, {"kind": facts.kind})
            for block in facts.blocks
            if block.kind == "ending" and _ASKING.search(block.text)
        ]
    title = "".join(facts.title.split())
    ends = (kind.name, "月报") if facts.kind == "monthly_report" else (kind.name,)
    if title and kind.statutory and not title.endswith(ends):
        values: dict[str, object] = {"kind": facts.kind, "word": kind.name}
        found.append(Finding(HINT, "title-without-kind", "title", f"{_PARTS}第（七）项", values))
    return found


def _check_minutes(facts: DocumentFacts) -> list[Finding]:
    """Minutes say who was there (GB/T 9704-2012, 10.3)."""
    if facts.kind != "minutes" or facts.attended:
        return []
    return [Finding(REFUSE, "attendance-missing", "attendance", f"{_FORMAT} 10.3")]


def _check_mandate(facts: DocumentFacts) -> list[Finding]:
    """A mandate names both parties, the matters, the authority and its term (民法典 165)."""
    if facts.kind != "mandate":
        return []
    found = []
    if len(facts.parties) < 2:
        found.append(Finding(REFUSE, "party-missing", "parties", _MANDATE))
    lacking = tuple(part for part in MANDATE_PARTS if part not in facts.mandate_parts)
    if lacking:
        found.append(Finding(REFUSE, "mandate-incomplete", "body", _MANDATE, {"parts": lacking}))
    return found


def _asks_upward(facts: DocumentFacts, kind: DocumentKind) -> bool:
    """A request, or an opinion that goes up (it follows the rules of a request: R 8, 15)."""
    return facts.kind == "request" or (facts.kind == "opinion" and facts.direction == UP)


def _check_request(facts: DocumentFacts, kind: DocumentKind) -> list[Finding]:
    """One matter, one's own leaning, the ending (R 15(3), 15(4))."""
    if not _asks_upward(facts, kind):
        return []
    found: list[Finding] = []
    ids = dict.fromkeys(
        [m.id for m in facts.matters] + [b.matter for b in facts.blocks if b.matter]
    )
    if len(ids) > 1:
        found.append(
            Finding(
                REFUSE,
                "several-matters",
                _place(facts, "request", "body"),
                _UPWARD["one_matter"],
                {"matters": len(ids)},
            )
        )
    for matter in facts.matters:
        projects = tuple(dict.fromkeys(matter.projects))
        if len(projects) > 1:
            # obstacles of one project may support one matter; several projects are several
            found.append(
                Finding(
                    REFUSE,
                    "several-projects",
                    _place(facts, "request", "body"),
                    _UPWARD["one_matter"],
                    {"projects": projects},
                )
            )
    asked = {a for a in (m.addressee for m in facts.matters) if a}
    named = {a.name for a in facts.addressees}
    if asked - named:
        found.append(
            Finding(
                REFUSE,
                "asked-of-another",
                "addressee",
                _UPWARD["one_addressee"],
                {"asked": tuple(sorted(asked - named))},
            )
        )
    requests = [b for b in facts.blocks if b.kind == "request" and b.text.strip()]
    if not requests:
        found.append(Finding(REFUSE, "nothing-asked", "body", _KINDS))
    if not any(b.kind == "leaning" and b.text.strip() for b in facts.blocks):
        found.append(Finding(REFUSE, "no-leaning", "body", _UPWARD["leaning"]))
    if facts.kind == "request":
        endings = [b for b in facts.blocks if b.kind == "ending" and b.text.strip()]
        last = next((b for b in reversed(facts.blocks) if b.text.strip()), None)
        if not endings or not _is_ending(endings[-1].text):
            place = endings[-1].place if endings else "body"
            found.append(
                Finding(REFUSE, "request-ending", place, _KINDS, {"ending": REQUEST_ENDING})
            )
        elif last is not endings[-1]:
            found.append(Finding(REFUSE, "text-after-ending", endings[-1].place, _FORMAT))
        if not (facts.contact and facts.contact_phone):
            found.append(Finding(HINT, "no-contact", "contact", _FORMAT))
    return found


def _is_ending(text: str) -> bool:
    plain = text.strip().rstrip("。.！!").replace(",", "，").replace(" ", "")
    return plain.endswith((REQUEST_ENDING, "妥否，请批复", "当否，请批示"))


def _check_asking(facts: DocumentFacts, kind: DocumentKind) -> list[Finding]:
    """A paper that asks for nothing holds no request (R 15(4))."""
    if kind.may_request:
        return []
    return [
        Finding(
            REFUSE,
            "request-inside",
            block.place,
            _UPWARD["no_hidden_request"],
            {"kind": facts.kind, "text": block.text.strip()[:40]},
        )
        for block in facts.blocks
        if block.kind == "request" and block.text.strip()
    ]


def _check_letter(facts: DocumentFacts, kind: DocumentKind) -> list[Finding]:
    """A letter goes between organs that do not command each other: it orders nothing (R 8(14))."""
    if facts.kind != "letter":
        return []
    found = [
        Finding(
            REFUSE, "letter-orders", block.place, f"{_KINDS}第（十四）项", {"text": block.text[:40]}
        )
        for block in facts.blocks
        if block.kind == "order" and block.text.strip()
    ]
    for block in facts.blocks:
        words = tuple(word for word in _ORDER_WORDS if word in block.text)
        if words and block.kind != "order":
            found.append(
                Finding(
                    HINT,
                    "sounds-like-order",
                    block.place,
                    f"{_KINDS}第（十四）项",
                    {"words": words},
                )
            )
    for addressee in facts.addressees:
        if addressee.relation == UP:
            found.append(
                Finding(
                    REFUSE,
                    "letter-to-superior",
                    "addressee",
                    f"{_KINDS}第（十四）项",
                    {"name": addressee.name},
                )
            )
        elif addressee.relation == DOWN:
            found.append(
                Finding(
                    HINT,
                    "letter-downward",
                    "addressee",
                    f"{_KINDS}第（十四）项",
                    {"name": addressee.name},
                )
            )
    return found


def _check_signing(facts: DocumentFacts, kind: DocumentKind) -> list[Finding]:
    """Who issues and signs it, who was heard, what changed since (R 9, 17, 19, 22, 25)."""
    found: list[Finding] = []
    if facts.secret:
        found.append(Finding(REFUSE, "secret-matter", "kind", _SECRECY))
    if not facts.title.strip():
        found.append(Finding(REFUSE, "no-title", "title", _PARTS))
    if facts.kind == "mandate":
        return found
    if not facts.organ or not facts.organ_may_issue:
        # an envoy, like an inner office, is no organ that issues papers
        found.append(
            Finding(REFUSE, "organ-may-not-issue", "signature", _MAY_ISSUE, {"organ": facts.organ})
        )
    if facts.direction == UP and facts.kind != "minutes" and not facts.issuer.strip():
        found.append(Finding(REFUSE, "no-issuer", "issuer", f"{_PARTS}第（六）项"))
    if kind.issued and not (facts.issue_number and facts.issue_number > 0):
        found.append(Finding(REFUSE, "no-issue-number", "number", "", {"kind": facts.kind}))
    issuers = [name for name in re.split("[；;]", facts.issuer) if name.strip()]
    if facts.direction == UP and 0 < len(issuers) < facts.organs:
        values: dict[str, object] = {"organs": facts.organs, "issuers": len(issuers)}
        found.append(Finding(HINT, "issuer-of-each", "issuer", f"{_PARTS}第（六）项", values))
    if facts.signed_text and facts.signed_text != facts.text:
        found.append(Finding(REFUSE, "changed-after-signing", "signature", _RECHECK))
    unheard = tuple(name for name in facts.concerned if name not in facts.heard)
    if unheard and not facts.both_sides_printed:
        found.append(Finding(HINT, "not-heard", "body", _HEARD, {"departments": unheard}))
    return found


def _place(facts: DocumentFacts, kind: str, default: str) -> str:
    """The place of the last block of `kind`: where the one too many stands."""
    return next((b.place for b in reversed(facts.blocks) if b.kind == kind), default)
