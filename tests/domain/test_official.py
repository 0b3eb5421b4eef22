"""What each kind of official paper forbids (党政机关公文处理工作条例), and document numbers."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envoy_desktop.domain.numbers import (
    DocumentNumber,
    doubles,
    gaps,
    next_number,
)
from envoy_desktop.domain.official import (
    DOWN,
    HINT,
    LEVEL,
    MANDATE_PARTS,
    REFUSE,
    UP,
    Block,
    DocumentFacts,
    Matter,
    Recipient,
    check,
    rank,
)

GOVERNMENT = Recipient("市人民政府")
REQUEST = DocumentFacts(
    kind="request",
    title="关于协调解决项目用地手续的请示",
    organ="市优化营商环境办公室",
    addressees=(GOVERNMENT,),
    issuer="王建国",
    matters=(Matter("m1", ("p1", "p1"), "市人民政府"),),
    blocks=(
        Block("b1", "text", "基本情况"),
        Block("b2", "leaning", "我办建议由市资规局牵头"),
        Block("b3", "request", "请市政府召开专题会", "m1"),
        Block("b4", "ending", "妥否，请批示。"),
    ),
    contact="李明",
    contact_phone="0377-1234567",
)
REPORT = replace(
    REQUEST,
    kind="report",
    title="关于项目进展的报告",
    matters=(),
    blocks=(Block("b1", "text", "进展"), Block("b2", "ending", "特此报告。")),
)
BRIEFING = replace(REPORT, kind="briefing", issue_number=3)
LETTER = replace(
    REPORT,
    kind="letter",
    title="关于商请支持项目用地手续的函",
    direction=LEVEL,
    addressees=(Recipient("市自然资源和规划局", LEVEL),),
    issuer="",
)


def rules(facts: DocumentFacts) -> set[str]:
    return {f.rule for f in check(facts) if f.severity == REFUSE}


def hints(facts: DocumentFacts) -> set[str]:
    return {f.rule for f in check(facts) if f.severity != REFUSE}


@pytest.mark.parametrize("facts", [REQUEST, REPORT, BRIEFING, LETTER], ids=lambda f: f.kind)
def test_a_proper_paper_may_be_issued(facts):
    assert check(facts) == ()


# -- 请示 ----------------------------------------------------------------------------------


def test_one_paper_one_matter():
    """R 15(4): 请示应当一文一事."""
    two = replace(REQUEST, matters=(Matter("m1", ("p1",)), Matter("m2", ("p1",))))
    assert rules(two) == {"several-matters"}
    marked = replace(REQUEST, blocks=(*REQUEST.blocks[:3], Block("b9", "request", "另请", "m2")))
    assert "several-matters" in rules(marked)


def test_obstacles_of_one_project_support_one_matter_those_of_two_do_not():
    assert "several-projects" in rules(replace(REQUEST, matters=(Matter("m1", ("p1", "p2")),)))


def test_a_request_has_one_addressee():
    """R 15(1)."""
    several = replace(REQUEST, addressees=(GOVERNMENT, Recipient("市委")))
    assert rules(several) == {"one-addressee"}
    assert hints(replace(REPORT, addressees=(GOVERNMENT, Recipient("市委")))) == {"one-addressee"}


def test_what_is_asked_of_another_is_another_matter():
    assert rules(replace(REQUEST, matters=(Matter("m1", ("p1",), "市委"),))) == {"asked-of-another"}


def test_a_request_ends_with_its_words_and_nothing_after():
    def ending(text: str) -> DocumentFacts:
        return replace(REQUEST, blocks=(*REQUEST.blocks[:3], Block("b4", "ending", text)))

    assert rules(ending("特此报告。")) == {"request-ending"}
    assert rules(ending("以上妥否,请批示")) == set()
    after = replace(REQUEST, blocks=(*REQUEST.blocks, Block("b5", "text", "又及")))
    assert rules(after) == {"text-after-ending"}


def test_a_request_asks_and_leans():
    """R 15(3): 提出倾向性意见后上报."""
    without = [b for b in REQUEST.blocks if b.kind != "leaning"]
    assert rules(replace(REQUEST, blocks=without)) == {"no-leaning"}
    silent = [b for b in REQUEST.blocks if b.kind != "request"]
    assert rules(replace(REQUEST, blocks=silent)) == {"nothing-asked"}


def test_a_contact_is_expected_under_a_request():
    assert hints(replace(REQUEST, contact="")) == {"no-contact"}


def test_an_upward_opinion_follows_the_rules_of_a_request():
    opinion = replace(REQUEST, kind="opinion")
    assert rules(opinion) == set()
    assert "several-matters" in rules(replace(opinion, matters=(Matter("a"), Matter("b"))))
    level = replace(
        opinion, direction=LEVEL, matters=(Matter("a"), Matter("b")), addressees=LETTER.addressees
    )
    assert "several-matters" not in rules(level)


# -- 报告, 专报 ----------------------------------------------------------------------------


@pytest.mark.parametrize("facts", [REPORT, BRIEFING], ids=lambda f: f.kind)
def test_no_request_hides_in_a_paper_that_asks_for_nothing(facts):
    """R 15(4): 不得在报告等非请示性公文中夹带请示事项; the finding names the block."""
    hidden = replace(facts, blocks=(*facts.blocks, Block("b7", "request", "请批准")))
    (found,) = check(hidden)
    assert (found.rule, found.place, found.severity) == ("request-inside", "b7", REFUSE)
    assert "第十五条" in found.article


def test_words_in_a_title_decide_nothing():
    assert rules(replace(REPORT, title="关于请示事项的报告")) == set()


def test_a_briefing_has_an_issue_number():
    assert rules(replace(BRIEFING, issue_number=None)) == {"no-issue-number"}


# -- every upward paper --------------------------------------------------------------------


@pytest.mark.parametrize("facts", [REQUEST, REPORT, BRIEFING], ids=lambda f: f.kind)
def test_upward_papers(facts):
    assert rules(replace(facts, issuer=" ")) == {"no-issuer"}
    copied = replace(facts, copies=(Recipient("县资规局", DOWN),))
    assert rules(copied) == {"copied-down"}
    over = replace(facts, passed_over="市发改委")
    assert rules(over) == {"passed-over-uncopied"}
    assert rules(replace(over, copies=(Recipient("市发改委", LEVEL),))) == set()
    assert rules(replace(facts, addressees=())) >= {"no-addressee"}


def test_no_paper_to_a_person_unless_the_person_charged_it():
    """R 15(5)."""
    person = replace(REPORT, addressees=(Recipient("张市长", is_person=True),))
    assert rules(person) == {"person-addressed"}
    charged = replace(person, charged_by="张市长")
    assert rules(charged) == {"person-without-instruction"}
    assert rules(replace(charged, instruction_attached=True)) == set()


def test_an_envoy_is_no_issuing_organ():
    assert rules(replace(REPORT, organ_may_issue=False)) == {"organ-may-not-issue"}


def test_what_changes_after_signing_is_signed_again():
    assert rules(replace(REPORT, signed_text="a", text="b")) == {"changed-after-signing"}
    assert rules(replace(REPORT, signed_text="a", text="a")) == set()


def test_a_department_not_heard_is_a_hint_unless_both_sides_are_printed():
    unheard = replace(REPORT, concerned=("市资规局", "市住建局"), heard=("市资规局",))
    (hint,) = check(unheard)
    assert hint.values == {"departments": ("市住建局",)}
    assert hint.severity != REFUSE
    assert check(replace(unheard, both_sides_printed=True)) == ()


def test_secret_matter_does_not_enter_the_machine():
    assert rules(replace(REPORT, secret=True)) == {"secret-matter"}


# -- 函 ------------------------------------------------------------------------------------


def test_a_letter_orders_nothing_and_goes_to_no_superior():
    ordering = replace(LETTER, blocks=(Block("b1", "order", "三日内办结"),))
    assert rules(ordering) == {"letter-orders"}
    assert hints(replace(LETTER, blocks=(Block("b1", "text", "请务必办结"),))) == {
        "sounds-like-order"
    }
    assert rules(replace(LETTER, addressees=(GOVERNMENT,))) == {"letter-to-superior"}
    assert "letter-to-superior" in rules(replace(LETTER, direction="up"))


@pytest.mark.parametrize("direction", [LEVEL, DOWN])
def test_a_request_goes_up_only(direction):
    assert "wrong-direction" in rules(replace(REQUEST, direction=direction))


def test_refusals_come_before_hints():
    both = check(replace(REQUEST, contact="", issuer=""))
    assert [f.severity for f in both] == ["refuse", "hint"]


def test_an_unknown_kind_is_told():
    assert rules(replace(REPORT, kind="poem")) == {"unknown-kind"}


# -- numbers -------------------------------------------------------------------------------


def test_each_organ_counts_its_own_papers_anew_each_year():
    used = [DocumentNumber("甲", 2026, n) for n in (1, 2, 3)] + [DocumentNumber("乙", 2026, 9)]
    assert str(next_number(used, "甲", 2026)) == "甲〔2026〕4号"
    assert next_number(used, "甲", 2027).sequence == 1
    assert next_number(used, "丙", 2026, first=12).sequence == 12


def test_a_gap_and_a_double_are_seen():
    used = [DocumentNumber("甲", 2026, n) for n in (1, 2, 4)]
    assert gaps(used) == (DocumentNumber("甲", 2026, 3),)
    assert doubles([*used, used[0]]) == (used[0],)


@given(st.integers(1, 30), st.integers(0, 40))
def test_numbers_taken_one_after_another_have_neither_gap_nor_double(first, count):
    used: list[DocumentNumber] = []
    for _ in range(count):
        used.append(next_number(used, "甲", 2026, first=first))
    assert [n.sequence for n in used] == list(range(first, first + count))
    assert gaps(used, first=first) == doubles(used) == ()


MINUTES = DocumentFacts(
    kind="minutes",
    direction=LEVEL,
    title="远航项目协调会议纪要",
    organ="临江市人民政府办公室",
    issue_number=3,
    attended=True,
)
MANDATE = DocumentFacts(
    kind="mandate",
    direction=LEVEL,
    title="代办委托书",
    organ="临江市重点项目办公室",
    parties=("委托方", "受托方"),
    mandate_parts=MANDATE_PARTS,
)


@pytest.mark.parametrize("facts", [MINUTES, MANDATE], ids=lambda f: f.kind)
def test_minutes_and_mandate_need_no_addressee(facts):
    assert check(facts) == ()


def test_minutes_name_who_was_there():
    (found,) = check(replace(MINUTES, attended=False))
    assert (found.severity, found.rule, found.place) == (REFUSE, "attendance-missing", "attendance")


def test_minutes_hold_no_request():
    asked = replace(MINUTES, blocks=(Block("b1", "request", "请批准。", "1"),))
    assert [f.rule for f in check(asked)] == ["request-inside"]


def test_a_mandate_names_both_parties_and_says_what_how_far_and_how_long():
    found = check(replace(MANDATE, parties=("委托方",), mandate_parts=("matters",)))
    assert [f.rule for f in found] == ["party-missing", "mandate-incomplete"]
    assert found[1].values["parts"] == ("authority", "term")
    assert all("民法典" in f.article for f in found)


def test_a_mandate_goes_to_nobody_above():
    assert "wrong-direction" in [f.rule for f in check(replace(MANDATE, direction=UP))]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("国家发展和改革委员会", 0),
        ("河北省人民政府", 1),
        ("省委", 1),
        ("市自然资源和规划局", 2),
        ("临江市高新技术产业开发区管理委员会", 3),
        ("宛城区人民政府", 3),
        ("城关街道办事处", 4),
        ("青山镇人民政府", 4),
        ("镇平县人民政府", 3),
        ("乡宁县发展和改革委员会", 3),
        ("镇海区商务局", 3),
        ("邓州市穰东镇人民政府", 4),
        ("青山镇前湾村村民委员会", 5),
        ("宛城区梅溪街道白河社区居民委员会", 5),
        ("市住房和城乡建设局", 2),
        ("市农业农村局", 2),
        ("宛城区城市管理局", 3),
        ("市市场监督管理局", 2),
        ("市国家安全局", 2),
        ("国家税务总局临江市税务局", 2),
        ("张伟市长", None),
        ("远航新材料有限公司", None),
    ],
)
def test_an_organs_level_is_told_by_its_name(name, level):
    assert rank(name) == level


def test_a_level_that_is_passed_over_gets_a_copy():
    over = replace(
        REPORT, organ_rank=3, addressees=(Recipient("河北省人民政府", UP, rank=1),), copies=()
    )
    assert "level-passed-over" in [f.rule for f in check(over)]
    copied = replace(over, copies=(Recipient("临江市人民政府", UP, rank=2),))
    assert "level-passed-over" not in [f.rule for f in check(copied)]


def test_a_department_above_is_addressed_with_ones_own_governments_consent():
    facts = replace(REPORT, organ_rank=2, addressees=(Recipient("省自然资源厅", UP, rank=1),))
    assert [(f.severity, f.rule) for f in check(facts)] == [(HINT, "own-government-agrees")]


def test_asking_words_outside_a_request_are_a_hint():
    facts = replace(REPORT, blocks=(*REPORT.blocks, Block("b9", "ending", "妥否，请批示。")))
    assert ("hint", "sounds-like-request") in [(f.severity, f.rule) for f in check(facts)]


def test_a_title_without_its_kind_is_a_hint():
    found = check(replace(REPORT, title="关于项目进展"))
    assert [(f.severity, f.rule, f.place) for f in found] == [(HINT, "title-without-kind", "title")]


def test_organs_that_issue_together_each_name_their_head():
    found = check(replace(REPORT, organs=2, issuer="王某"))
    assert [(f.severity, f.rule) for f in found] == [(HINT, "issuer-of-each")]
