"""What happened, for each rule code: one sentence with its values, and what to do by default."""

from collections.abc import Mapping
from typing import NamedTuple

from envoy_desktop.words import N_

NOTHING = N_("这一步没有写入，原来的内容不变。")
FILE = N_("原文件没有改动。")
EARLIER = N_("此前保存的内容都在，没有写入残缺的内容。")


class Rule(NamedTuple):
    """A rule's sentence, what was kept, and the next step where the trouble names none."""

    what: str
    kept: str = NOTHING
    next: str = ""


RULES: Mapping[str, Rule] = {
    # events and their order
    "date-in-future": Rule(
        N_("{event}的日期是{on}，还没有到（今天是{today}）。"), next="choose-past-day"
    ),
    "future-date": Rule(N_("{on}还没有到（今天是{today}）。"), next="choose-past-day"),
    "bad-date": Rule(N_("{field}“{value}”不是日期。"), next="write-date"),
    "date-out-of-range": Rule(N_("日期超出了可以计算的范围。"), next="correct-date"),
    "length-not-positive": Rule(N_("天数至少是 1，不能是 {days}。"), next="correct-days"),
    "limit-not-positive": Rule(N_("时限至少是 1，不能是 {days}。"), next="correct-days"),
    "bad-limit": Rule(N_("计划时限应在 1 至 3650 之间，不能是 {days}。"), next="correct-days"),
    "nothing-filed": Rule(N_("这个办件还没有申报，不能记录{event}。"), next="record-filed"),
    "event-before-filed": Rule(
        N_("{event}（{on}）早于申报（{filed}）。"), next="correct-filed-date"
    ),
    "event-after-end": Rule(
        N_("办件已于{ended}结束（{end}），不能再记录{event}（{on}）。"), next="correct-date"
    ),
    "end-before-event": Rule(
        N_("{event}（{on}）会结束办件，但其后已记录{other}（{other_on}）。"), next="correct-date"
    ),
    "filed-after-end": Rule(
        N_("办件已于{ended}结束（{end}），重新申报是一个新的办件。"), next="new-procedure"
    ),
    "event-out-of-order": Rule(
        N_("{event}（{on}）与{other}（{other_on}）的先后不可能成立。"), next="correct-date"
    ),
    "no-such-event-that-day": Rule(N_("{on}没有记录{event}，无法排在它之前。"), next="see-events"),
    "fact-replaced": Rule(N_("这个事件已被更正或作废。"), next="correct-the-newer"),
    "not-ended": Rule(N_("“{name}”还没有结束，不能重新申报。"), next="record-end"),
    # the meeting
    "no-meeting": Rule(N_("还没有召开过协调会。"), next="begin-meeting"),
    "meeting-closed": Rule(N_("“{name}”已于{on}结束。"), next="replace-decision"),
    "decision-replaced": Rule(N_("“{topic}”已由后来的议定事项更正。"), next="correct-the-newer"),
    "bad-votes": Rule(N_("票数不能是负数（{votes}）。"), next="correct-votes"),
    "lead-missing": Rule(N_("没有写明谁牵头。"), next="name-department"),
    "no-figures": Rule(
        N_("{since}至{until}，这个部门没有办件、障碍和评议。"), next="choose-period"
    ),
    "period-backwards": Rule(N_("起始日期{since}晚于截止日期{until}。"), next="correct-date"),
    # joint review, fees, contracts, demands
    "unknown-joint-group": Rule(
        N_("这个项目没有“{group}”这一组联审事项。"), next="see-joint-groups"
    ),
    "joint-running": Rule(N_("“{group}”的联审正在进行。"), next="decide-joint"),
    "joint-decided": Rule(N_("“{group}”的联审已于{on}作出结论。"), next="convene-again"),
    "unknown-opinion": Rule(N_("没有“{opinion}”这种意见。"), next="see-opinions"),
    "unknown-conclusion": Rule(N_("没有“{conclusion}”这种结论。"), next="see-conclusions"),
    "not-a-member": Rule(N_("{department}不是“{group}”联审的成员单位。"), next="see-members"),
    "before-convened": Rule(N_("{on}早于发起联审的日期（{convened}）。"), next="correct-date"),
    "opinions-due-early": Rule(
        N_("意见期限{due}早于发起联审的日期（{convened}）。"), next="correct-date"
    ),
    "objection-needs-words": Rule(N_("不同意或有条件同意，要写明理由或条件。"), next="write-text"),
    "opinions-missing": Rule(N_("还没有意见：{departments}。"), next="ask-members"),
    "objection-unanswered": Rule(
        N_("{departments}不同意，通过联审要写明如何处理。"), next="write-decision"
    ),
    "bad-money": Rule(N_("“{value}”不是金额。"), next="write-money"),
    "fee-not-charged": Rule(N_("“{name}”还没有记录收取的金额。"), next="record-charge"),
    "paid-before-charged": Rule(N_("缴费日期{on}早于收取日期{charged}。"), next="correct-date"),
    "contract-delivered": Rule(N_("“{firm}”的成果已于{on}交付。"), next="correct-contract"),
    "before-signed": Rule(N_("{on}早于签订合同的日期（{signed}）。"), next="correct-date"),
    "firm-missing": Rule(N_("没有填写机构名称。"), next="write-name"),
    "unknown-project-day": Rule(N_("没有“{kind}”这种日子。"), next="see-project-days"),
    "demand-allowed": Rule(N_("“{text}”在本事项的材料清单上，可以要。"), next="name-kind"),
    # projects and plans
    "name-missing": Rule(N_("没有填写项目名称。"), next="write-name"),
    "project-name-taken": Rule(N_("已有名为“{name}”的项目。"), next="choose-other-name"),
    "project-closed": Rule(N_("项目“{name}”已经结束。"), next="reopen-project"),
    "unknown-attribute": Rule(N_("没有“{attribute}”这一项目情况。"), next="see-attributes"),
    "bad-attribute": Rule(
        N_("{attribute}不能是“{value}”，应为{expected}。"), next="correct-attribute"
    ),
    "cyclic-plan": Rule(N_("前置事项绕成了圈：{keys}。"), next="correct-prerequisites"),
    "no-baseline": Rule(N_("还没有设定基准计划。"), next="set-baseline"),
    "unknown-picture": Rule(N_("不会写“{suffix}”这种文件。"), next="choose-picture"),
    "plan-empty": Rule(N_("项目“{name}”还没有办件清单。"), next="generate-first"),
    "what-if-done": Rule(N_("这个办件已经结束，不能推演。"), NOTHING, "choose-open-procedure"),
    "what-if-past": Rule(N_("推演的完成日期早于今天。"), NOTHING, "choose-later-day"),
    "what-if-too-early": Rule(
        N_("推演的完成日期早于前置事项的完成日期。"), NOTHING, "choose-later-day"
    ),
    # obstacles, duties, and setting aside
    "text-missing": Rule(N_("没有填写内容。"), next="write-text"),
    "reason-missing": Rule(N_("没有填写原因。"), next="write-reason"),
    "snooze-past": Rule(N_("暂缓要到今天以后，{until}已经过了。"), next="choose-later-day"),
    "unknown-obstacle-kind": Rule(N_("没有“{kind}”这种障碍。"), next="see-obstacle-kinds"),
    "bad-severity": Rule(N_("程度应在 1 至 5 之间，不能是 {severity}。"), next="choose-severity"),
    "unknown-channel": Rule(N_("没有“{channel}”这种协调方式。"), next="see-channels"),
    "obstacle-resolved": Rule(N_("障碍“{text}”已经解决。"), next="reopen-obstacle"),
    "resolved-before-logged": Rule(
        N_("解决日期{on}早于障碍发生的日期{logged}。"), next="correct-date"
    ),
    "unknown-level": Rule(N_("没有“{level}”这一级。"), next="see-levels"),
    "escalation-at-top": Rule(N_("障碍“{text}”已经报到市领导，上面没有了。"), next="write-memo"),
    "escalation-downward": Rule(
        N_("已经报到{highest}，不能再回头报{level}。"), next="record-answer"
    ),
    "answer-before-asked": Rule(N_("答复日期{due}早于提出的日期{on}。"), next="correct-date"),
    "nothing-asked": Rule(N_("障碍“{text}”没有等待答复的升级。"), next="escalate-first"),
    "answered-already": Rule(N_("这一级已于{on}答复。"), next="escalate-further"),
    "root-itself": Rule(N_("障碍“{text}”不能以自己为根源。"), next="choose-other-root"),
    "obstacle-open": Rule(N_("障碍“{text}”还没有解决，谈不上验证。"), next="resolve-first"),
    "who-missing": Rule(N_("没有写明是投资方的谁验证的。"), next="write-name-of-person"),
    "verified-before-resolved": Rule(
        N_("验证日期{on}早于解决日期{resolved}。"), next="correct-date"
    ),
    "duty-done": Rule(N_("督办事项“{text}”已于{on}办结。"), next="reopen-duty"),
    "unknown-duty-source": Rule(N_("没有“{source}”这种督办来源。"), next="see-duty-sources"),
    "duty-due-before-received": Rule(
        N_("截止日期{due}早于交办日期{received}。"), next="correct-due-date"
    ),
    "duty-needs-words": Rule(N_("{source}须照原话记录，并写明是谁说的。"), next="add-words"),
    "postponed-not-later": Rule(
        N_("延后的日期{to}并不晚于现在的截止日期{due}。"), next="correct-due-date"
    ),
    "duty-closed": Rule(N_("督办事项“{text}”已于{on}销号。"), next="reopen-duty"),
    "duty-withdrawn": Rule(N_("督办事项“{text}”已撤销。"), next="reopen-duty"),
    "close-needs-proof": Rule(
        N_("销号要有凭据：附上办结材料，或写明谁确认、怎么说的。"), next="add-proof"
    ),
    "postponement-needs-name": Rule(N_("延期要写明是谁同意的。"), next="write-name"),
    "stage-outside": Rule(
        N_("阶段的日期{on}应在交办（{given}）与截止（{due}）之间。"), next="correct-due-date"
    ),
    "stage-done": Rule(N_("阶段“{text}”已于{on}完成。"), NOTHING),
    "unknown-reminder-level": Rule(N_("没有“{level}”这种提醒。"), next="see-reminder-levels"),
    # people: team, mandate, calls, ratings
    "person-missing": Rule(N_("没有填写姓名。"), next="write-name"),
    "unknown-role": Rule(N_("专班里没有“{role}”这种角色。"), next="see-roles"),
    "unknown-party": Rule(N_("没有“{party}”这种责任方。"), next="see-parties"),
    "slip-not-later": Rule(
        N_("里程碑只能往后推：{to}并不晚于现在的{due}。"), next="choose-later-day"
    ),
    "milestone-reached": Rule(N_("里程碑“{name}”已于{on}实现。"), NOTHING),
    "handover-to-self": Rule(N_("项目现在就由{name}负责。"), next="choose-other-name"),
    "mandate-ends-before": Rule(
        N_("委托的截止日期{until}早于起始日期{from_on}。"), next="correct-date"
    ),
    "mandate-ended": Rule(N_("这份委托书已于{on}终止。"), next="add-mandate"),
    "unknown-item": Rule(N_("事项目录里没有“{code}”。"), next="see-items"),
    "promise-needs-day": Rule(N_("答应了的事要有日期，没有日期就不会提醒。"), next="write-day"),
    "nothing-promised": Rule(N_("“{text}”里没有答应的事。"), NOTHING),
    "promise-kept": Rule(N_("“{text}”已于{on}兑现。"), NOTHING),
    "not-delivered": Rule(N_("“{name}”还没有送达，不能评议。"), next="record-delivered"),
    "rating-given": Rule(N_("“{name}”已经评议过；评议是投资方的，谁也不能改。"), NOTHING),
    "rating-incomplete": Rule(N_("没有回答“总体满意吗”。"), next="answer-overall"),
    "rating-out-of-range": Rule(
        N_("评分应在 {least} 至 {most} 之间，不能是 {value}。"), next="correct-setting"
    ),
    "unknown-question": Rule(N_("评议表里没有“{question}”这一问。"), next="see-questions"),
    "rated-before-delivered": Rule(
        N_("评议（{on}）早于送达（{delivered}）。"), next="correct-date"
    ),
    "nothing-to-print": Rule(N_("没有要印督办单的事项。"), NOTHING),
    "not-a-slip": Rule(N_("“{text}”不是评议单的编码。"), next="check-slip"),
    # official documents
    "unknown-memo-kind": Rule(N_("没有“{kind}”这种公文。"), next="see-memo-kinds"),
    "memo-issued": Rule(N_("公文已印发（{number}），不能再修改。"), next="write-correction"),
    "memo-not-issued": Rule(N_("公文还没有印发。"), next="issue-first"),
    "hearing-incomplete": Rule(
        N_("{department}：要么记下何时征求、怎样答复，要么写明为什么没有征求，不能两样都写。"),
        next="tell-hearing",
    ),
    "answered-before-asked": Rule(
        N_("答复日期{answered}早于征求意见的日期{asked}。"), next="mend-date"
    ),
    "instruction-of-several": Rule(
        N_("扫描件里有 {papers} 份公文，一条批示只能记在一份上。"), next="one-paper-each"
    ),
    "duty-without-due": Rule(N_("写了牵头部门，还要写办结期限。"), next="correct-date"),
    "no-scans": Rule(N_("这里没有扫描件（PDF、JPEG、PNG 或 TIFF）。"), next="choose-scans"),
    "scan-without-code": Rule(
        N_("“{name}”第 {sheet} 页没有找到页脚的码。"), next="type-short-number"
    ),
    "scan-foreign-code": Rule(
        N_("“{name}”第 {sheet} 页上的码不是本软件印的。"), next="type-short-number"
    ),
    "scan-of-other-workspace": Rule(
        N_("“{name}”第 {sheet} 页是别的工作区印发的公文。"), next="open-that-workspace"
    ),
    "scan-text-differs": Rule(
        N_("“{name}”第 {sheet} 页的码与这里留存的定稿不一致，没有归档。"), next="compare-paper"
    ),
    "scan-two-papers": Rule(N_("“{name}”第 {sheet} 页上有两页纸的码。"), next="scan-one-by-one"),
    "scan-torn": Rule(
        N_("“{name}”读不出来：文件残缺，或不是它的后缀所说的格式。"), FILE, "scan-again"
    ),
    "scan-locked": Rule(N_("“{name}”有密码，打不开。"), FILE, "remove-password"),
    "scan-unknown-kind": Rule(N_("“{name}”不是 PDF、JPEG、PNG 或 TIFF。"), FILE, "choose-scans"),
    "scan-too-large": Rule(N_("“{name}”超过 {megabytes} MB。"), FILE, "scan-again"),
    "scan-too-many-pages": Rule(
        N_("“{name}”有 {pages} 页，一次最多 {most} 页。"), FILE, "split-scan"
    ),
    "scan-too-many-pixels": Rule(
        N_("“{name}”里的图太大（{size}），没有打开。"), FILE, "scan-again"
    ),
    "unknown-short-number": Rule(
        N_("这个工作区里没有短号为 {text} 的公文。"), next="check-short-number"
    ),
    "ambiguous-short-number": Rule(
        N_("有两份公文的短号都是 {text}，请直接选定公文。"), next="choose-memo"
    ),
    "paper-unknown": Rule(
        N_("“{name}”不是这个工作区印发的公文：没有相同的定稿，页脚也没有码。"),
        FILE,
        "open-that-workspace",
    ),
    "paper-differs": Rule(N_("“{name}”与印发的{number}不一致：{differs}。"), FILE, "compare-paper"),
    "docx-macros": Rule(N_("“{name}”带宏或嵌入的程序，没有打开。"), FILE, "docx-plain"),
    "docx-bomb": Rule(N_("“{name}”展开后大得不合常理，没有打开。"), FILE, "docx-plain"),
    "docx-too-large": Rule(N_("“{name}”超过 {megabytes} MB。"), FILE, "docx-plain"),
    "docx-external": Rule(N_("“{name}”要从外面取内容，没有打开。"), FILE, "docx-plain"),
    "docx-broken": Rule(N_("“{name}”不是完好的 DOCX 文件。"), FILE, "docx-plain"),
    "docx-empty": Rule(N_("“{name}”里没有正文。"), FILE, "docx-plain"),
    "docx-too-long": Rule(N_("“{name}”超过 {most} 段。"), FILE, "docx-plain"),
    "signer-missing": Rule(N_("没有写签发人。"), next="write-signer"),
    "signed-text-changed": Rule(
        N_("{by}签发之后文稿又改过，不能照原签发印发。"), next="sign-again"
    ),
    "other-day-signed": Rule(N_("{by}是{signed}签发的，成文日期不能写成{on}。"), next="sign-again"),
    "memo-corrected": Rule(N_("这份公文已经有更正件了。"), next="open-correction"),
    "correction-names-nothing": Rule(
        N_("更正件的正文里没有写明原件的字号（{number}）。"), next="name-the-old"
    ),
    "delivered-before-signed": Rule(N_("送达日期{on}早于签发日期{signed}。"), next="correct-date"),
    "due-before-delivered": Rule(N_("盼复日期{due}早于送达日期{on}。"), next="correct-date"),
    "registers-used-up": Rule(N_("登记簿的标记已经用完。"), next="ask-office"),
    "bad-short-number": Rule(
        N_("“{text}”不是页脚的短号，或有一位抄错了。"), next="check-short-number"
    ),
    "memo-forbidden": Rule(N_("公文还不能印发："), next="correct-memo"),
    "bad-memo-text": Rule(
        N_("第 {line} 行“{found}”读不懂，这里应为{expected}。"), next="mend-memo-text"
    ),
    "missing-glyph": Rule(
        N_("字体里没有“{char}”（{code}）这个字，印不出来。"), next="replace-character"
    ),
    "bad-month": Rule(N_("“{text}”不是一个月份。"), next="correct-month"),
    "month-to-come": Rule(N_("{month} 还没有到。"), next="correct-month"),
    "mandate-of-no-project": Rule(N_("代办委托书要写明是哪个项目的。"), next="name-project"),
    "title-too-long": Rule(
        N_("标题有 {length} 个字，排成 {lines} 行，公文标题最多四行。"), next="shorten-title"
    ),
    "mark-too-long": Rule(
        N_("发文机关标志“{mark}”太长，缩到最小字号也排不下。"), next="shorten-organ"
    ),
    "table-too-wide": Rule(
        N_("有一张表格有 {columns} 栏，缩小字号、横排都排不下。"), next="split-table"
    ),
    "picture-unreadable": Rule(N_("附件里的图片“{file}”读不出来。"), next="replace-picture"),
    "number-taken": Rule(N_("发文字号{number}刚刚被用掉。"), next="try-again"),
    "instruction-incomplete": Rule(N_("批示须写明批示人和原文。"), next="add-words"),
    # lists and settings
    "bad-condition": Rule(
        N_("适用条件“{text}”第 {position} 个字符处应为{expected}。"), next="correct-condition"
    ),
    "catalogue-rows": Rule(N_("事项目录有 {count} 处要改："), NOTHING, "correct-rows"),
    "department-rows": Rule(N_("部门名单有 {count} 处要改："), NOTHING, "correct-rows"),
    "material-rows": Rule(N_("材料清单有 {count} 处要改："), NOTHING, "correct-rows"),
    "holiday-rows": Rule(N_("节假日表有 {count} 处要改："), NOTHING, "correct-rows"),
    "sheet-rows": Rule(N_("表格有 {count} 处要改："), NOTHING, "correct-rows"),
    "no-project-column": Rule(N_("“{path}”里认不出哪一列是项目名称。"), NOTHING, "choose-columns"),
    "unknown-field": Rule(N_("没有“{field_code}”这一字段。"), NOTHING, "see-fields"),
    "unknown-item-field": Rule(N_("事项没有“{column}”这一栏。"), NOTHING, "see-columns"),
    "basis-missing": Rule(N_("没有写明取消的依据。"), NOTHING, "write-basis"),
    "already-abolished": Rule(N_("“{name}”已于{on}取消。"), NOTHING),
    "not-abolished": Rule(N_("“{name}”没有取消。"), NOTHING),
    "unknown-edition": Rule(N_("没有“{edition}”这一版目录。"), NOTHING, "see-editions"),
    "same-edition": Rule(N_("项目已经用的是这一版目录。"), NOTHING),
    "on-the-list": Rule(N_("“{what}”在{edition}里有：{found}。"), NOTHING, "log-other-kind"),
    "unknown-list": Rule(
        N_("“{path}”的工作表“{sheet}”不是事项目录、材料清单、部门名单或节假日表。"),
        NOTHING,
        "check-columns",
    ),
    "table-empty": Rule(N_("“{path}”里没有内容。"), NOTHING, "choose-other-file"),
    # logs and figures
    "log-unreadable": Rule(N_("“{path}”第 {line} 行读不下去：{reason}。"), NOTHING, "save-as-log"),
    "log-with-doctype": Rule(
        N_("“{path}”里定义了实体（DOCTYPE），正常的日志没有，不予读取。"), NOTHING, "ask-for-log"
    ),
    "log-bomb": Rule(
        N_("“{path}”解压到 {megabytes} MB 还没有完，与文件大小不相称，不予读取。"),
        NOTHING,
        "ask-for-log",
    ),
    "log-kind": Rule(N_("不能把日志写成“{path}”。"), NOTHING, "choose-log-name"),
    "log-empty": Rule(N_("“{path}”里没有办件。"), NOTHING, "save-as-log"),
    "log-no-attribute": Rule(
        N_("“{path}”里没有“{attribute}”这个属性（列）；有：{found}。"), NOTHING, "look-at-log"
    ),
    "log-no-rows": Rule(
        N_("“{path}”没有一行可以采用，{refused} 行都有问题：{bad}。"), NOTHING, "look-at-log"
    ),
    "log-known": Rule(N_("“{path}”已经按同样的列导入过。"), NOTHING, "see-departments"),
    "unknown-event-kind": Rule(
        N_("没有“{event}”这种事件；种类有：{kinds}。"), NOTHING, "look-at-log"
    ),
    "no-such-item": Rule(N_("没有代码为“{item}”的事项。"), NOTHING, "see-catalogue"),
    "no-cases": Rule(N_("这个部门在所选范围内没有办件。"), NOTHING, "widen-window"),
    "unknown-chart": Rule(N_("没有叫“{chart}”的图。"), N_("可以写：{known}。")),
    "chart-of-whom": Rule(N_("“{chart}”是一个部门的图，要写明部门。"), NOTHING),
    "department-itself": Rule(N_("“{name}”不能并入自己。"), NOTHING, "choose-other-department"),
    "department-gone": Rule(
        N_("“{name}”已经并入或拆分到“{into}”。"), NOTHING, "choose-other-department"
    ),
    "department-circle": Rule(
        N_("“{name}”原来就是由“{into}”并来的，不能再并回去。"), NOTHING, "choose-other-department"
    ),
    "department-name-taken": Rule(
        N_("已有名为“{name}”的部门。"), NOTHING, "choose-other-department"
    ),
    "table-too-large": Rule(N_("“{path}”太大，最多 {most} MB。"), NOTHING, "split-file"),
    "table-too-many-rows": Rule(N_("“{path}”的行数太多，最多 {most} 行。"), NOTHING, "split-file"),
    "table-unreadable": Rule(N_("“{path}”不是能读的表格。"), NOTHING, "save-as-table"),
    "not-utf-8": Rule(N_("“{path}”不是 UTF-8 编码的文字。"), NOTHING, "save-as-utf-8"),
    "unknown-setting": Rule(N_("没有“{key}”这项设置。"), NOTHING, "see-settings"),
    "bad-setting": Rule(N_("{key}不能是“{value}”，应为{expected}。"), NOTHING, "correct-setting"),
    "not-a-holiday-table": Rule(N_("“{path}”不是节假日表。"), NOTHING, "catalogue-import"),
    "holiday-table-here": Rule(N_("“{path}”是节假日表。"), NOTHING, "calendar-import"),
    "unknown-material-state": Rule(N_("材料没有“{state}”这种状态。"), next="see-material-states"),
    "ambiguous-id": Rule(N_("“{text}”可以指几个{kind}：{found}。"), NOTHING, "type-more"),
    "bad-scale": Rule(
        N_("规模应在 {least} 至 {most} 之间，不能是 {scale}。"), NOTHING, "correct-setting"
    ),
    "office-has-no-scale": Rule(
        N_("协调办的示例只有一种规模，不能同时用 --office 和 --scale。"), NOTHING, "correct-setting"
    ),
    # packages, trust, conflicts
    "no-packages-there": Rule(N_("“{paths}”里没有文件。"), NOTHING, "choose-package"),
    "not-a-package": Rule(N_("这个文件不是数据包。"), NOTHING, "choose-package"),
    "package-empty": Rule(N_("这个文件是空的，没有写完或没有拷完。"), NOTHING, "copy-again"),
    "package-damaged": Rule(
        N_("数据包损坏：没有拷完，或者有一处与写出时不同。"), NOTHING, "copy-again"
    ),
    "package-not-for-us": Rule(
        N_("数据包不是写给本机的（本机的指纹词：{words}）。"), NOTHING, "ask-sender"
    ),
    "package-forged": Rule(
        N_("数据包的签名不对：不是所称的发件人写的，或者写出后被改过。"), NOTHING, "ask-sender"
    ),
    "package-malformed": Rule(
        N_("数据包的内容不合规矩（{place}），不采用。"), NOTHING, "ask-sender"
    ),
    "package-from-the-future": Rule(
        N_("{name}用的程序比本机的新，这个数据包本机还读不懂。"), NOTHING, "update"
    ),
    "sender-unknown": Rule(
        N_("还没有信任发件人{name}（指纹词：{words}）。"), NOTHING, "trust-first"
    ),
    "sender-revoked": Rule(
        N_("{name}（指纹词：{words}）已不再受信任，此后的数据包不采用。"), NOTHING, "consult-office"
    ),
    "trust-expired": Rule(
        N_("对{name}（指纹词：{words}）的信任到{until}为止，已经过期。"), NOTHING, "consult-office"
    ),
    "wrong-office": Rule(
        N_("信任名单出自另一个协调办（指纹词：{words}），本机没有信任它。"),
        NOTHING,
        "consult-office",
    ),
    "trust-list-bad": Rule(N_("信任名单的签名或内容不对。"), NOTHING, "consult-office"),
    "actor-collision": Rule(
        N_("{name}的记录与另一台设备的编号相撞，不能合并。"), NOTHING, "ask-sender"
    ),
    "package-fault": Rule(N_("数据包读到一半出错（{error}），不采用。"), NOTHING, "ask-sender"),
    "all-set-aside": Rule(N_("{number} 个文件全都没有收下。"), NOTHING, "see-reasons"),
    "not-an-office": Rule(N_("这个工作区不是协调办的。"), NOTHING, "office-new"),
    "office-keys-closed": Rule(
        N_("您的角色看不到协调办的钥匙，不能收发数据包。"), NOTHING, "ask-chair"
    ),
    "office-root-elsewhere": Rule(N_("信任名单只有主持协调办的人能签。"), NOTHING, "ask-chair"),
    "enrol-envoys-only": Rule(
        N_("“{name}”的公开身份不是特派服务员的，不能登记。"), NOTHING, "ask-for-identity"
    ),
    "no-identity-code": Rule(N_("“{path}”里没有公开身份的二维码。"), NOTHING, "ask-for-identity"),
    "same-identity": Rule(N_("{name}的新旧身份是同一个。"), NOTHING, "ask-for-identity"),
    "successor-no-office": Rule(
        N_("“{name}”的公开身份不是协调办的，不能接替。"), NOTHING, "ask-for-identity"
    ),
    "nobody-enrolled": Rule(N_("还没有登记特派服务员。"), NOTHING, "office-enrol"),
    "no-database": Rule(
        N_("协调办的工作区是一个文件，只有一个人用，没有角色。"), NOTHING, "office-new-database"
    ),
    "no-such-role": Rule(
        N_("没有“{role}”这个角色，只有 reader、clerk、chair。"), NOTHING, "see-office-roles"
    ),
    "no-such-login": Rule(N_("数据库里没有登录名“{login}”。"), NOTHING, "make-login"),
    "roles-need-owner": Rule(
        N_("角色要由建库的人来定，而且他要有建角色的权限。"), NOTHING, "ask-database-owner"
    ),
    "identity-unreadable": Rule(N_("这个文件不是公开身份。"), NOTHING, "ask-for-identity"),
    "identity-forged": Rule(N_("{name}的公开身份被改过，签名不对。"), NOTHING, "ask-for-identity"),
    "identity-from-the-future": Rule(
        N_("这份公开身份是更新的程序写的，本机读不懂。"), NOTHING, "update"
    ),
    "unknown-identity": Rule(
        N_("没有信任过“{text}”，或者同名的不止一个。"), NOTHING, "see-identities"
    ),
    "volume-too-small": Rule(N_("每卷至少 {least} MB。"), NOTHING, "larger-volume"),
    "no-such-conflict": Rule(N_("这里没有冲突，或者刚刚有人定下来了。"), NOTHING, "see-conflicts"),
    "several-conflicts": Rule(N_("这一条有几处冲突：{fields}。"), NOTHING, "name-field"),
    "no-such-sibling": Rule(N_("只有 {most} 个可选，没有第 {n} 个。"), NOTHING, "see-conflicts"),
    "bad-value": Rule(N_("这里不能写“{value}”。"), NOTHING, "correct-value"),
    # undo
    "nothing-to-undo": Rule(N_("没有可以撤销的操作。"), NOTHING),
    "nothing-to-redo": Rule(N_("没有可以重做的操作。"), NOTHING),
    "changed-since": Rule(
        N_("“{subject}”此后又有改动，撤销会把后来的改动冲掉。"), NOTHING, "change-by-hand"
    ),
    # keys
    "wrong-passphrase": Rule(N_("口令不对，没有打开“{path}”。"), FILE, "recovery-sheet"),
    "passphrase-weak": Rule(
        N_("口令太短，至少 {minimum} 个字符（汉字一个算两个）。"), next="longer-passphrase"
    ),
    "keyring-not-used": Rule(N_("钥匙没有存在本机的钥匙串里。"), FILE, "use-passphrase"),
    "keyring-entry-missing": Rule(
        N_("本机的钥匙串里没有这个工作区的钥匙。"), FILE, "use-passphrase"
    ),
    "keyring-dismissed": Rule(N_("没有允许读取钥匙串。"), FILE, "use-passphrase"),
    "keyring-locked": Rule(N_("本机的钥匙串锁着。"), FILE, "use-passphrase"),
    "no-keyring-service": Rule(N_("本机没有可用的钥匙串服务。"), FILE, "use-passphrase"),
    "no-passphrase-given": Rule(
        N_("没有给出口令，这里也无法询问。"), NOTHING, "use-passphrase-file"
    ),
    "passphrases-differ": Rule(N_("两次输入的口令不一样。"), NOTHING, "type-again"),
    "passphrase-file-unreadable": Rule(
        N_("读不了口令文件“{path}”（{reason}）。"), NOTHING, "check-permission"
    ),
    "prompt-dismissed": Rule(N_("没有输入口令。"), NOTHING, "use-passphrase"),
    "owner-missing": Rule(N_("没有填写你的姓名或单位。"), next="write-name"),
    # the file
    "file-exists": Rule(N_("“{path}”已经存在。"), FILE, "choose-other-file"),
    "file-missing": Rule(N_("找不到“{path}”。"), NOTHING, "choose-workspace"),
    "file-unreadable": Rule(N_("读不了“{path}”（{reason}）。"), NOTHING, "check-permission"),
    "file-unwritable": Rule(N_("写不了“{path}”（{reason}）。"), EARLIER, "check-permission"),
    "not-a-workspace": Rule(N_("“{path}”不是工作区文件。"), FILE, "choose-workspace"),
    "from-the-future": Rule(N_("“{path}”是更新版本的程序写的，现在的版本读不了。"), FILE, "update"),
    "no-cipher": Rule(N_("程序的加密组件缺失，为保密起见没有打开“{path}”。"), FILE, "reinstall"),
    "no-slots": Rule(
        N_("找不到钥匙文件“{path}”；它要和工作区文件放在一起，缺了就打不开。"),
        FILE,
        "restore-backup",
    ),
    "slots-damaged": Rule(N_("钥匙文件“{path}”已损坏。"), FILE, "restore-backup"),
    "damaged": Rule(N_("“{path}”已损坏。"), FILE, "restore-backup"),
    "chain-broken": Rule(
        N_("“{path}”的变更记录对不上，可能在程序之外被改动过。"), FILE, "restore-backup"
    ),
    "blob-damaged": Rule(N_("这个附件的内容已损坏。"), EARLIER, "restore-backup"),
    "check-failed": Rule(N_("“{path}”没有通过检查：{checks}。"), FILE, "restore-backup"),
    "backup-missing": Rule(N_("找不到备份“{path}”。"), NOTHING, "choose-backup"),
    "disk-full": Rule(N_("磁盘已满，写不了“{path}”。"), EARLIER, "free-space"),
    "printer-failed": Rule(
        N_("没有打印出来：打印机“{printer}”没有接收。"), NOTHING, "check-printer"
    ),
    "disk-error": Rule(N_("读写“{path}”时磁盘出错。"), EARLIER, "check-disk"),
    "read-only": Rule(N_("“{path}”是只读的，写不了。"), EARLIER, "check-permission"),
    "cannot-open": Rule(N_("打不开“{path}”。"), FILE, "check-permission"),
    "workspace-open": Rule(N_("工作区“{path}”正在窗口中打开。"), NOTHING, "close-window"),
    "busy": Rule(N_("“{path}”正被另一个程序占用。"), EARLIER, "try-again"),
    # the database
    "database-away": Rule(N_("连不上数据库“{database}”，或者连接断了。"), EARLIER, "try-again"),
    "database-address": Rule(N_("数据库的地址写得不对。"), NOTHING, "write-database-address"),
    "database-password": Rule(
        N_("数据库“{database}”不让这个账号进入：口令不对，没有给口令，或者不许从这里连接。"),
        NOTHING,
        "check-database",
    ),
    "database-missing": Rule(
        N_("服务器上没有“{database}”这个库或这个账号。"), NOTHING, "ask-for-database"
    ),
    "database-host": Rule(N_("找不到“{database}”里写的服务器。"), NOTHING, "check-database"),
    "database-encoding": Rule(
        N_("数据库“{database}”的编码不是 UTF-8，存不了汉字。"), NOTHING, "ask-for-database"
    ),
    "database-other": Rule(
        N_("数据库“{database}”里有别的程序的表，不能建在那里。"), NOTHING, "ask-for-database"
    ),
    "database-refuses": Rule(
        N_("数据库“{database}”不让这个账号进入，或者没有这个库。"), NOTHING, "check-database"
    ),
    "database-forbids": Rule(
        N_("您在数据库“{database}”里的角色不能做这件事。"), NOTHING, "ask-chair"
    ),
    "database-full": Rule(N_("数据库“{database}”已满，或者连接太多。"), EARLIER, "try-again"),
    "database-backup": Rule(
        N_("工作内容在数据库“{database}”里，这里备份不了。"), NOTHING, "back-up-database"
    ),
}
"""Every rule code that may be raised; `unknown-id` is told by what is known of it."""

NEXT: Mapping[str, str] = {
    "add-mandate": N_("请登记一份新的委托书。"),
    "name-department": N_("请写明牵头部门。"),
    "choose-period": N_("请换一段时间。"),
    "begin-meeting": N_("请先召开协调会（命令行：envoy office begin）。"),
    "replace-decision": N_("要改议定事项，请用另一条更正它；出席的人可以补写。"),
    "correct-votes": N_("请改正票数。"),
    "add-proof": N_("请附上文件，或填写确认人和确认的话。"),
    "answer-overall": N_("请回答最后一问。"),
    "check-slip": N_("请重新扫码，或照单子右上角的编码输入。"),
    "record-delivered": N_("请先记录送达。"),
    "see-items": N_("请对照事项目录填写代码。"),
    "see-parties": N_("请选择：部门、投资方、中介机构、不计责任。"),
    "see-questions": N_("请照评议单上的问题填写。"),
    "see-reminder-levels": N_("请选择：提醒、催办、提请领导协调。"),
    "see-roles": N_("请选择：组长、成员、联络员。"),
    "write-day": N_("请写明答应的日期。"),
    "add-words": N_("写下原话，并写明是谁说的。"),
    "calendar-import": N_("请用“导入节假日安排”。"),
    "catalogue-import": N_("如果是事项目录，请用“导入事项目录”。"),
    "change-by-hand": N_("请直接修改现在的内容。"),
    "check-columns": N_("请对照随程序的表格，检查第一行的列名。"),
    "choose-columns": N_("请指明每一列是什么：至少要有项目名称。"),
    "see-fields": N_("字段见 project columns。"),
    "write-memo": N_("请写专报或请示。"),
    "generate-first": N_("请先生成办件清单。"),
    "set-baseline": N_("用 plan baseline --set 名称 设定，或在时间轴上按“设为基准”。"),
    "choose-picture": N_("请用 .pdf、.png 或 .svg 结尾的文件名。"),
    "see-columns": N_("栏目与事项目录的表头相同。"),
    "write-basis": N_("请写下上级的文件名和文号。"),
    "see-editions": N_("各版目录见 catalogue diff。"),
    "log-other-kind": N_("若仍属不当，请按别的种类登记障碍。"),
    "see-levels": N_("可以是 window、section、head、city。"),
    "record-answer": N_("请记录这一级的答复，或再催一次。"),
    "escalate-first": N_("请先升级，写明请谁答复。"),
    "escalate-further": N_("没有解决的，可以再升一级。"),
    "choose-other-root": N_("请选另一条障碍作根源。"),
    "resolve-first": N_("请先标为已解决。"),
    "write-name-of-person": N_("请写下验证人的姓名。"),
    "choose-folder": N_("请先建好这个文件夹，或者换个地方存。"),
    "check-file-name": N_("请核对文件名和它所在的文件夹。"),
    "name-a-file": N_("请写明文件名。"),
    "shorten-file-name": N_("请换一个短一些的文件名。"),
    "close-other-program": N_("请先在那个程序里关闭这个文件。"),
    "check-disk": N_("请检查磁盘；如不放心，先备份到另一个磁盘。"),
    "check-number": N_("编号有 13 个字符，请对照列表或公文上的编号。"),
    "ask-chair": N_("请找会议主持人或数据库管理员调整角色。"),
    "back-up-database": N_("请数据库管理员用 pg_dump 备份。"),
    "write-database-address": N_(
        "写作 host=10.0.0.8 dbname=city user=lina，或 postgresql://lina@10.0.0.8/city。"
    ),
    "ask-for-database": N_("请数据库管理员建一个 UTF-8 编码的空库，并给您一个账号。"),
    "check-database": N_("请核对数据库地址、账号和库名。"),
    "check-permission": N_("请检查文件和文件夹的权限，以及磁盘是否可写。"),
    "check-printer": N_("请检查打印机是否接通、有纸，或先存为 PDF。"),
    "choose-backup": N_("请在备份列表里另选一份。"),
    "choose-later-day": N_("请选一个更晚的日期。"),
    "choose-open-procedure": N_("请选一个尚未结束的办件。"),
    "choose-other-file": N_("请另选一个文件。"),
    "choose-other-name": N_("请换一个名称，或打开已有的项目。"),
    "choose-past-day": N_("请选今天或更早的日期。"),
    "choose-severity": N_("请选 1（轻微）至 5（严重）。"),
    "choose-workspace": N_("请选择正确的工作区文件，或从备份恢复。"),
    "close-window": N_("请先关闭窗口再恢复。"),
    "correct-attribute": N_("请改正后再保存；不清楚的可以留空。"),
    "correct-condition": N_("请改正这个条件，写法见手册。"),
    "correct-date": N_("请改正日期；如果是原来的记录有误，先更正那一条。"),
    "correct-days": N_("请改正天数。"),
    "correct-due-date": N_("请改正日期；以前交办或承诺的，写明当时的日期。"),
    "correct-filed-date": N_("请改正日期；如果是申报日期记错了，先更正申报。"),
    "one-paper-each": N_("请把每份公文的扫描件分开收回。"),
    "choose-scans": N_("请选 PDF、JPEG、PNG 或 TIFF 文件，或放它们的文件夹。"),
    "type-short-number": N_("请输入页脚的短号，或选定公文。"),
    "open-that-workspace": N_("请在印发它的工作区里收回。"),
    "compare-paper": N_("请与留存的定稿对照。"),
    "scan-one-by-one": N_("请一页一页分开扫描。"),
    "scan-again": N_("请重新扫描，每页 150 至 300 dpi 即可。"),
    "remove-password": N_("请去掉密码后再收。"),
    "split-scan": N_("请分成几个文件。"),
    "choose-memo": N_("请选定公文。"),
    "docx-plain": N_("请在 Word 或 WPS 里另存为普通的 DOCX 再收。"),
    "write-signer": N_("请写上签发人的姓名。"),
    "sign-again": N_("请重新送签发人签发。"),
    "open-correction": N_("请打开已有的更正件。"),
    "name-the-old": N_("请在正文里写明更正的是哪一份公文。"),
    "ask-office": N_("请与办公室商定登记簿的标记。"),
    "check-short-number": N_("请对照页脚再输一遍，形如 K7C3-M9P2-X4。"),
    "correct-memo": N_("请按提示修改后再印发。"),
    "correct-prerequisites": N_("请在事项目录里改正前置事项。"),
    "correct-rows": N_("请在表格里改正后再导入一次。"),
    "correct-setting": N_("请改正这个值。"),
    "correct-the-newer": N_("请更正最新的那一条。"),
    "free-space": N_("请腾出磁盘空间再试。"),
    "issue-first": N_("请先印发这份公文。"),
    "tell-hearing": N_("请写征求的日期或部门的答复，或者写没有征求的原因。"),
    "mend-date": N_("请核对两个日期。"),
    "longer-passphrase": N_("请用几个互不相干的词组成更长的口令。"),
    "mend-memo-text": N_("请改正这一行。"),
    "new-procedure": N_("请在这个办件上选“重新申报”。"),
    "place-within-day": N_("如果两件事在同一天，请排好它们的先后。"),
    "recovery-sheet": N_("请再试一次；忘了口令时，用首次启动时打印的恢复单。"),
    "see-joint-groups": N_("请在一单清里查看各事项的联审组。"),
    "decide-joint": N_("请先给这次联审作出结论，或移除它。"),
    "convene-again": N_("如需再审，请重新发起联审。"),
    "see-opinions": N_("请选择：同意、有条件同意、不同意。"),
    "see-conclusions": N_("请选择：联审通过、退回修改。"),
    "see-members": N_("请查看联审的成员单位。"),
    "ask-members": N_("请催要意见，或记为退回修改。"),
    "write-decision": N_("请在决定中写明不同意见如何处理。"),
    "write-money": N_("请写成 1100、3万 或 12.6亿元，最多两位小数到分。"),
    "record-charge": N_("请先记录收取的金额。"),
    "correct-contract": N_("如果记错了，请撤销或修改合同。"),
    "see-project-days": N_("请选择：签订施工合同、竣工验收合格、特种设备投入使用。"),
    "name-kind": N_("如仍要登记，请指明障碍种类。"),
    "record-end": N_("请先记录它的结果。"),
    "record-filed": N_("请先记录申报。"),
    "reinstall": N_("请重新安装程序。"),
    "reopen-duty": N_("如果还没有办完，请重开这个督办事项。"),
    "reopen-obstacle": N_("如果又出现了，请重开这个障碍。"),
    "reopen-project": N_("如果还要继续，请重新启动项目。"),
    "correct-month": N_("请写成 2026-11 的样子，不晚于本月。"),
    "name-project": N_("请选择一个项目，命令行用 --project。"),
    "replace-picture": N_("请换成 JPEG 或 PNG 图片，或从附件里去掉。"),
    "shorten-title": N_("请把标题压缩到四行以内，细节写进正文。"),
    "shorten-organ": N_("请用发文机关的规范化简称。"),
    "split-table": N_("请减少栏数，或分成两张表。"),
    "replace-character": N_("请换一个字，或写成拼音。"),
    "restore-backup": N_("请从备份恢复；损坏的文件会保留在旁边。"),
    "save-as-log": N_("请另存为 XES 或 CSV 再试。"),
    "choose-log-name": N_("文件名请以 .xes.gz、.xes 或 .csv 结尾。"),
    "look-at-log": N_("用 envoy stats look 看日志里有哪些属性（列）。"),
    "ask-for-log": N_("请向给出这个文件的单位重新要一份。"),
    "see-departments": N_("用 envoy stats departments 看结果；要重来，先撤销上一次导入。"),
    "see-catalogue": N_("用 envoy catalogue list 看有哪些事项。"),
    "widen-window": N_("请放宽日期或不限事项再试。"),
    "choose-other-department": N_("请换一个部门或名称。"),
    "save-as-table": N_("请另存为 XLSX 或 CSV 再试。"),
    "save-as-utf-8": N_("请另存为 UTF-8 编码再试。"),
    "see-attributes": N_("请在项目情况一栏中选择。"),
    "see-channels": N_("请选择：电话、上门、发函、会商、网上。"),
    "see-duty-sources": N_("请在督办来源中选择。"),
    "see-events": N_("请先查看这个办件的事件。"),
    "see-material-states": N_("请选择：待准备、已索取、已备齐、已提交。"),
    "see-memo-kinds": N_("请选择：请示、报告、意见、函、专报。"),
    "see-obstacle-kinds": N_("请在障碍种类中选择。"),
    "see-settings": N_("请在设置中查看有哪些项。"),
    "split-file": N_("请分成几个文件导入。"),
    "try-again": N_("请稍候再试一次。"),
    "type-again": N_("请重新输入。"),
    "type-more": N_("请多写几个字符。"),
    "update": N_("请更新程序后再打开。"),
    "use-new-passphrase-file": N_("请用 --new-passphrase-file 给出新口令的文件。"),
    "use-passphrase-file": N_("请用 --passphrase-file 给出口令的文件。"),
    "use-passphrase": N_("请输入口令打开。"),
    "write-correction": N_("需要改正时，请另发一份公文。"),
    "see-reasons": N_("原因见各行；补来好的再收一次。"),
    "office-new": N_("用 envoy office new 新建协调办的工作区。"),
    "office-enrol": N_(
        "先在“登记与信任”页登记特派服务员（命令行：envoy office enrol 公开身份文件）。"
    ),
    "office-new-database": N_("几个人同用，请用 envoy office new --database 建在数据库里。"),
    "see-office-roles": N_("reader 查阅，clerk 办事，chair 主持。"),
    "make-login": N_("请数据库管理员先建登录名（CREATE ROLE … LOGIN）。"),
    "ask-database-owner": N_("请建库的人来做，或请数据库管理员给他 CREATEROLE。"),
    "choose-package": N_("请选择对方写出的数据包。"),
    "copy-again": N_("请重新拷贝；还不行就请对方再写一份。"),
    "ask-sender": N_("请与发件人联系，请对方重新写给本机。"),
    "trust-first": N_(
        "请与对方核对指纹词，再在“信任”页收下他的公开身份（命令行：envoy identity trust）。"
    ),
    "consult-office": N_("请与协调办联系。"),
    "ask-for-identity": N_("请对方再给一份公开身份文件（envoy identity show --out）。"),
    "see-identities": N_("用 envoy identity list 查看。"),
    "larger-volume": N_("请把分卷定得大一些。"),
    "see-conflicts": N_("用 envoy conflict list 查看还有哪些冲突。"),
    "name-field": N_("请写出是哪一处，如 编号.plan_limit。"),
    "correct-value": N_("请照这一处应有的样子书写。"),
    "write-date": N_("请照 2026-03-05 的样子书写日期。"),
    "write-name": N_("请填写后再继续。"),
    "write-reason": N_("请写明原因。"),
    "write-text": N_("请写下内容。"),
}

REASONS: Mapping[str, str] = {
    "no-permission": N_("没有权限"),
    "no-folder": N_("没有这个文件夹"),
    "not-a-folder": N_("所在的位置不是文件夹"),
    "no-file": N_("没有这个文件"),
    "is-folder": N_("这是一个文件夹"),
    "not-a-file": N_("这不是普通文件，而是管道或设备"),
    "name-too-long": N_("文件名太长"),
    "in-use": N_("正被另一个程序占用"),
}
"""Why the system did not let us read or write a file."""

EXPECTED: Mapping[str, str] = {
    # of an attribute or a setting
    "yes_no": N_("“是”或“否”"),
    "number": N_("数字，如 12000 或 1.2万"),
    "choice": N_("{choices}之一"),
    "share": N_("{minimum} 至 {maximum} 之间的比例"),
    "whole": N_("{minimum} 至 {maximum} 之间的整数"),
    "text": N_("文字"),
    # of a condition
    "attribute": N_("项目情况的名称"),
    "comparison": N_("比较，如 == 或 in"),
    "value": N_("值"),
    "bracket-open": N_("左括号"),
    "bracket-close": N_("右括号"),
    "end": N_("结尾"),
    "less-depth": N_("较少的括号"),
}

CELLS: Mapping[str, str] = {
    "column": N_("缺少这一列"),
    "filled": N_("不能留空"),
    "unique": N_("“{value}”与第 {first} 行重复"),
    "one-of": N_("“{value}”应为以下之一：{allowed}"),
    "whole-number": N_("“{value}”应为不小于 {first} 的整数"),
    "amount": N_("“{value}”应为不小于 0 的金额"),
    "lower-not-above-upper": N_("上限 {value} 低于下限 {first}"),
    "yes-no": N_("“{value}”应为 yes 或 no"),
    "known-department": N_("部门名单里没有“{value}”"),
    "known-procedure": N_("事项目录里没有“{value}”"),
    "no-cycle": N_("前置事项绕成了圈：{value}"),
    "condition": N_("“{value}”第 {first} 个字符处应为{second}"),
    "date": N_("“{value}”应为日期，如 2026-10-01"),
    "year": N_("{value} 与日期的年份 {first} 相差太多"),
    "same-name": N_("同一份材料在前面叫“{first}”，这里叫“{value}”"),
    "too-long": N_("超过了 {first} 个字"),
    "cell-date": N_("“{value}”认不出是哪一天，请写成 2026-03-05 或 2026年3月5日"),
    "differs": N_("“{value}”与第 {first} 行的“{second}”不一致"),
    "unknown-item": N_("事项目录里没有“{value}”，是不是：{allowed}"),
    "repeated": N_("“{value}”在第 {first} 行已有；再次申报请在“第几次”一列写 2"),
    "closed-project": N_("项目“{value}”已经结束，要导入请先重新启动"),
    "entered-before": N_("“{value}”应在事件当日以后、今天以前"),
    "event-rule": N_("{first}"),
    "code": N_("“{value}”不能作代码：不超过 40 个字符，不含空格、逗号和分号"),
}
"""What is wrong with a cell of a spreadsheet (`catalogue_rows.RowProblem.expected`)."""
