"""Trust: the own fingerprint as words and QR code, whom this workspace trusts, enrolling others."""

import io
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from envoy_desktop.store.workspace import Workspace
from envoy_desktop.sync import identity, trust
from envoy_desktop.sync.identity import Public
from envoy_desktop.ui import theme
from envoy_desktop.ui.meeting import reading
from envoy_desktop.ui.meeting.reading import Exchange
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start.choose import home
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import Card, Scroll, column, row
from envoy_desktop.words import _, journeys, names


def enrol(workspace: Workspace, public: Public) -> str:
    """Trust somebody by hand."""
    with workspace.unit("identity.trust") as unit:
        return trust.enrol(unit, public)


class TrustPage(QWidget):
    """信任."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._own: Public | None = None
        whole = column(self)
        page = Scroll(margin=(0, 16, 12, 20), gap=12)
        whole.addWidget(page)
        page.body.addWidget(self._make_own())
        page.body.addWidget(self._make_others())
        page.body.addStretch(1)

    def _make_own(self) -> QWidget:
        card = Card(gap=8)
        line = row(gap=16)
        texts = column(gap=6)
        texts.addWidget(Label(_("本机的身份"), "strong"))
        self._name = Label("", "body", wrap=True)
        self.words = Label("", "title", wrap=True, selectable=True)
        for label in (self._name, self.words):
            texts.addWidget(label)
        texts.addWidget(
            Label(
                _("把公开身份交给对方，再当面或打电话核对这八个词：一样，才是本人。"),
                "caption", "muted", wrap=True,
            )
        )  # fmt: skip
        buttons = row(gap=8)
        buttons.addWidget(Button(_("存公开身份"), icon="download-simple", on=self._save))
        buttons.addStretch(1)
        texts.addLayout(buttons)
        texts.addStretch(1)
        line.addLayout(texts, 1)
        self._picture = Label("")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(self._picture)
        card.body.addLayout(line)
        return card

    def _make_others(self) -> QWidget:
        card = Card(gap=8)
        line = row(gap=8)
        line.addWidget(Label(_("受信任的"), "strong"))
        line.addStretch(1)
        line.addWidget(Button(_("信任公开身份"), icon="plus", on=self._open))
        card.body.addLayout(line)
        self.list = RowList(_("受信任的"), action=False, fit=True)
        card.add(self.list)
        return card

    def show_exchange(self, found: Exchange) -> None:
        """Show the own identity and everybody trusted."""
        self._own = found.own
        self._name.setText(f"{found.own.name}  {found.own.organisation}")
        self.words.setText(found.own.words)
        held = io.BytesIO()
        identity.qr(found.own).save(held, kind="png", scale=2, border=3)
        picture = QPixmap()
        picture.loadFromData(held.getvalue())
        self._picture.setPixmap(
            picture.scaledToWidth(theme.px(190), Qt.TransformationMode.SmoothTransformation)
        )
        self._picture.setAccessibleDescription(_("公开身份的二维码"))
        rows: list[Row | Group] = [
            Row(
                n,
                one.name,
                identity.words_of(one.identity),
                second=journeys.role(one.role),
                second_line=_("至 {day}").format(day=names.full_day(one.until))
                if one.until
                else "",
                lamp="green" if one.state == "active" else "red",
                figure=journeys.trust_state(one.state),
            )
            for n, one in enumerate((t for t in found.trusted if t.by != "self"), 1)
        ]
        self.list.set_rows(rows or [Group(_("还没有：信任协调办后才能收发"))])

    @Slot()
    def _save(self, *_ignored: Any) -> None:
        if self._own is None:
            return
        name, _kind = QFileDialog.getSaveFileName(
            self, _("存公开身份"), str(home() / f"{self._own.name}.envoy-id")
        )
        if name:
            job = Job(
                _("正在存公开身份"), identity.write_file, {"public": self._own, "path": Path(name)}
            )
            self._context.jobs.run(job, done=self._saved)

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self._context.messages.done(_("公开身份已存好，交给对方并核对指纹词"))

    @Slot()
    def _open(self, *_ignored: Any) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, _("信任公开身份"), str(home()))
        if name:
            self._context.jobs.read(
                reading.look_at_identity, done=self._looked,
                failed=self._context.messages.show_error, path=Path(name),
            )  # fmt: skip

    @Slot(object)
    def _looked(self, public: Public) -> None:
        agreed = self._context.messages.ask(
            _("信任{name}？").format(name=public.name),
            yes=_("词都一样，信任"),
            more=_("请向本人核对这八个词：\n{words}").format(words=public.words),
        )
        if agreed:
            job = Job(
                _("正在记下信任"),
                enrol,
                {"workspace": self._context.workspace, "public": public},
            )
            self._context.jobs.run(job, done=self._enrolled, lane="write")

    @Slot(object)
    def _enrolled(self, _identity: str) -> None:
        self._context.messages.done(_("已信任"))
        self._context.jobs.read(
            reading.read, done=self.show_exchange, key="trust page",
            workspace=self._context.workspace,
        )  # fmt: skip
