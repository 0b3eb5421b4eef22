"""Where an office may be founded or joined: what lies at an address is told before it is used."""

from pathlib import Path

import psycopg
import pytest

from envoy_desktop.casework import sheet_import, taking_in
from envoy_desktop.office import setup
from envoy_desktop.store import keys
from envoy_desktop.store.troubles import SystemFailed
from tests.store.conftest import PASSPHRASE

SHIPPED = Path(__file__).parents[2] / "db" / "reference" / "catalogue.csv"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(keys, "ITERATIONS", 1)


def rule(address: str) -> str:
    with pytest.raises(SystemFailed) as failed:
        setup.look(address)
    return failed.value.rule


def test_an_empty_database_takes_an_office_and_the_next_officer_joins_it(
    database: str, tmp_path: Path
) -> None:
    assert setup.look(database).office == ""
    first = setup.new(
        tmp_path / "a.envoy", PASSPHRASE, name="主任", organisation="市协调办",
        use_keyring=False, database=database,
    )  # fmt: skip
    assert setup.look(database).office == "市协调办"
    second = setup.new(
        tmp_path / "b.envoy", PASSPHRASE, name="李娜", organisation="别的名字",
        use_keyring=False, database=database,
    )  # fmt: skip
    assert setup.told(second).words == setup.told(first).words != ""
    assert setup.told(second).name == "市协调办"
    first.close()
    second.close()


def test_lists_are_taken_in_though_no_copy_of_a_database_can_be_made_first(
    database: str, tmp_path: Path
) -> None:
    office = setup.new(
        tmp_path / "a.envoy", PASSPHRASE, name="主任", organisation="市协调办",
        use_keyring=False, database=database,
    )  # fmt: skip
    backups = tmp_path / "backups"
    taking_in.catalogue(office, SHIPPED, backups)
    table = tmp_path / "2027.csv"
    table.write_text("date,kind,name,notice_year\n2027-01-01,holiday,元旦,2027\n", "utf-8")
    lists, _moved = taking_in.holidays(office, table, backups)
    assert len(lists.holidays) == 1
    own = tmp_path / "own.csv"
    own.write_text("项目名称,投资方\n甲项目,甲公司\n", "utf-8")
    assert sheet_import.bring_in(office, own, backups).projects == 1
    assert not backups.exists()
    office.close()


def test_what_cannot_be_is_told_and_leaves_nothing(database: str, tmp_path: Path) -> None:
    assert rule(database.replace("dbname=", "dbname=no")) == "database-missing"
    assert rule(database.replace("user=chief", "user=nobody_known")) == "database-missing"
    assert rule("host=no-such-host.invalid dbname=x user=y") == "database-host"
    assert rule("nonsense") == "database-address"
    with psycopg.connect(database, autocommit=True) as held:
        held.execute("CREATE TABLE somebodys (id int)")
    assert rule(database) == "database-other"
    with pytest.raises(SystemFailed):
        setup.new(
            tmp_path / "c.envoy", PASSPHRASE, name="主任", organisation="市协调办",
            use_keyring=False, database=database,
        )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_holds_no_chinese_is_refused(cluster: Path, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as held:
        held.execute("DROP DATABASE IF EXISTS plain")
        held.execute(
            "CREATE DATABASE plain ENCODING 'SQL_ASCII' TEMPLATE template0"
            " LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    try:
        assert rule(f"host={cluster} user=chief dbname=plain") == "database-encoding"
    finally:
        with psycopg.connect(database, autocommit=True) as held:
            held.execute("DROP DATABASE plain")
