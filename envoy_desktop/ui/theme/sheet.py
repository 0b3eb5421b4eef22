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
  padding: 0 ${a}px; min-height: ${i}px; }
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
QLineEdit:disabled, QPlainTextEdit:disabled { background: $background; color: $muted; }
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
QTabBar::tab:focus { color: $accent; border-bottom-color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QHeaderView { background: $panel; }
QHeaderView::section { background: $panel; color: $muted; border: none;
  border-bottom: 1px solid $line; padding: ${b}px; }
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
        a=at(4), b=at(5), c=at(12), d=at(16), h=at(18), i=at(20), r=at(5), s=at(10), t=at(3),
        icons=shipped("resources", "icons").as_posix(),
    )  # fmt: skip
