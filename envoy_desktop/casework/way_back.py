"""Papers that come back: the scan is filed as evidence, the words on it become an instruction,
the instruction a duty with department and date: in one step, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import duties, evidence, memos
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.queries import documents
from envoy_desktop.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Returned:
    """A memo that came back: which of its pages, and the files that show them."""

    memo: int
    pages: tuple[int, ...]
    files: tuple[evidence.File, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """What was made of a returned memo; None where nothing was said or asked."""

    memo: int
    pages: tuple[int, ...]
    instruction: int | None
    duty: int | None
    attachments: tuple[int, ...]


def receive(
    unit: Unit,
    *,
    returned: Sequence[Returned],
    text: str = "",
    by: str = "",
    on: date | None = None,
    lead_department: int | None = None,
    due: date | None = None,
    task: str = "",
) -> list[Filed]:
    """File what came back; with `text` as an instruction by `by`, with `due` as a duty too.

    `task` is what is to be done, where it is said shorter than the instruction. Refuses
    "memo-not-issued", "instruction-incomplete", "instruction-of-several" (the words of a leader
    stand on one paper) and "duty-without-due".
    """
    if (text.strip() or by.strip()) and len(returned) > 1:
        raise Refusal("instruction-of-several", papers=len(returned))
    if lead_department is not None and due is None:
        raise Refusal("duty-without-due")
    if due is not None and not text.strip():
        raise Refusal("instruction-incomplete")
    filed = []
    for one in returned:
        row = documents.memo(unit.reader, one.memo)
        if row is None:
            raise Refusal("unknown-id", kind="memo")
        if not row.number:
            raise Refusal("memo-not-issued", next="issue-first")
        instruction = duty = None
        if text.strip() or by.strip():
            instruction = memos.record_instruction(
                unit, memo=one.memo, by=by, text=text, on=on,
                page=one.pages[0] if one.pages else None,
            )  # fmt: skip
        kind, of = ("instruction", instruction) if instruction else ("memo", one.memo)
        kept = evidence.keep(unit, kind, of, one.files)
        if instruction and due is not None:
            duty = duties.add(
                unit, text=task or text, due_on=due, source="instruction", source_id=instruction,
                project=row.project, lead_department=lead_department,
                basis=f"{by.strip()}批示（{row.number}）", given_on=on or now.today(),
            )  # fmt: skip
        unit.subject = f"{row.number} {row.title}".replace("\n", "")
        filed.append(Filed(one.memo, one.pages, instruction, duty, tuple(kept)))
    return filed
