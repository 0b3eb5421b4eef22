"""The first start of an office: its words are shown, a database that cannot be is told plainly."""

from pathlib import Path

import pytest

from envoy_desktop.office import setup
from envoy_desktop.ui.start.first import FirstStart
from envoy_desktop.ui.start.session import Session
from tests.ui.start_ground import PASSPHRASE, cheap_keys, session

__all__ = ["cheap_keys", "session"]


@pytest.fixture
def dialog(shown, session: Session) -> FirstStart:
    made: FirstStart = shown(FirstStart())
    return made


def fill(dialog: FirstStart, folder: Path) -> None:
    dialog.person.role.choose(True)
    dialog.person.form.set_values({"name": "李娜", "unit": "市协调办"})
    dialog.go_on()
    dialog.place.form.set_values(
        {"file": str(folder / "办"), "passphrase": PASSPHRASE, "again": PASSPHRASE}
    )


def test_an_office_is_made_in_a_file_and_its_words_are_shown(
    dialog: FirstStart, tmp_path: Path
) -> None:
    fill(dialog, tmp_path)
    assert dialog.place.database.isVisible()
    dialog.go_on()
    assert dialog.made is not None
    assert setup.is_office(dialog.made)
    words = setup.told(dialog.made).words
    assert len(words.split()) == 8
    assert dialog.done_page.words.text() == words
    assert dialog.done_page.words.isVisible()
    # it stands: closing the dialog opens it
    dialog.reject()
    assert dialog.result() == FirstStart.DialogCode.Accepted
    dialog.made.close()


def test_an_envoy_is_asked_for_no_database_and_gets_his_catalogue(
    dialog: FirstStart, tmp_path: Path
) -> None:
    fill(dialog, tmp_path)
    dialog.back()
    dialog.person.role.choose(False)
    dialog.go_on()
    assert not dialog.place.database.isVisible()
    dialog.go_on()
    assert dialog.catalogue.isVisible()
    assert dialog.made is None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "地址写得不对"),
        ("hostname city", "地址写得不对"),
        ("host=/nowhere/at/all dbname=city user=lina connect_timeout=2", "连不上"),
    ],
)
def test_a_database_that_does_not_answer_is_told_and_nothing_is_made(
    dialog: FirstStart, tmp_path: Path, address: str, words: str
) -> None:
    fill(dialog, tmp_path)
    dialog.place.database.place.choose(True)
    dialog.place.database.form.set_values({"address": address})
    dialog.go_on()
    assert dialog.made is None
    assert dialog.step == 1
    assert words in dialog.place.database.told.text()
    assert list(tmp_path.iterdir()) == []
