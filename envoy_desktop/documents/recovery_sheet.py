"""The recovery sheet of a workspace: how to get in again, filled in by hand, no secret printed."""

from datetime import date

from envoy_desktop.documents.layout import Layout
from envoy_desktop.documents.sheet import GREY, Fields, Pairs, Part, Sheet, Steps, Words, compose
from envoy_desktop.words import _


def recovery_sheet(
    *, workspace: str, unit: str, person: str, file: str, created: date, workspace_id: str = ""
) -> Layout:
    """A page to print and lock away: what the file is, what opens it, and room to write.

    The passphrase is never an argument: it is written by hand or not at all.
    """
    facts = [
        (_("工作区"), workspace),
        (_("单位"), unit),
        (_("姓名"), person),
        (_("文件位置"), file),
        (_("建立日期"), created.isoformat()),
    ]
    if workspace_id:
        facts.append((_("工作区编号"), workspace_id))
    return compose(
        Sheet(
            title=_("工作区恢复单"),
            subtitle=_("打印后手工填写，封存在保险柜或密码箱内，不要拍照，不要存入电脑。"),
            foot=_("工作区恢复单 · {workspace}").format(workspace=workspace),
            pieces=(
                Pairs(tuple(facts)),
                Part(_("这份文件怎样打开")),
                Words(
                    _(
                        "工作区是一个加密文件。打开它的钥匙有两把：一把由这台电脑的系统钥匙串保管，"
                        "换了电脑或重装系统就没有了；另一把是您设定的口令，在任何一台装有本程序的"
                        "电脑上都能打开。两把都失去，里面的内容谁也恢复不了，包括本程序的作者。"
                    )
                ),
                Part(_("口令栏（手工填写）")),
                Words(
                    _(
                        "把口令逐字写在下面，区分大小写，词与词之间的空格用“·”标出。"
                        "本单不印口令，程序也不保存口令的文字。"
                    )
                ),
                Fields((_("口令"),), lines=2),
                Fields((_("填写人"), _("填写日期"), _("存放地点"), _("保管人"))),
                Part(_("需要恢复时")),
                Steps(
                    (
                        _("在新电脑上安装本程序，把工作区文件（或最近一次备份）复制过去。"),
                        _("启动程序，选择“打开已有工作区”，选中这个文件。"),
                        _("系统钥匙串里没有钥匙时，程序会询问口令：照上面填写的输入。"),
                        _("打开后在“设置”中更换口令，重新打印并填写本单，销毁旧单。"),
                    )
                ),
                Words(
                    _(
                        "口令更换后，旧单随即作废；旧备份仍用备份时的口令打开，所以旧备份删除前保留旧单。"
                    ),
                    colour=GREY,
                ),
            ),
        )
    )
