"""The small style sheet over Fusion: buttons, fields, tabs, menus, scroll bars; nothing else."""

from string import Template

from envoy_desktop.places import shipped
from envoy_desktop.ui.theme.tokens import Tokens

_SHEET = Template(
    """
QPushButton { background: $panel; color: $ink; border: 1px solid $line; border-radius: ${r}px;
  padding: ${b}px ${c}px; min-height: ${h}px; }
QPushButton:hover { border-color: $faint; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:pressed, QPushButton:checked { background: $tint; }
QPushButton:disabled { color: $faint; }
QPushButton[primary="true"] { background: $button; color: $button_ink; border-color: $button; }
QPushButton[primary="true"]:hover { border-color: $accent; }
QPushButton[primary="true"]:focus { border: 2px solid $ink; }
QPushButton[primary="true"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[link="true"] { background: transparent; color: $accent; border: 1px solid transparent;
  padding: 0 ${o}px; min-height: ${i}px; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border-color: $accent; }
QToolButton { border: 1px solid transparent; border-radius: ${r}px; padding: ${a}px; }
QToolButton:hover { background: $tint; }
QToolButton:focus { border-color: $accent; }
QToolButton:checked { background: $tint; color: $accent; }
QLineEdit, QPlainTextEdit, QTextEdit { background: $panel; border: 1px solid $line;
  border-radius: ${r}px; padding: ${a}px ${b}px; selection-background-color: $accent;
  selection-color: $panel; }
QLineEdit { min-height: ${h}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $red; }
#search { background: $background; padding: ${k}px ${b}px; }
QLineEdit:disabled, QPlainTextEdit:disabled { background: $background; color: $muted; }
QToolButton { qproperty-iconSize: ${i}px; }
QPushButton { qproperty-iconSize: ${m}px; }
QComboBox { background: $panel; color: $ink; border: 1px solid $line; border-radius: ${r}px;
  padding: ${a}px ${b}px; min-height: ${h}px; }
QComboBox:focus, QComboBox:on { border-color: $accent; }
QComboBox[wrong="true"] { border-color: $red; }
QComboBox:disabled { color: $faint; }
QComboBox::drop-down { border: none; width: ${d}px; subcontrol-position: center right;
  padding-right: ${b}px; }
QComboBox::down-arrow { image: url($icons/caret-down-grey.svg); width: ${c}px; height: ${c}px; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line; outline: 0;
  selection-background-color: $selection; selection-color: $ink; }
QComboBox QAbstractItemView::item { min-height: ${e}px; padding: 0 ${b}px; }
QComboBox QAbstractItemView::item:selected { background: $selection; color: $ink; }
#popup { background: $background; border: 1px solid $faint; }
QRadioButton, QCheckBox { spacing: ${a2}px; }
QRadioButton::indicator, QCheckBox::indicator, QAbstractItemView::indicator { width: ${f}px;
  height: ${f}px; background: $panel; border: 1px solid $faint; border-radius: ${t}px; }
QRadioButton::indicator { border-radius: ${g}px; }
QRadioButton::indicator:focus, QCheckBox::indicator:focus { border-color: $accent; }
QRadioButton::indicator:checked { border-color: $accent; background: qradialgradient(cx: 0.5,
  cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 $accent, stop: 0.5 $accent, stop: 0.6 $panel,
  stop: 1 $panel); }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $button;
  border-color: $button; image: url($icons/check-white.svg); }
QRadioButton:focus, QCheckBox:focus { color: $accent; }
QToolTip { background: $panel; color: $ink; border: 1px solid $line; padding: ${a}px; }
QMenu { background: $panel; border: 1px solid $line; padding: ${a}px; }
QMenu::item { padding: ${a}px ${c}px; border-radius: ${a}px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: ${a}px; }
QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab { background: transparent; color: $muted; border: none;
  border-bottom: 2px solid transparent; padding: ${b}px 2px; margin-right: ${d}px; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; font-weight: bold; }
QTabBar::tab:hover { color: $ink; }
QTabBar::tab:selected:focus { color: $accent; background: $tint; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QHeaderView { background: $panel; }
QHeaderView::section { background: $panel; color: $muted; border: none;
  border-bottom: 1px solid $line; padding: ${b}px; }
QHeaderView::up-arrow { image: url($icons/caret-up-grey.svg); width: ${c}px; height: ${c}px; }
QHeaderView::down-arrow { image: url($icons/caret-down-grey.svg); width: ${c}px;
  height: ${c}px; }
QTableView, QListView, QTreeView { background: $panel; border: none; gridline-color: $line;
  alternate-background-color: $background; }
QScrollBar:vertical { background: transparent; width: ${s}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${s}px; margin: 0; }
QScrollBar::handle { background: $faint; border-radius: ${t}px; margin: 2px; }
QScrollBar::handle:vertical { min-height: ${d}px; }
QScrollBar::handle:horizontal { min-width: ${d}px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $line; border: none; border-radius: 2px; max-height: ${a}px;
  min-height: ${a}px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSplitter::handle { background: $line; }
"""
)


def sheet(tokens: Tokens, body: int) -> str:
    """The sheet for `tokens` at a body size of `body` px; the look's lengths are at 13 px."""

    def at(length: float) -> int:
        return max(1, round(length * body / 13))

    colours = {name: tokens.value(name) for name in tokens.__dataclass_fields__}
    return _SHEET.substitute(
        colours,
        a=at(4), b=at(5), c=at(12), d=at(16), e=at(28), f=at(14), g=at(14) // 2 + 1, h=at(19),
        i=at(20), k=at(3), m=at(16), o=at(1), r=at(5), s=at(10), t=at(3), a2=at(6),
        icons=shipped("resources", "icons").as_posix(),
    )  # fmt: skip
