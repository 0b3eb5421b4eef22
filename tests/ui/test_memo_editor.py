"""The memo's editor under the hand: lines, numbers, requests, tables, paste, pages, paper."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtPrintSupport import QPrinter

from envoy_desktop.documents import official_page, pdf, preview
from envoy_desktop.documents.blocks import OfficialDocument, Paragraph, text
from envoy_desktop.documents.title import break_title
from envoy_desktop.ui.documents import paste, printing
from envoy_desktop.ui.documents.body import BodyEdit
from envoy_desktop.ui.documents.head import HeadForm
from envoy_desktop.ui.documents.paper_view import PaperView
from envoy_desktop.ui.documents.table_dialog import TableDialog, table_of
from envoy_desktop.ui.documents.title_edit import TitleEdit

FORM = (
    "一、背景\n[[卧龙产业园投资十亿元。|事实 17]]\n"
    "【请求】\n恳请协调。\n【/请求】\n妥否，请批示。\n"
    "附件：1. 明细\n表：\n| 序号 | 事实 |\n| :-: | ---- |\n| 1 | 受理 |\n"
)


@pytest.fixture
def body(shown):
    edit = BodyEdit()
    edit.resize(600, 500)
    edit.load(FORM)
    return shown(edit)


def at_end_of(body, line):
    body.go_to_line(line)
    return body.textCursor()


def test_what_is_loaded_comes_out_again_and_nothing_can_be_undone_yet(body):
    assert body.form() == FORM
    assert not body.document().isUndoAvailable()
    assert "事实" not in body.toPlainText().split("\n")[1]
    assert "【请求】" not in body.toPlainText()


def test_what_is_typed_behind_a_fact_does_not_rest_on_it(body, qtbot):
    at_end_of(body, 1)
    qtbot.keyClicks(body, "abc")
    assert "[[卧龙产业园投资十亿元。|事实 17]]abc\n" in body.form()


def test_a_request_is_framed_and_freed_and_undone(body):
    at_end_of(body, 3)
    body.toggle_request()
    assert body.form().count("【请求】") == 2
    body.toggle_request()
    assert body.form() == FORM
    body.undo()
    assert body.form().count("【请求】") == 2


def test_an_empty_line_ends_what_is_asked(body, qtbot):
    at_end_of(body, 2)
    qtbot.keyClick(body, Qt.Key.Key_Return)
    assert body.in_request()
    qtbot.keyClick(body, Qt.Key.Key_Return)
    assert not body.in_request()


def test_a_list_goes_on_by_itself_and_numbers_follow_the_order(body, qtbot):
    at_end_of(body, 3)
    qtbot.keyClick(body, Qt.Key.Key_Return)
    body.set_kind("item")
    body.insertPlainText("甲")
    qtbot.keyClick(body, Qt.Key.Key_Return)
    body.insertPlainText("乙")
    body.go_to_line(0)
    body.renumber()
    assert "①甲\n②乙\n" in body.form()
    body.undo()  # the number goes with what it was given for
    assert "乙" not in body.form()


def test_the_line_being_typed_is_never_renumbered(body):
    at_end_of(body, 3)
    body.insert_lines(["3."])
    body.renumber()
    assert "3.\n" in body.form()


def test_a_heading_is_made_and_unmade_by_its_level(body):
    at_end_of(body, 3)
    body.set_kind("heading2")
    assert body.kind_at_caret() == "heading2"
    assert "（一）妥否，请批示。\n" in body.form()
    body.set_kind("text")
    assert body.form() == FORM


def test_a_heading_made_body_text_loses_its_number(body):
    at_end_of(body, 3)
    body.insert_lines(["（一）期工程已开工。"])
    body.set_kind("text")
    assert body.kind_at_caret() == "text"
    assert "\n期工程已开工。\n" in body.form()


def test_a_new_row_of_a_table_has_its_bars(body, qtbot):
    at_end_of(body, body.document().blockCount() - 1)
    qtbot.keyClick(body, Qt.Key.Key_Return)
    assert body.form().endswith("| 1 | 受理 |\n|  |  |\n")


def test_a_table_is_edited_as_a_table(body, shown):
    at_end_of(body, body.document().blockCount() - 1)
    first, last = body.table_at_caret()
    lines = [line.text for line in body.lines()[first : last + 1]]
    dialog = TableDialog(table_of(lines), body)
    dialog.cells.item(2, 1).setText("受理 | 11月9日")
    dialog.cells.setCurrentCell(2, 0)
    dialog.add_row()
    dialog.cells.setCurrentCell(0, 1)
    dialog.add_column()
    given = []
    dialog.accepted_lines.connect(given.append)
    dialog._take()
    body.replace_lines(first, last, given[0])
    table = table_of(body.form().split("附件：1. 明细\n")[1].splitlines())
    assert [column.title for column in table.columns] == ["序号", "事实", "栏目"]
    assert table.rows == (("1", "受理 | 11月9日", ""), ("", "", ""))
    body.undo()
    assert body.form() == FORM


def test_the_caret_goes_to_a_place_and_tells_it(body):
    assert body.go_to((2, 0))
    assert body.textCursor().block().text() == "恳请协调。"
    assert body.place_at_caret() == (2, 0)
    assert body.go_to((-1, 0))
    assert not body.go_to((9,))


def test_words_are_found_around_the_end(body):
    at_end_of(body, 3)
    assert body.find_next("背景")
    assert body.textCursor().selectedText() == "背景"
    assert not body.find_next("没有的词")


WORD = """
<html xmlns:w="urn:schemas-microsoft-com:office:word"><body lang=ZH-CN>
<h1>存在的问题</h1><p class=MsoNormal>　　窗口不能决定。</p><h2>规划许可</h2>
<ol><li>第一项</li><li>第二项</li></ol>
<table border=1><tr><td>日期</td><td>事实</td></tr><tr><td>11月9日</td><td>受理|甲</td></tr></table>
<p><img src="file:///etc/passwd">完。</p></body></html>
"""


def test_what_comes_from_word_keeps_its_structure(body):
    data = QMimeData()
    data.setHtml(WORD)
    assert paste.lines_of(data) == [
        "一、存在的问题", "窗口不能决定。", "（一）规划许可", "①第一项", "②第二项",
        "表：", "| 日期 | 事实 |", "| :--- | :--- |", "| 11月9日 | 受理\\|甲 |", "完。",
    ]  # fmt: skip
    at_end_of(body, 3)
    body.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    body.insert_lines([""])
    body.insertFromMimeData(data)
    assert "一、存在的问题\n窗口不能决定。\n（一）规划许可\n" in body.form()


TITLE = "关于协调解决卧龙智能装备产业园项目建设工程规划许可证核发办理问题的请示"


def test_a_title_breaks_by_sense_and_the_person_moves_the_break(shown, qtbot):
    field = TitleEdit()
    field.setPlainText(TITLE)
    shown(field)
    qtbot.keyClick(field, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert tuple(field.toPlainText().split("\n")) == break_title(TITLE)
    before = field.toPlainText().index("\n")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(field, Qt.Key.Key_Left, both)
    assert field.toPlainText().index("\n") == before - 1
    assert field.toPlainText().replace("\n", "") == TITLE
    field.break_by_sense()
    assert field.toPlainText() == TITLE
    field.undo()
    assert field.toPlainText().index("\n") == before - 1


def test_fields_that_few_papers_need_come_when_asked_for_or_filled(shown):
    form = HeadForm()
    shown(form)
    form.kind.setCurrentIndex(form.kind.findData("request"))
    assert not form.signature.isVisible()
    form.show_rare()
    assert form.signature.isVisible()
    assert form.passed_over.isVisible()
    form.organ.setCurrentText("市特派办")
    assert form.values()["signature"] == "市特派办"
    form.signature.setText("市特派办；市发展改革委")
    form.passed_over.setText("区政府")
    values = form.values()
    assert (values["signature"], values["passed_over"]) == ("市特派办；市发展改革委", "区政府")
    form.kind.setCurrentIndex(form.kind.findData("letter"))
    assert not form.passed_over.isVisible()


# as Word 2016 puts it on the clipboard: outline numbers and list marks are text of their own
WORD_2016 = """
<html xmlns:w="urn:schemas-microsoft-com:office:word"><head>
<meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal{font-family:等线;color:red} --></style></head>
<body lang=ZH-CN><!--StartFragment-->
<h1 style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:黑体'><span
style='mso-list:Ignore'>一、<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span>
<![endif]><span style='color:#C00000;font-family:黑体'>存在的问题<o:p></o:p></span></h1>
<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;color:red'>窗口<b>不能</b>决定。<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span lang=EN-US>
<span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span>
</span></span><![endif]>第一项</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span lang=EN-US>
<span style='mso-list:Ignore'>2.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span>
</span></span><![endif]>第二项</p>
<p class=MsoNormal>1.工程进度</p>
<p class=MsoListParagraph style='mso-list:l2 level1 lfo3'><![if !supportLists]><span
style='font-family:Wingdings'><span style='mso-list:Ignore'>&#216;<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>一个点</p>
<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal><b>日期</b></p></td>
<td><p class=MsoNormal>事实</p></td></tr><tr><td><p class=MsoNormal>11月9日</p></td>
<td><p>受理</p><p>退回</p></td></tr></table>
<!--EndFragment--></body></html>
"""  # noqa: E501
WPS = """
<html><head><meta name="Generator" content="WPS Office"/>
<style>@font-face{font-family:"仿宋_GB2312";} p.MsoNormal{mso-style-name:正文;}</style></head>
<body><!--StartFragment--><p class="MsoNormal" style="text-indent:32pt;"><span
style="font-family:黑体;font-size:16pt;">一、</span><span style="font-family:黑体;">基本情况</span></p>
<h2 style="mso-style-name:标题2"><span>（一）&nbsp;规划许可</span></h2>
<p class=MsoNormal><span>&nbsp;&nbsp;&nbsp;&nbsp;窗口答复。</span></p>
<p class="MsoNormal" style="mso-list:l0 level1 lfo1;"><![if !supportLists]><span>①</span><![endif]><span>甲</span></p>
<p class="MsoNormal" style="mso-list:l0 level1 lfo1;"><![if !supportLists]><span>②</span><![endif]><span>乙</span></p>
<table><tbody><tr><td><p>序号</p></td><td><p>材料</p></td></tr><tr><td><p>1</p></td>
<td><p>图纸</p></td></tr></tbody></table><!--EndFragment--></body></html>
"""  # noqa: E501


def pasted(html):
    data = QMimeData()
    data.setHtml(html)
    return paste.lines_of(data)


def test_words_own_numbers_and_dots_become_headings_and_lists(body):
    assert pasted(WORD_2016) == [
        "一、存在的问题", "窗口不能决定。", "①第一项", "②第二项", "1.工程进度", "①一个点",
        "表：", "| 日期 | 事实 |", "| :--- | :--- |", "| 11月9日 | 受理 退回 |",
    ]  # fmt: skip


def test_what_comes_from_wps_keeps_its_structure_and_no_style(body):
    lines = pasted(WPS)
    assert lines == [
        "一、基本情况", "（一）规划许可", "窗口答复。", "①甲", "②乙",
        "表：", "| 序号 | 材料 |", "| :--- | :--- |", "| 1 | 图纸 |",
    ]  # fmt: skip
    data = QMimeData()
    data.setHtml(WPS)
    body.go_to_line(3)
    body.insert_lines([""])
    body.insertFromMimeData(data)
    assert "一、基本情况\n（一）规划许可\n窗口答复。\n①甲\n②乙\n" in body.form()
    fonts = {
        (f.charFormat().fontFamilies(), f.charFormat().fontPointSize())
        for f in fragments(body.document().findBlockByNumber(4))
    }
    assert fonts == {(None, 0.0)}


def fragments(block):
    at = block.begin()
    while not at.atEnd():
        yield at.fragment()
        at += 1


def test_rows_with_tabs_are_a_table_and_a_word_is_a_word():
    assert paste.of_text("日期\t事实\n11月9日\t受理\n") == [
        "表：", "| 日期 | 事实 |", "| :--- | :--- |", "| 11月9日 | 受理 |"
    ]  # fmt: skip
    assert paste.of_text(" 一个词") == [" 一个词"]


@pytest.fixture(scope="module")
def paper():
    words = "部门自受理之日起已用十七个工作日，超出承诺时限十个工作日。"
    blocks = tuple(Paragraph(text(words * 6)) for _n in range(24))
    report = OfficialDocument("report", "临江市特派办文件", "关于某事的报告", blocks)
    return official_page.compose(report)


def test_only_pages_in_sight_are_drawn_and_the_place_is_kept(jobs, shown, qtbot, paper):
    view = PaperView(jobs)
    view.resize(500, 500)
    shown(view)
    view.show_layout(paper)
    qtbot.waitUntil(lambda: 1 in view._pictures, timeout=20_000)
    assert view.count == len(paper.pages) > 3
    assert set(view._pictures) <= {1, 2}
    view.ensure(3, 400)
    qtbot.waitUntil(lambda: 3 in view._pictures, timeout=20_000)
    page, y = view.at_middle()
    view.show_layout(paper)  # a new layout after a key: nothing jumps
    assert view.at_middle() == (page, y)
    view.set_zoom(1.5)
    again, near = view.at_middle()
    assert again == page
    assert abs(near - y) < 3


def test_the_frozen_page_is_printed_where_it_stands(tmp_path, qapp, paper):
    data = pdf.write(paper)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(150)
    printing.set_up(printer)
    assert printing.print_pages(printer, data, 1, 2) == 2
    printed = (tmp_path / "out.pdf").read_bytes()
    assert len(preview.sizes(printed)) == 2
    for width, height in preview.sizes(printed):
        assert abs(width - 595.3) < 1
        assert abs(height - 841.9) < 1
    first, second = preview.picture(data, 2, 30), preview.picture(printed, 2, 30)
    assert abs(first.width - second.width) <= 1
    dark = [ink_box(picture) for picture in (first, second)]
    assert all(abs(a - b) <= 1 for a, b in zip(*dark, strict=True)), dark


def ink_box(picture):
    """Left, top, right, bottom of what is not white, in pixels at 30 dpi (0.85 mm)."""
    import numpy as np

    grey = np.frombuffer(picture.rgba, np.uint8).reshape(picture.height, picture.width, 4)[..., 1]
    rows, columns = np.where((grey < 200).any(1))[0], np.where((grey < 200).any(0))[0]
    return columns[0], rows[0], columns[-1], rows[-1]
