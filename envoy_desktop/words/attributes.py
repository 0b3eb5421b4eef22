"""Words for what is known of a project, and for why a procedure applies to it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from envoy_desktop.domain.applies import Ground
from envoy_desktop.domain.attributes import ATTRIBUTES, NUMBER, YES_NO
from envoy_desktop.words import N_, _
from envoy_desktop.words.lists import amount, figure, joined

NAMES: Mapping[str, str] = {
    "investment_kind": N_("投资管理方式"),
    "land_supply": N_("供地方式"),
    "eia_class": N_("环评类别"),
    "pollution_permit": N_("排污许可类别"),
    "area_m2": N_("建筑面积"),
    "land_area_m2": N_("用地面积"),
    "earthwork_m3": N_("挖填土石方量"),
    "energy_tce": N_("年综合能源消费量"),
    "electricity_mwh": N_("年用电量"),
    "investment_cny": N_("总投资"),
    "new_company": N_("新设项目公司"),
    "social_risk": N_("须评估社会稳定风险"),
    "new_construction_land": N_("新增建设用地"),
    "forest_land": N_("使用林地"),
    "geohazard_zone": N_("位于地质灾害易发区"),
    "archaeology_zone": N_("位于地下文物埋藏区"),
    "river_zone": N_("位于河道管理范围"),
    "water_abstraction": N_("须取水"),
    "hazardous": N_("危险化学品项目"),
    "occupational_hazard": N_("有职业病危害"),
    "seismic_major": N_("须作地震安全性评价"),
    "national_security_zone": N_("涉及国家安全事项"),
    "traffic_impact": N_("须评价交通影响"),
    "near_heritage": N_("位于文物建设控制地带"),
    "overlimit_highrise": N_("超限高层建筑"),
    "civil_air_defence": N_("应建防空地下室"),
    "green_land": N_("占用绿地或移伐树木"),
    "fire_special": N_("消防特殊建设工程"),
    "public_assembly": N_("公众聚集场所"),
    "lightning": N_("须审核防雷装置"),
    "tendering_required": N_("依法必须招标"),
    "infrastructure_fee": N_("应缴基础设施配套费"),
    "road_occupation": N_("占用挖掘道路"),
    "construction_waste": N_("产生建筑垃圾"),
    "power_supply": N_("须接电"),
    "water_supply": N_("须接水"),
    "gas_supply": N_("须接气"),
    "telecom": N_("须接通信"),
    "sewage_to_network": N_("污水排入管网"),
    "special_equipment": N_("使用特种设备"),
}
CHOICES: Mapping[tuple[str, str], str] = {
    ("investment_kind", "approval"): N_("审批"),
    ("investment_kind", "verification"): N_("核准"),
    ("investment_kind", "record"): N_("备案"),
    ("land_supply", "grant"): N_("出让"),
    ("land_supply", "allocation"): N_("划拨"),
    ("land_supply", "existing"): N_("已有用地"),
    ("land_supply", "lease"): N_("租赁"),
    ("eia_class", "report"): N_("报告书"),
    ("eia_class", "form"): N_("报告表"),
    ("eia_class", "registration"): N_("登记表"),
    ("pollution_permit", "key"): N_("重点管理"),
    ("pollution_permit", "simplified"): N_("简化管理"),
    ("pollution_permit", "registration"): N_("登记管理"),
    ("pollution_permit", "none"): N_("无须"),
}
STAGES: Mapping[str, str] = {
    "1": N_("立项用地规划许可"),
    "2": N_("工程建设许可"),
    "3": N_("施工许可"),
    "4": N_("竣工验收"),
}
_HELD = {
    (">=", True): N_("{value}（满 {bound}）"),
    (">=", False): N_("{value}（不满 {bound}）"),
    (">", True): N_("{value}（超过 {bound}）"),
    (">", False): N_("{value}（不超过 {bound}）"),
}


def attribute(code: str) -> str:
    """The name of a project's attribute: 危险化学品项目, 建筑面积."""
    return _(NAMES[code]) if code in NAMES else str(code)


def attribute_value(code: str, value: object) -> str:
    """A value of an attribute, as given or as kept (text): 是, 52,000 平方米, 划拨; 未填."""
    known = ATTRIBUTES.get(code)
    if value is None or value == "":
        return _("未填")
    if known is None:
        return str(value)
    if known.kind == YES_NO:
        return _("是") if value in (True, "yes") else _("否")
    if known.kind == NUMBER:
        try:
            return amount(Decimal(str(value)), known.unit)
        except InvalidOperation:
            return str(value)
    chosen = (code, str(value))
    return _(CHOICES[chosen]) if chosen in CHOICES else str(value)


def attribute_choices(code: str) -> tuple[tuple[str, str], ...]:
    """What may be chosen for an attribute: pairs of code and name; none for a number."""
    known = ATTRIBUTES[code]
    if known.kind == YES_NO:
        return (("yes", _("是")), ("no", _("否")))
    return tuple((choice, attribute_value(code, choice)) for choice in known.choices)


def because(grounds: Iterable[Ground]) -> str:
    """Why a procedure applies (or not): 因为：危险化学品项目；for none 各类项目都要办."""
    said = [_ground(ground) for ground in grounds]
    if not said:
        return _("各类项目都要办")
    return _("因为：{grounds}").format(grounds=joined(dict.fromkeys(said)))


def assumed(attributes: Iterable[str]) -> str:
    """Which attributes were not given and are taken as no; blank for none."""
    names = [attribute(code) for code in attributes]
    if not names:
        return ""
    return _("未填：{names}。先按“否”或“无”处理，填写后可能改变。").format(names=joined(names))


def stage(n: int | str) -> str:
    """The four stages of a project: 立项用地规划许可, 工程建设许可, 施工许可, 竣工验收."""
    return _(STAGES[str(n)]) if str(n) in STAGES else str(n)


def _ground(ground: Ground) -> str:
    name = attribute(ground.attribute)
    if ground.operator == "is":
        if ground.given is True:
            return name
        if ground.given is False:
            return _("不属于“{name}”").format(name=name)
    if ground.given is None:
        return _("{name}：未填").format(name=name)
    value = attribute_value(ground.attribute, ground.given)
    if (ground.operator, ground.holds) in _HELD:
        bound = figure(Decimal(str(ground.operand[0])))
        told = _(_HELD[ground.operator, ground.holds]).format(value=value, bound=bound)
        return _("{name} {value}").format(name=name, value=told)
    return _("{name}：{value}").format(name=name, value=value)
