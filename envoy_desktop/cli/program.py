"""The nouns of the command line; a noun's module is loaded when it is called."""

from importlib import import_module

import click

from envoy_desktop.cli.grammar import Group
from envoy_desktop.words import N_

NOUNS = {
    "workspace": (
        "envoy_desktop.cli.workspace:workspace",
        N_("工作区：新建、信息、检查、更换口令"),
    ),
    "demo": ("envoy_desktop.cli.demo:demo", N_("写一个示例城市的工作区")),
    "calendar": ("envoy_desktop.cli.calendar:calendar", N_("节假日表与期限推算")),
    "catalogue": ("envoy_desktop.cli.catalogue:catalogue", N_("事项目录、部门与材料")),
    "project": ("envoy_desktop.cli.project:project", N_("项目")),
    "plan": ("envoy_desktop.cli.plan:plan", N_("项目的办件清单与关键路径")),
    "procedure": ("envoy_desktop.cli.procedure:procedure", N_("办件：查看时限、记录事件")),
    "fact": ("envoy_desktop.cli.fact:fact", N_("更正已记录的事件")),
    "obstacle": ("envoy_desktop.cli.obstacle:obstacle", N_("障碍与协调记录")),
    "memo": ("envoy_desktop.cli.memo:memo", N_("公文：起草、修改、印发")),
    "duty": ("envoy_desktop.cli.duty:duty", N_("督查台账")),
    "commitment": ("envoy_desktop.cli.commitment:commitment", N_("对投资方的承诺")),
    "team": ("envoy_desktop.cli.team:team", N_("项目的工作专班")),
    "milestone": ("envoy_desktop.cli.milestone:milestone", N_("项目计划的里程碑")),
    "mandate": ("envoy_desktop.cli.mandate:mandate", N_("代办委托书")),
    "contact": ("envoy_desktop.cli.contact:contact", N_("联系人（不外传）")),
    "call": ("envoy_desktop.cli.call:call", N_("电话记录，和电话里答应的事")),
    "rating": ("envoy_desktop.cli.rating:rating", N_("投资方对部门的评议")),
    "note": ("envoy_desktop.cli.note:note", N_("笔记")),
    "department": ("envoy_desktop.cli.department:department", N_("部门更名、合并、拆分")),
    "stats": ("envoy_desktop.cli.stats:stats", N_("部门用时的统计，日志的导入导出")),
    "identity": (
        "envoy_desktop.cli.identity:identity",
        N_("身份：本机的公开身份，信任他人的身份"),
    ),
    "package": ("envoy_desktop.cli.package:package", N_("数据包：写给对方、查看、接收")),
    "conflict": (
        "envoy_desktop.cli.conflict:conflict",
        N_("冲突：几个人各自改过的同一处"),
    ),
    "office": ("envoy_desktop.cli.office:office", N_("协调办：收齐、核对、开会、发回")),
    "material": ("envoy_desktop.cli.material:material", N_("一单清：材料")),
    "joint": ("envoy_desktop.cli.joint:joint", N_("联审联批")),
    "fee": ("envoy_desktop.cli.fee:fee", N_("一费结：收费与缴费")),
    "contract": ("envoy_desktop.cli.contract:contract", N_("中介机构的合同")),
    "centre": ("envoy_desktop.cli.centre:centre", N_("政务大厅：进驻与窗口授权")),
    "own": ("envoy_desktop.cli.own:own", N_("投资方和施工单位自己的事")),
    "history": ("envoy_desktop.cli.history:history", N_("谁在何时改了什么")),
    "undo": ("envoy_desktop.cli.history:undo", N_("撤销上一步")),
    "redo": ("envoy_desktop.cli.history:redo", N_("重做撤销的一步")),
    "backup": ("envoy_desktop.cli.backup:backup", N_("写一份核验过的备份")),
    "restore": ("envoy_desktop.cli.backup:restore", N_("用备份恢复工作区")),
    "batch": ("envoy_desktop.cli.batch:batch", N_("逐行执行文件里的命令")),
    "completion": ("envoy_desktop.cli.completion:completion", N_("打印命令补全脚本")),
}


class Program(Group):
    """The root: `envoy`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The nouns, in the order of a day's work."""
        return list(NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A noun, its module loaded now."""
        if cmd_name not in NOUNS:
            return None
        module, _colon, name = NOUNS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def short_help_of(self, name: str) -> str | None:
        """What a noun is for, without loading it."""
        return NOUNS[name][1]


envoy = Program(
    "envoy",
    N_("特派服务员工作台：不开窗口，做同样的事。\n\n编号、项目名称、项目/事项代码都可以指明对象。"),
)
