"""Every setting, declared once: type, default, bounds; page, check and manual follow from it."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from envoy_desktop.domain.refusal import Refusal

SHARE, WHOLE, YES_NO, CHOICE, TEXT = "share", "whole", "yes_no", "choice", "text"
SettingValue = bool | int | Decimal | str


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting.

    `place` says where it is kept: ``workspace`` (rules of the work, travel with the file) or
    ``device`` (this laptop). `unit` is a code: percent, working_day, minute, hour, copy or none.
    `help` is the code under which the words are found.
    """

    key: str
    type: str
    default: SettingValue
    place: str = "workspace"
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    choices: tuple[str, ...] = ()
    unit: str = ""

    @property
    def help(self) -> str:
        return f"setting.{self.key}"

    @property
    def personal(self) -> bool:
        """Whether it says who works here and how he signs: such a one never leaves the file."""
        return self.key.startswith(("envoy.", "memo."))


def _share(key: str, default: str, low: str, high: str) -> Setting:
    return Setting(
        key, SHARE, Decimal(default), minimum=Decimal(low), maximum=Decimal(high), unit="share"
    )


def _whole(
    key: str, default: int, low: int, high: int, unit: str, place: str = "workspace"
) -> Setting:
    return Setting(key, WHOLE, default, place, minimum=low, maximum=high, unit=unit)


_ALL = (
    _share("lamp.yellow_share", "0.8", "0.1", "1"),
    _whole("lamp.yellow_days_left", 1, 0, 30, "working_day"),
    _whole("clock.resubmission_window_days", 5, 1, 30, "working_day"),
    _whole("clock.late_entry_days", 3, 0, 30, "working_day"),
    _whole("today.due_soon_days", 3, 1, 20, "working_day"),
    _whole("duty.escalate_after_days", 10, 1, 90, "working_day"),
    _whole("obstacle.stale_after_days", 5, 1, 60, "working_day"),
    Setting("joint.silence_consents", YES_NO, True),  # silence past the day is consent
    _whole("joint.opinion_days", 5, 1, 45, "working_day"),
    _whole("forecast.draws", 10_000, 1_000, 100_000, "draw"),
    _share("agenda.weight_critical", "1", "0", "3"),
    _share("agenda.weight_investment", "0.5", "0", "3"),
    _share("agenda.weight_age", "0.5", "0", "3"),
    _share("agenda.weight_broken", "1", "0", "3"),
    _whole("agenda.longest", 30, 1, 500, "item"),
    _whole("figures.smallest_sample", 5, 2, 50, "case"),
    Setting("office.return_scope", CHOICE, "all", choices=("all", "shared")),
    Setting("envoy.name", TEXT, ""),
    Setting("envoy.unit", TEXT, ""),
    Setting("envoy.phone", TEXT, ""),
    Setting("memo.organ", TEXT, ""),  # the organ that issues; blank: the envoy's unit
    Setting("memo.organ_code", TEXT, "特服"),  # 机关代字
    Setting("memo.issuer", TEXT, ""),
    Setting("memo.addressee", TEXT, "市人民政府"),
    Setting("memo.copies", TEXT, ""),
    Setting("memo.sole_device", YES_NO, False),  # numbers then carry no mark of a register
    _whole("lock.idle_minutes", 15, 0, 240, "minute", "device"),  # 0: never
    Setting("backup.folder", TEXT, "", "device"),  # blank: beside the workspace
    _whole("backup.every_hours", 4, 1, 168, "hour", "device"),
    _whole("backup.keep", 30, 3, 1_000, "copy", "device"),
    Setting("ui.language", CHOICE, "system", "device", choices=("system", "zh_CN", "en")),
    Setting("ui.theme", CHOICE, "system", "device", choices=("system", "light", "dark")),
    _whole("ui.text_scale", 100, 100, 200, "percent", "device"),
    Setting("ui.tray", YES_NO, True, "device"),
    Setting("ui.reminders", YES_NO, True, "device"),
    Setting("ui.reduce_motion", YES_NO, False, "device"),
)
SETTINGS: dict[str, Setting] = {setting.key: setting for setting in _ALL}


def parse_setting(key: str, text: str) -> SettingValue:
    """The value that `text` gives the setting; a blank text gives the default.

    A share may be written 0.8 or 80%. Refuses ``unknown-setting`` and ``bad-setting`` (key,
    value, expected, minimum, maximum, choices).
    """
    setting = _setting(key)
    clean = text.strip()
    if not clean:
        return setting.default
    value: SettingValue | None = None
    if setting.type == TEXT or setting.type == CHOICE:
        value = clean
    elif setting.type == YES_NO:
        value = {"yes": True, "no": False, "true": True, "false": False}.get(clean.casefold())
    else:
        value = _number(clean, setting.type)
    if value is None:
        raise _bad(setting, text)
    return check_setting(key, value)


def check_setting(key: str, value: SettingValue) -> SettingValue:
    """`value` itself where the setting allows it; refuses as `parse_setting`."""
    setting = _setting(key)
    if setting.type == CHOICE:
        good = value in setting.choices
    elif setting.type in (SHARE, WHOLE):
        good = not isinstance(value, bool) and isinstance(value, int | Decimal)
        if good and isinstance(value, int | Decimal):
            low, high = setting.minimum, setting.maximum
            good = (low is None or value >= low) and (high is None or value <= high)
    else:
        good = isinstance(value, bool if setting.type == YES_NO else str)
    if not good:
        raise _bad(setting, format_setting(value))
    return value


def format_setting(value: SettingValue) -> str:
    """The text that `parse_setting` reads back as the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _setting(key: str) -> Setting:
    setting = SETTINGS.get(key)
    if setting is None:
        raise Refusal("unknown-setting", key=key, next="see-settings")
    return setting


_FAR = 10**12
"""Past what any setting takes."""


def _number(text: str, kind: str) -> int | Decimal | None:
    percent = kind == SHARE and text.endswith("%")
    try:
        number = Decimal(text.removesuffix("%") if percent else text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not -_FAR < number < _FAR:
        return None  # an exponent may have any length: to write it out would take for ever
    if kind == SHARE:
        return number / 100 if percent else number
    return int(number) if number == number.to_integral_value() else None


def _bad(setting: Setting, text: str) -> Refusal:
    return Refusal(
        "bad-setting",
        key=setting.key,
        value=text,
        expected=setting.type,
        minimum=setting.minimum,
        maximum=setting.maximum,
        choices=setting.choices,
        next="correct-setting",
    )
