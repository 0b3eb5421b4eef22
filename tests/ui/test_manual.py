"""The manual: a page for every screen in both languages, every setting, a search that finds."""

import pytest
from PySide6.QtCore import QUrl

from envoy_desktop import words
from envoy_desktop.domain.settings import SETTINGS
from envoy_desktop.ui.manual import pages as shipped
from envoy_desktop.ui.manual.pages import ORDER, pages
from envoy_desktop.ui.manual.window import Manual
from envoy_desktop.ui.shell.registry import SCREENS, there
from envoy_desktop.words import names
from tests.ui.clipping import problems


@pytest.fixture(params=["zh_CN", "en"], autouse=True)
def language(request: pytest.FixtureRequest):
    words.set_language(request.param)
    yield request.param
    words.set_language("zh_CN")


def test_every_screen_has_a_page() -> None:
    topics = {page.topic for page in pages()}
    assert {entry.name for entry in SCREENS if there(entry.place)} <= topics
    assert topics == set(ORDER)


def test_every_setting_is_told_with_its_default() -> None:
    text = next(page.text for page in pages() if page.topic == "settings")
    for key, setting in SETTINGS.items():
        assert names.setting_label(key) in text
        assert names.setting_value(key, setting.default) in text


def test_both_languages_have_the_same_pages(root) -> None:
    folder = root / "resources" / "manual"
    for spoken in words.LANGUAGES:
        assert {p.stem for p in (folder / spoken).glob("*.md")} == set(ORDER)


def test_links_lead_to_pages() -> None:
    import re

    for page in pages():
        for target in re.findall(r"\]\(([^)]+)\)", page.text):
            assert target in ORDER, (page.topic, target)


def test_f1_opens_it_at_the_screen_and_the_search_marks_what_it_finds(shown) -> None:
    manual = shown(Manual(None))
    manual.show_topic("procedures")
    assert manual._current().topic == "procedures"
    wanted = "补正" if words.language() == "zh_CN" else "corrections"
    manual.search.setText(wanted)
    assert [manual.list.item(n).text() for n in range(manual.list.count())] == [
        page.title for page in shipped.pages() if page.holds(wanted)
    ]
    assert manual.text.extraSelections()
    manual.search.setText("没有这样的词 qqq")
    assert manual.list.count() == 0
    manual._follow(QUrl("documents"))
    assert manual._current().topic == "documents"
    assert problems(manual) == []
