"""Settings: declared once, checked by their bounds, read back as written."""

from decimal import Decimal

import pytest

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.domain.settings import (
    SETTINGS,
    check_setting,
    format_setting,
    parse_setting,
)


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_default_is_allowed_and_reads_back(key):
    default = SETTINGS[key].default
    assert check_setting(key, default) == default
    assert parse_setting(key, format_setting(default)) == default
    assert parse_setting(key, "") == default


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("lamp.yellow_share", "75%", Decimal("0.75")),
        ("lamp.yellow_share", "0.75", Decimal("0.75")),
        ("lamp.yellow_share", "100%", Decimal(1)),
        ("clock.resubmission_window_days", "10", 10),
        ("ui.theme", "dark", "dark"),
        ("ui.tray", "no", False),
        ("backup.folder", " /home/a ", "/home/a"),
    ],
)
def test_values_are_read_as_written(key, text, value):
    assert parse_setting(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("lamp.yellow_share", "120%"),
        ("lamp.yellow_share", "0"),
        ("lamp.yellow_share", "nan"),
        ("lamp.yellow_share", "1e9999999%"),
        ("clock.resubmission_window_days", "2.5"),
        ("clock.resubmission_window_days", "0"),
        ("clock.resubmission_window_days", "1e9999999"),
        ("ui.theme", "pink"),
        ("ui.tray", "perhaps"),
        ("ui.text_scale", "201"),
    ],
)
def test_a_value_out_of_bounds_is_refused_with_its_bounds(key, text):
    with pytest.raises(Refusal) as no:
        parse_setting(key, text)
    assert no.value.rule == "bad-setting"
    assert no.value.values["key"] == key
    assert no.value.values["maximum"] == SETTINGS[key].maximum


def test_an_unknown_setting_is_refused():
    with pytest.raises(Refusal, match="unknown-setting"):
        parse_setting("lamp.colour", "1")
