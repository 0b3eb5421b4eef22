"""`--xlsx FILE` of the listing verbs: the same rows, in the same order, as a spreadsheet."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from envoy_desktop.cli.answer import Answer, said, whole
from envoy_desktop.cli.grammar import Option
from envoy_desktop.cli.session import Session
from envoy_desktop.cli.values import FILE
from envoy_desktop.words import N_, ngettext

XLSX = Option("--xlsx", "xlsx", type=FILE, help=N_("把列出的写成这个 XLSX 文件"))

Act = Callable[..., Answer]


def exported(kind: str, id: str = "id") -> Callable[[Act], Act]:
    """Let a listing verb take `--xlsx`: its answer's rows name things of a kind by `id`.

    A kind without columns of its own is written as its answer's fields.
    """

    def wrap(act: Act) -> Act:
        @wraps(act)
        def run(session: Session, *, xlsx: Path | None = None, **values: Any) -> Answer:
            answer = act(session, **values)
            return _written(session, kind, id, answer, xlsx) if xlsx is not None else answer

        return run

    return wrap


def _written(session: Session, kind: str, id: str, answer: Answer, out: Path) -> Answer:
    from envoy_desktop.casework import list_sheet
    from envoy_desktop.words import ids

    rows = whole(answer.data)
    if list_sheet.known(kind):
        with session.workspace().read() as reader:
            table = list_sheet.of(reader, kind, [ids.parse(row[id]) for row in rows])
            written = list_sheet.write(out, table)
    else:
        heads = list(dict.fromkeys(name for row in rows for name in row))
        table = list_sheet.plain(
            kind, heads, ([_flat(row.get(name)) for name in heads] for row in rows)
        )
        written = list_sheet.write(out, table)
    n = written.rows
    return said(
        {"path": str(out), "rows": n, "cut": written.cut},
        ngettext("已写出 {n} 行：{path}", "已写出 {n} 行：{path}", n).format(n=n, path=out),
        warnings=answer.warnings,
    )


def _flat(value: Any) -> Any:
    if isinstance(value, list):
        return "；".join(str(one) for one in value)
    return "" if isinstance(value, dict) else value
