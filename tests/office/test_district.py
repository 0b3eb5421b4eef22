"""Which district an envoy is of: as the office says, else as his unit's name tells."""

from envoy_desktop.office import enrol, status
from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity
from tests.office.test_returning import City, city

__all__ = ["city"]


def districts(office: Workspace) -> dict[str, str]:
    with office.read() as reader:
        return {one.name: one.district for one in status.read(reader).active}


def groups(office: Workspace) -> dict[str, int]:
    with office.read() as reader:
        return {one.name: one.envoys for one in status.read(reader).districts}


def test_the_office_s_word_goes_before_the_unit_s_name(city: City) -> None:
    assert set(districts(city.office).values()) == {"卧龙区"}
    city.office.do(enrol.assign, who="张三", district="高新区")
    public = identity.own(city.envoys["李四"]).public
    city.office.do(enrol.enrol, public=public, district="镇平县")
    assert districts(city.office) == {"张三": "高新区", "李四": "镇平县", "王五": "卧龙区"}
    assert groups(city.office) == {"高新区": 1, "镇平县": 1, "卧龙区": 1}
    # enrolled again without a word, what was said stays; taken back, the unit's name tells
    city.office.do(enrol.enrol, public=public)
    city.office.do(enrol.assign, who="张三", district="")
    assert districts(city.office) == {"张三": "卧龙区", "李四": "镇平县", "王五": "卧龙区"}


def test_new_keys_keep_the_district_of_the_lost_ones(city: City) -> None:
    city.office.do(enrol.assign, who="张三", district="高新区")
    fresh = identity.fresh("张三", "卧龙区特派办").public
    city.office.do(enrol.enrol, public=fresh, replaces="张三")
    assert districts(city.office)["张三"] == "高新区"
