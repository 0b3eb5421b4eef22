"""The first start: what is missing is shown, nothing typed is lost, bad cells are named."""

from pathlib import Path

import pytest

from envoy_desktop.store import keys
from envoy_desktop.ui.start.first import DEMO, FirstStart
from envoy_desktop.ui.start.session import Session
from tests.ui.clipping import problems
from tests.ui.start_ground import PASSPHRASE, cheap_keys, file, session

__all__ = ["cheap_keys", "file", "session"]


@pytest.fixture
def dialog(shown, session: Session) -> FirstStart:
    made: FirstStart = shown(FirstStart())
    return made


def fill(dialog: FirstStart, folder: Path) -> None:
    dialog.person.form.set_values({"name": "李明", "unit": "市特派办"})
    dialog.go_on()
    dialog.place.form.set_values(
        {"file": str(folder / "工作"), "passphrase": PASSPHRASE, "again": PASSPHRASE}
    )


def test_a_step_is_left_only_when_it_is_in_order(dialog: FirstStart) -> None:
    dialog.go_on()
    assert dialog.step == 0
    assert dialog.person.form.fields["name"]._wrong.isVisible()
    dialog.person.form.set_values({"name": "李明", "unit": "市特派办"})
    dialog.go_on()
    assert dialog.step == 1


def test_half_typed_values_survive_going_back(dialog: FirstStart, tmp_path: Path) -> None:
    fill(dialog, tmp_path)
    dialog.back()
    dialog.person.form.set_values({"phone": "0377"})
    dialog.go_on()
    assert dialog.place.passphrase() == PASSPHRASE
    assert dialog.place.path() == tmp_path / "工作.envoy"
    assert dialog.person.form.values()["phone"] == "0377"


def test_two_passphrases_must_be_one_and_long_enough(dialog: FirstStart, tmp_path: Path) -> None:
    fill(dialog, tmp_path)
    dialog.place.form.set_values({"again": PASSPHRASE + " "})
    dialog.go_on()
    assert dialog.step == 1
    dialog.place.form.set_values({"passphrase": "abc", "again": "abc"})
    dialog.go_on()
    assert dialog.step == 1
    assert "太短" in dialog.place.form.fields["passphrase"]._wrong.text()


def test_a_file_that_is_there_is_not_overwritten(dialog: FirstStart, file: Path) -> None:
    fill(dialog, file.parent)
    dialog.place.form.set_values({"file": str(file)})
    dialog.go_on()
    assert dialog.step == 1
    assert "已有同名" in dialog.place.form.fields["file"]._wrong.text()


def test_a_bad_spreadsheet_names_its_cells_and_holds_the_step(
    dialog: FirstStart, tmp_path: Path, root: Path, qtbot
) -> None:
    fill(dialog, tmp_path)
    dialog.go_on()
    assert dialog.step == 2
    lines = (root / "db" / "reference" / "catalogue.csv").read_text("utf-8").splitlines()
    lines[3] = lines[3].replace(",accepted,", ",acepted,")
    own = tmp_path / "own.csv"
    own.write_text("\n".join(lines), "utf-8")
    dialog.catalogue.form.set_values({"own": True})
    dialog.catalogue.read(own)
    qtbot.waitUntil(lambda: not dialog.catalogue.problems.empty, timeout=20_000)
    assert "第 4 行" in dialog.catalogue.problems.toPlainText()
    dialog.go_on()
    assert dialog.made is None
    assert dialog.isVisible()
    own.write_text("\n".join(lines).replace("acepted", "accepted"), "utf-8")
    dialog.catalogue.read(own)
    qtbot.waitUntil(lambda: dialog.catalogue.lists() is not None, timeout=20_000)
    assert dialog.catalogue.problems.empty


def test_the_workspace_is_made_and_opens_with_its_passphrase(
    dialog: FirstStart, tmp_path: Path
) -> None:
    fill(dialog, tmp_path)
    dialog.go_on()
    dialog.go_on()
    assert dialog.made is not None
    made = dialog.made
    assert keys.unlock_by_passphrase(made.path, PASSPHRASE) == made.key
    with made.read() as reader:
        assert reader.value("SELECT value FROM setting WHERE key = 'envoy.name'") == "李明"
        assert reader.value("SELECT count(*) FROM catalogue_item") > 50
    made.close()


def test_where_it_cannot_be_made_that_is_told_and_nothing_is_left(
    dialog: FirstStart, tmp_path: Path
) -> None:
    fill(dialog, tmp_path)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder is wanted")
    dialog.place.form.set_values({"file": str(blocked / "w")})
    dialog.go_on()
    dialog.go_on()
    assert dialog.made is None
    assert dialog._told.isVisible()
    assert dialog._told.text()
    assert dialog.place.passphrase() == PASSPHRASE


def test_looking_around_is_one_press_away(dialog: FirstStart) -> None:
    dialog._look.click()
    assert dialog.instead == DEMO


def test_the_recovery_sheet_is_made_without_the_passphrase(tmp_path: Path, qapp: object) -> None:
    from pypdfium2 import PdfDocument

    from envoy_desktop.ui.start import sheet

    data = sheet.pdf_of(file=tmp_path / "工作.envoy", unit="市特派办", person="李明")
    text = PdfDocument(data)[0].get_textpage().get_text_bounded()
    assert "口令栏" in text
    assert PASSPHRASE not in text


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_no_step_is_clipped(scale: float, language: str, shown, session: Session, qtbot) -> None:
    from envoy_desktop import words
    from envoy_desktop.ui import theme

    words.set_language(language)
    theme.start("dark", scale)
    dialog: FirstStart = shown(FirstStart())
    for step in range(3):
        dialog.show_step(step)
        qtbot.waitUntil(lambda: problems(dialog) == [])  # until it is laid out anew
