"""Words for what the format of official documents forbids or advises, with its article."""

from collections.abc import Mapping

from envoy_desktop.domain.official import Finding
from envoy_desktop.words import N_, _
from envoy_desktop.words.lists import joined
from envoy_desktop.words.matters import direction, document_kind

FINDINGS: Mapping[str, str] = {
    "unknown-kind": N_("没有“{kind}”这种公文。"),
    "wrong-direction": N_("{kind}不能用于{direction}文。"),
    "letter-to-superior": N_("函用于不相隶属的机关之间，不能报给上级机关，请改用请示或报告。"),
    "no-addressee": N_("没有写主送机关。"),
    "one-addressee": N_("上行文原则上只主送一个上级机关，现在写了 {count} 个：{addressees}。"),
    "person-addressed": N_("不得以机关名义向上级机关负责人个人报送公文：{person}。"),
    "person-without-instruction": N_("{person}直接交办的事项，须附上批示原文。"),
    "addressee-not-superior": N_("{name}不是上级机关，上行文不能主送。"),
    "copied-down": N_("上行文不得抄送下级机关：{name}。"),
    "passed-over-uncopied": N_("越过了{name}行文，应当抄送被越过的机关。"),
    "in-persons-name": N_("不得以本机关负责人名义向上级机关报送公文。"),
    "several-matters": N_("请示应当一文一事，现在写了 {matters} 件。"),
    "several-projects": N_("一件请示事项涉及几个项目，请分开行文：{projects}。"),
    "asked-of-another": N_("请求的对象不是主送机关：{asked}。"),
    "nothing-asked": N_("没有标出请求的事项。"),
    "no-leaning": N_("请示应当提出倾向性意见后再报，现在没有写。"),
    "request-ending": N_("请示应当以“{ending}”结尾。"),
    "text-after-ending": N_("结尾语之后还有正文。"),
    "no-contact": N_("请示宜在附注处写明联系人和电话。"),
    "request-inside": N_("{kind}不得夹带请示事项：“{text}”。"),
    "letter-orders": N_("函不得给对方下命令：“{text}”。"),
    "sounds-like-order": N_("函的语气像下命令：{words}。"),
    "letter-downward": N_("{name}是下级机关，宜改用其他文种。"),
    "secret-matter": N_("涉及国家秘密，不得在本机起草和存放。"),
    "no-title": N_("没有写标题。"),
    "organ-may-not-issue": N_("“{organ}”不能对外正式行文，请选择有发文权的机关。"),
    "organ-missing": N_("没有写发文机关，请选择有发文权的机关。"),
    "no-issuer": N_("上行文应当标注签发人。"),
    "no-issue-number": N_("{kind}没有期号。"),
    "changed-after-signing": N_("签发以后又改了正文，须重新签发。"),
    "level-passed-over": N_("{name}隔了一级，应当抄送被越过的机关。"),
    "own-government-agrees": N_("向{name}请示、报告重大事项，应当经本级党委、政府同意或者授权。"),
    "sounds-like-request": N_("“请批示”一类的结尾用于请示，{kind}不用。"),
    "title-without-kind": N_("标题一般以文种“{word}”结尾。"),
    "attendance-missing": N_("纪要应当写明出席人员名单。"),
    "party-missing": N_("委托书应当写明委托方和受托方。"),
    "mandate-incomplete": N_("委托书应当写明{parts}。"),
    "issuer-of-each": N_("{organs} 个机关联合上行文，签发人只写了 {issuers} 个。"),
    "not-heard": N_("涉及的部门还没有会商：{departments}。"),
}
PLACES: Mapping[str, str] = {
    "kind": N_("种类"),
    "title": N_("标题"),
    "addressee": N_("主送机关"),
    "copies": N_("抄送机关"),
    "issuer": N_("签发人"),
    "number": N_("发文字号"),
    "attendance": N_("出席人员"),
    "parties": N_("委托双方"),
    "body": N_("正文"),
    "contact": N_("附注"),
    "signature": N_("落款"),
}


MANDATE_PARTS: Mapping[str, str] = {
    "matters": N_("代理事项"),
    "authority": N_("代理权限"),
    "term": N_("代理期限"),
}


def finding(found: Finding, *, article: bool = True) -> str:
    """What the format forbids or advises in one sentence, with its article."""
    rule = found.rule
    if rule == "organ-may-not-issue" and not found.values.get("organ"):
        rule = "organ-missing"
    if rule not in FINDINGS:
        return rule
    values: dict[str, object] = dict(found.values)
    addressees = values.get("addressees")
    if isinstance(addressees, tuple):
        values["count"] = len(addressees)
    for name, value in values.items():
        if name == "parts" and isinstance(value, tuple | list):
            values[name] = joined([_(MANDATE_PARTS[str(part)]) for part in value])
        elif isinstance(value, tuple | list):
            values[name] = joined(value)
        elif name == "kind":
            values[name] = document_kind(str(value))
        elif name == "direction":
            values[name] = direction(str(value))
    said = _(FINDINGS[rule]).format(**values)
    if not (article and found.article):
        return said
    return _("{said}（{article}）").format(said=said, article=found.article)


def finding_place(place: str) -> str:
    """Where a finding stands in the paper: 标题, 主送机关; 正文 for a block of the text."""
    name = place if place in PLACES else "body"
    return _(PLACES[name])
