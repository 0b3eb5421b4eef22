"""`envoy fact correct`: a wrong fact is replaced by another that names it; both stay."""

from datetime import date
from typing import TYPE_CHECKING, Any

from envoy_desktop.cli import case, ids, tables
from envoy_desktop.cli.answer import Answer
from envoy_desktop.cli.grammar import Argument, Group, Option, Usage
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import DAY, EVENT, PARTY, WHOLE
from envoy_desktop.words import N_, _

if TYPE_CHECKING:
    from envoy_desktop.domain.clock_values import EventKind

fact = Group("fact", N_("更正已记录的事件"))


@fact.verb(
    "correct",
    Argument("event", N_("事件编号"), help=N_("procedure show 列出的事件编号")),
    Option("--on", "on", type=DAY, help=N_("改为这一天")),
    Option("--items", help=N_("改为这些材料，用分号隔开")),
    Option("--party", type=PARTY, help=N_("缺的材料改由谁出")),
    Option("--announced", type=WHOLE, help=N_("书面告知的工作日数")),
    Option("--days", type=WHOLE, help=N_("延期的长度")),
    Option("--note", help=N_("备注")),
    Option("--receipt/--no-receipt", default=None, help=N_("有没有书面凭证")),
    Option("--system-on", "system_on", type=DAY, help=N_("市里系统显示的日期")),
    Option("--before", type=EVENT, help=N_("排在当天的这个事件之前")),
    Option("--void", is_flag=True, help=N_("这件事没有发生过")),
    Option("--reason", default="", help=N_("作废的原因")),
    help=N_("更正一个事件，原来的留在历史里；没有写的项目不变"),
)
def correct(
    session: Session,
    *,
    event: str,
    on: date | None,
    items: str | None,
    void: bool,
    reason: str,
    before: "EventKind | None",
    **rest: Any,
) -> Answer:
    """Correct a fact, or say that it never happened."""
    from envoy_desktop.casework import events
    from envoy_desktop.store.queries import standing

    values = {name: value for name, value in rest.items() if value is not None}
    if "receipt" in values:
        values["has_receipt"] = values.pop("receipt")
    if on is not None:
        values["on"] = on
    if items is not None:
        values["items"] = case.items_of(items)
    if not void and not values and before is None:
        raise Usage("nothing-to-correct", _("没有写要更正什么"))
    held = session.workspace()
    if void:
        with held.read() as reader:
            id = ids.find(reader, "event", event)
            procedure = standing.procedure_of_event(reader, id)
        held.do(events.void, event=id, reason=reason)
        with held.read() as reader:
            found = case.read(reader, procedure)
        data = {"id": ids.show(id), "void": True, "procedure": case.document(found)}
        return Answer(data, lambda: map(tables.coloured, case.page(found)))
    with held.unit("events.correct") as unit:
        id = ids.find(unit.reader, "event", event)
        procedure = standing.procedure_of_event(unit.reader, id)
        made = events.correct(unit, event=id, before=before, **values)
        found = case.after(unit.reader, procedure, made.reading)
    return case.recorded(made, found)
