"""Invented names of a city: projects, investors, people, places. None of them exists."""

from dataclasses import dataclass
from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
    "程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
GIVEN = (
    "志远建国晓明文博立新海涛国强春雷永康德全秀兰玉珍慧敏雪梅丽华"
    "桂芳书恒天佑明哲思源子轩佳宁一鸣若水向阳长河振宇"
)
BRANDS = (
    "卧澜", "宛澄", "伏岭", "白渚", "宝峦", "淅原", "唐溪", "内湍", "方塬",
    "镇坪", "社河", "桐岗", "新沔", "博岭", "裕滨", "丰樾", "嘉垣", "恒沅",
    "锦峪", "云岫", "泰垸", "汇沣", "瑞坤", "澄宇", "昱晟", "泓域", "岚谷",
    "穹石",
)  # fmt: skip
PLACES = (
    "高新区光电路北段", "宛北新区长江路东侧", "先进制造业开发区白河大道", "龙潭湖片区创业路南侧",
    "城东物流园纬七路", "溧河产业园经三路", "北湖新城滨河东路", "化工园区防护路西侧",
    "南部科创走廊信息路", "老城更新单元文庙街", "空港片区迎宾大道", "生态康养谷环山路",
)  # fmt: skip
PARTS = ("总经理", "项目经理", "前期部主任", "工程部经理")


@dataclass(frozen=True)
class Type:
    """A kind of project: what it is called, and what is known of it from the start."""

    word: str
    company: str
    attributes: dict[str, str]
    investment: tuple[int, int]  # millions of yuan, from and to
    area: tuple[int, int]  # thousands of square metres


COMMON = {"new_company": "yes", "power_supply": "yes", "water_supply": "yes", "telecom": "yes"}
TYPES = (
    Type("智能装备产业园", "智能装备", {
        **COMMON, "investment_kind": "record", "land_supply": "grant", "eia_class": "form",
        "pollution_permit": "registration", "gas_supply": "yes", "sewage_to_network": "yes",
        "special_equipment": "yes", "construction_waste": "yes", "land_area_m2": "118000",
        "new_construction_land": "no", "energy_tce": "1800"}, (600, 1600), (60, 160)),
    Type("冷链物流中心", "供应链管理", {
        **COMMON, "investment_kind": "record", "land_supply": "grant", "eia_class": "form",
        "pollution_permit": "registration", "traffic_impact": "yes", "fire_special": "yes",
        "land_area_m2": "86000", "special_equipment": "yes", "road_occupation": "yes",
        "earthwork_m3": "62000"}, (300, 900), (40, 110)),
    Type("新材料产业基地", "新材料", {
        **COMMON, "investment_kind": "record", "land_supply": "grant", "eia_class": "report",
        "pollution_permit": "key", "hazardous": "yes", "occupational_hazard": "yes",
        "gas_supply": "yes", "fire_special": "yes", "lightning": "yes", "energy_tce": "9600",
        "land_area_m2": "152000", "sewage_to_network": "yes", "special_equipment": "yes",
        "water_abstraction": "yes"}, (900, 2600), (70, 150)),
    Type("山地康养度假区", "文旅发展", {
        **COMMON, "investment_kind": "record", "land_supply": "grant", "eia_class": "report",
        "pollution_permit": "registration", "forest_land": "yes", "geohazard_zone": "yes",
        "green_land": "yes", "public_assembly": "yes", "fire_special": "yes",
        "civil_air_defence": "yes", "infrastructure_fee": "yes", "land_area_m2": "210000",
        "earthwork_m3": "150000", "near_heritage": "yes", "sewage_to_network": "yes"},
        (500, 1500), (50, 120)),
    Type("新城商业综合体", "商业管理", {
        **COMMON, "investment_kind": "record", "land_supply": "grant", "eia_class": "registration",
        "traffic_impact": "yes", "fire_special": "yes", "public_assembly": "yes",
        "civil_air_defence": "yes", "infrastructure_fee": "yes", "overlimit_highrise": "yes",
        "archaeology_zone": "yes", "construction_waste": "yes", "sewage_to_network": "yes",
        "road_occupation": "yes", "land_area_m2": "64000"}, (1200, 3000), (120, 260)),
    Type("数据算力中心", "数字科技", {
        **COMMON, "investment_kind": "record", "land_supply": "existing", "eia_class": "form",
        "electricity_mwh": "96000", "energy_tce": "12000", "fire_special": "yes",
        "lightning": "yes", "pollution_permit": "registration", "land_area_m2": "48000",
        "national_security_zone": "yes"}, (1500, 4200), (40, 90)),
    Type("市第三人民医院迁建工程", "卫生健康投资", {
        **COMMON, "investment_kind": "approval", "land_supply": "allocation",
        "eia_class": "report", "pollution_permit": "simplified", "new_construction_land": "yes",
        "social_risk": "yes", "tendering_required": "yes", "civil_air_defence": "yes",
        "fire_special": "yes", "seismic_major": "yes", "traffic_impact": "yes",
        "land_area_m2": "93000", "energy_tce": "2600", "sewage_to_network": "yes",
        "special_equipment": "yes", "public_assembly": "yes"}, (900, 1800), (90, 170)),
    Type("农产品精深加工园", "食品工业", {
        **COMMON, "investment_kind": "record", "land_supply": "grant", "eia_class": "form",
        "pollution_permit": "simplified", "water_abstraction": "yes", "river_zone": "yes",
        "gas_supply": "yes", "sewage_to_network": "yes", "land_area_m2": "72000",
        "special_equipment": "yes"}, (200, 700), (30, 90)),
    Type("新能源汽车零部件厂", "汽车部件", {
        **COMMON, "investment_kind": "verification", "land_supply": "grant", "eia_class": "report",
        "pollution_permit": "key", "new_construction_land": "yes", "energy_tce": "5200",
        "gas_supply": "yes", "occupational_hazard": "yes", "special_equipment": "yes",
        "land_area_m2": "131000", "sewage_to_network": "yes", "social_risk": "yes"},
        (800, 2200), (70, 140)),
    Type("科创孵化园", "产业投资", {
        **COMMON, "investment_kind": "record", "land_supply": "grant", "eia_class": "registration",
        "fire_special": "no", "civil_air_defence": "yes", "infrastructure_fee": "yes",
        "construction_waste": "yes", "land_area_m2": "39000", "sewage_to_network": "yes"},
        (300, 800), (50, 110)),
)  # fmt: skip


def person(rng: Random) -> str:
    """A person's name."""
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2))))


def company(rng: Random, brand: str, type: Type) -> str:
    """An investor's name."""
    form = rng.choice(("有限公司", "有限公司", "股份有限公司", "集团有限公司"))
    return f"{brand}{type.company}{form}"


def project(brand: str, type: Type, place: int) -> str:
    """A project's name; `place` keeps later ones of one brand and type apart."""
    phase = ("", "二期", "三期", "四期", "五期")[place] if place < 5 else f"{place + 1}号地块"
    if type.word.startswith("市"):
        return type.word + phase
    return f"{brand}{type.word}{phase}"
