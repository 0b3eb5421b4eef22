"""Settings as rows of a form: the widget by its type, its help under it, kept when one goes on."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from envoy_desktop.domain import settings as declared
from envoy_desktop.domain.refusal import Trouble
from envoy_desktop.domain.settings import SETTINGS, Setting
from envoy_desktop.ui.widgets.fields import ChoiceField, Field, NumberField, TextField, YesNoField
from envoy_desktop.ui.widgets.form import Form
from envoy_desktop.words import names, refusals

Keep = Callable[[str, str], None]
"""Keeps the text of a setting: (key, text); may raise Trouble."""


def field_of(setting: Setting) -> Field:
    """The widget for a setting."""
    if setting.type == declared.SHARE:
        assert setting.minimum is not None
        assert setting.maximum is not None
        return NumberField(
            unit="%", least=float(setting.minimum * 100), most=float(setting.maximum * 100)
        )
    if setting.type == declared.WHOLE:
        return NumberField(
            unit=names.unit(setting.unit),
            least=float(setting.minimum) if setting.minimum is not None else None,
            most=float(setting.maximum) if setting.maximum is not None else None,
        )
    if setting.type == declared.CHOICE:
        return ChoiceField(names.setting_choices(setting.key), setting.default)
    if setting.type == declared.YES_NO:
        return YesNoField()
    return TextField(longest=200)


def show(setting: Setting, field: Field, text: str) -> None:
    """Show the kept text of a setting in its field; a blank one shows the default."""
    value = declared.parse_setting(setting.key, text)
    if setting.type == declared.SHARE:
        assert isinstance(value, Decimal)
        field.set_value(int(value * 100))
    else:
        field.set_value(value)


def text_of(setting: Setting, field: Field) -> str:
    """What the field holds, as the text that is kept."""
    value = field.value()
    if value is None:
        return ""
    if setting.type == declared.SHARE:
        return f"{value}%"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


class SettingForm(Form):
    """Some settings; each is kept when its field is left or Enter is pressed, a choice at once."""

    def __init__(self, keys: Iterable[str], keep: Keep) -> None:
        super().__init__(label_width=9)
        self._keep = keep
        self._held: dict[str, str] = {}
        for key in keys:
            setting = SETTINGS[key]
            field = self.add(key, names.setting_label(key), field_of(setting), names.setting(key))
            if isinstance(field, ChoiceField | YesNoField):
                continue
            field.input().setProperty("setting", key)
            field.input().installEventFilter(self)
        self.changed.connect(self._chosen)

    def show_values(self, texts: Mapping[str, str]) -> None:
        """Show what is kept; the field one is typing in is left alone."""
        for key, field in self.fields.items():
            text = texts.get(key, "")
            if field.input().hasFocus() and self._held.get(key) == text:
                continue
            self._held[key] = text
            field.blockSignals(True)
            show(SETTINGS[key], field, text)
            field.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        left = event.type() == QEvent.Type.FocusOut
        entered = (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        )
        if left or entered:
            self.keep(str(watched.property("setting")))
        return False

    def keep(self, key: str) -> None:
        """Keep what stands in a field, if it is new and in order."""
        field, setting = self.fields[key], SETTINGS[key]
        if not field.check():
            return
        text = text_of(setting, field)
        held = self._held.get(key, "")
        if declared.parse_setting(key, text) == declared.parse_setting(key, held):
            return
        try:
            self._keep(key, text)
        except Trouble as trouble:
            field.show_problem(refusals.tell(trouble).what)
            return
        self._held[key] = text

    def _chosen(self, key: str) -> None:
        if isinstance(self.fields[key], ChoiceField | YesNoField):
            self.keep(key)
