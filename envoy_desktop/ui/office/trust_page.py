"""Enrolment: the office's words and QR code, the envoys it trusts, new, lost and revoked ones."""

import io
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from envoy_desktop.office import enrol
from envoy_desktop.office.enrol import Enrolled
from envoy_desktop.sync import identity
from envoy_desktop.sync.identity import Public
from envoy_desktop.ui import theme
from envoy_desktop.ui.office import reading
from envoy_desktop.ui.office.enrol_forms import DistrictForm, EnrolForm
from envoy_desktop.ui.office.reading import Seen
from envoy_desktop.ui.shell.jobs import Job
from envoy_desktop.ui.shell.screen import Context
from envoy_desktop.ui.start.choose import home
from envoy_desktop.ui.widgets.button import Button
from envoy_desktop.ui.widgets.label import Label
from envoy_desktop.ui.widgets.row import Group, Row
from envoy_desktop.ui.widgets.row_list import RowList
from envoy_desktop.ui.widgets.section import Card, Scroll, column, row
from envoy_desktop.words import _, journeys


class TrustPage(QWidget):
    """登记与信任."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._seen: Seen | None = None
        whole = column(self)
        page = Scroll(margin=(0, 16, 12, 20), gap=12)
        whole.addWidget(page)
        page.body.addWidget(self._make_own())
        page.body.addWidget(self._make_envoys())
        page.body.addStretch(1)

    def _make_own(self) -> QWidget:
        card = Card(gap=8)
        line = row(gap=16)
        texts = column(gap=6)
        texts.addWidget(Label(_("本办的身份"), "strong"))
        self._name = Label("", "body", wrap=True)
        self.words = Label("", "title", wrap=True, selectable=True)
        self._version = Label("", "body", "muted")
        for label in (self._name, self.words, self._version):
            texts.addWidget(label)
        texts.addWidget(
            Label(
                _("把公开身份发给每名特派服务员，他们在“数据交换”的“信任”页收下，核对这八个词。"),
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
        self._picture.setAccessibleDescription(_("公开身份的二维码"))
        line.addWidget(self._picture)
        card.body.addLayout(line)
        return card

    def _make_envoys(self) -> QWidget:
        card = Card(gap=8)
        line = row(gap=8)
        line.addWidget(Label(_("登记的特派服务员"), "strong"))
        line.addStretch(1)
        self.button = Button(_("登记一人"), icon="plus", primary=True, on=self._open)
        line.addWidget(self.button)
        card.body.addLayout(line)
        card.add(
            Label(
                _(
                    "收下他的公开身份文件，或二维码的照片，再当面或打电话核对指纹词。"
                    "在一行上按回车可以写明他在哪个区县。"
                ),
                "caption", "muted", wrap=True,
            )
        )  # fmt: skip
        self.list = RowList(_("登记的特派服务员"), fit=True)
        self.list.acted.connect(self._acted)
        self.list.opened.connect(self._district)
        card.add(self.list)
        return card

    def show_office(self, seen: Seen) -> None:
        """Show the own identity and everybody enrolled."""
        self._seen = seen
        own = seen.exchange.own
        self._name.setText(own.organisation or own.name)
        self.words.setText(own.words)
        self._version.setText(_("信任名单第 {n} 版").format(n=seen.status.trust_version))
        held = io.BytesIO()
        identity.qr(own).save(held, kind="png", scale=2, border=3)
        picture = QPixmap()
        picture.loadFromData(held.getvalue())
        self._picture.setPixmap(
            picture.scaledToWidth(theme.px(190), Qt.TransformationMode.SmoothTransformation)
        )
        chair = seen.role == "chair"
        self.button.setEnabled(chair)
        rows: list[Row | Group] = [
            Row(
                n,
                one.name,
                one.words,
                second=one.organisation,
                second_line=one.district,
                lamp="green" if one.state == "active" else "red",
                figure=journeys.trust_state(one.state),
                action="revoke" if chair and one.state == "active" else "",
                action_text=_("不再信任") if chair and one.state == "active" else "",
                data=one.identity,
            )
            for n, one in enumerate(seen.status.envoys, 1)
        ]
        self.list.set_rows(rows or [Group(_("还没有"))])

    @Slot()
    def _save(self, *_ignored: Any) -> None:
        if self._seen is None:
            return
        own = self._seen.exchange.own
        name, _kind = QFileDialog.getSaveFileName(
            self, _("存公开身份"), str(home() / f"{own.name}.envoy-id")
        )
        if name:
            job = Job(_("正在存公开身份"), identity.write_file, {"public": own, "path": Path(name)})
            self._context.jobs.run(job, done=self._saved)

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self._context.messages.done(_("公开身份已存好，交给对方并核对指纹词"))

    @Slot()
    def _open(self, *_ignored: Any) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("登记特派服务员"), str(home()),
            _("公开身份或二维码 (*.envoy-id *.json *.png *.jpg *.jpeg);;所有文件 (*)"),
        )  # fmt: skip
        if name:
            self._context.jobs.read(
                reading.look_at_identity, done=self._looked,
                failed=self._context.messages.show_error, path=Path(name),
            )  # fmt: skip

    @Slot(object)
    def _looked(self, public: Public) -> None:
        if self._seen is None:
            return
        form = EnrolForm(self._context, public, self._seen.status.active)
        form.done_with.connect(self._enrolled)
        form.open()

    @Slot(object)
    def _district(self, of: Row) -> None:
        envoys = self._seen.status.envoys if self._seen is not None else ()
        one = next((one for one in envoys if one.identity == of.data), None)
        if one is not None and self.button.isEnabled():
            form = DistrictForm(self._context, one)
            form.done_with.connect(self._assigned)
            form.open()

    @Slot(object)
    def _assigned(self, _done: Enrolled) -> None:
        self._context.messages.done(_("已记录"))
        self._again()

    @Slot(object, str)
    def _acted(self, of: Row, _action: str) -> None:
        agreed = self._context.messages.ask(
            _("不再信任{name}？").format(name=of.title),
            yes=_("不再信任"),
            more=_("他以前交的保留；以后交的另放，各地收到新的信任名单后也一样。"),
        )
        if agreed:
            self._context.jobs.act(
                _("正在更新信任名单"), enrol.revoke, done=self._enrolled, who=str(of.data)
            )

    @Slot(object)
    def _enrolled(self, done: Enrolled) -> None:
        self._context.messages.done(
            _("信任名单已是第 {n} 版，随回执数据包发给大家").format(n=done.version)
        )
        self._again()

    def _again(self) -> None:
        self._context.jobs.read(
            reading.read, done=self.show_office, key="office trust",
            workspace=self._context.workspace,
        )  # fmt: skip
