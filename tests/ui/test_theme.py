"""The look: readable in both themes, growing with the text, followed while it changes."""

import re
import sys

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel

from envoy_desktop.ui import theme
from envoy_desktop.ui.theme.tokens import DARK, GROUNDS, LIGHT, SHAPES, TEXTS
from envoy_desktop.ui.widgets.label import Label


def luminance(colour: str) -> float:
    """Relative luminance 0–1 of #RRGGBB (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast of two #RRGGBB colours, 1 (same) to 21 (black on white)."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme_", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_its_ground(theme_, text, ground):
    assert contrast(theme_.value(text), theme_.value(ground)) >= 4.5


@pytest.mark.parametrize("theme_", [LIGHT, DARK])
def test_the_button_and_the_lamps_stand_out(theme_):
    assert contrast(theme_.button_ink, theme_.button) >= 4.5
    for shape in SHAPES:
        assert contrast(theme_.value(shape), theme_.panel) >= 3.0


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_every_length_grows_with_the_text():
    small = theme.px(44), theme.em(3), theme.font("title").pixelSize()
    theme.look().set_scale(2.0)
    assert (theme.px(44), theme.em(3), theme.font("title").pixelSize()) == tuple(
        2 * length for length in small
    )


def test_the_scale_stays_between_one_and_two():
    theme.look().set_scale(5)
    assert theme.look().scale == 2.0
    theme.look().set_scale(0.2)
    assert theme.look().scale == 1.0


def test_a_shown_text_follows_the_theme(shown):
    label = shown(Label("逾期", tone="red_word"))
    yellow = Label("临期", tone="yellow_word", parent=label)
    theme.look().set_scheme("dark")
    assert label.palette().brightText().color().name().upper() == DARK.red_word
    assert yellow.palette().windowText().color().name().upper() == DARK.yellow_word


def test_an_icon_follows_the_theme():
    def ink(icon):
        image = icon.pixmap(32, 32).toImage()
        return {
            image.pixelColor(x, y).name().upper()
            for x in range(32)
            for y in range(32)
            if image.pixelColor(x, y).alpha() == 255
        }

    icon = theme.icon("phone", "ink")
    assert LIGHT.ink in ink(icon)
    theme.look().set_scheme("dark")
    assert DARK.ink in ink(icon)


def test_every_icon_named_in_the_code_is_shipped(root, icons):
    named = set()
    for file in (root / "envoy_desktop" / "ui").rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        named |= set(re.findall(r"theme\.icon\(\"([a-z-]+)\"", text))
        named |= set(re.findall(r"\bicon=\"([a-z-]+)\"", text))
    assert named
    assert not {name for name in named if not (icons / f"{name}.svg").is_file()}
    assert (icons / "LICENSE").is_file()


def test_methods_that_return_nothing_lose_no_none(qapp):
    """PySide6 6.12.0 on Python 3.11 lost one reference each time and aborted after 5,000."""
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter, label = QPainter(image), QLabel()
    before = sys.getrefcount(None)
    for _ in range(1000):
        painter.drawLine(0, 0, 4, 4)
        label.setText("x")
    painter.end()
    assert abs(sys.getrefcount(None) - before) < 500


def test_motion_is_short_or_none():
    assert theme.look().motion(1000) <= 150
