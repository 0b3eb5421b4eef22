"""What was set aside: packages that could not be taken in, each with its reason and what to do."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries.office import Aside
from envoy_desktop.ui.office.reading import Seen
from envoy_desktop.ui.shell.messages import worded
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import EmptyState, column
from envoy_desktop.words import _, journeys, names


class AsidePage(QWidget):
    """另放."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        body = column(self, margin=(0, 16, 0, 20), gap=12)
        self._told = Label(
            _("这些文件没有收下，原件还在原处。补来好的再收一次，这里的就消去。"),
            "body", "muted", wrap=True,
        )  # fmt: skip
        body.addWidget(self._told)
        self.list = RowList(_("另放的数据包"), action=False)
        body.addWidget(self.list, 1)
        self._changes = Label("", "body", "muted", wrap=True)
        body.addWidget(self._changes)
        self._empty = EmptyState(
            _("没有另放的"), _("损坏、伪造、不是写给本办或不受信任的数据包会列在这里，连同原因。")
        )
        body.addWidget(self._empty, 1)

    def show_office(self, seen: Seen) -> None:
        """Show every package set aside, and changes kept out of the state."""
        found = seen.status.aside
        changes = [
            journeys.set_aside(name, count, reason)
            for _tag, name, reason, count in seen.exchange.aside
        ]
        self._changes.setText("\n".join(changes))
        self._changes.setVisible(bool(changes))
        for widget in (self._told, self.list):
            widget.setVisible(bool(found))
        self._empty.setVisible(not found and not changes)
        self.list.set_rows([_row(n, one) for n, one in enumerate(found, 1)])


def _row(n: int, of: Aside) -> Row:
    what, why, after = worded(Refusal(of.rule, next=of.next, **of.values))
    path = Path(of.file)
    return Row(
        n,
        path.name,
        what,
        second=str(path.parent),
        second_line=after or why,
        lamp="red",
        figure=names.moment(of.at),
    )
