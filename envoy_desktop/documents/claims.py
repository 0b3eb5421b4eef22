"""The claims of a memo: sentences that rest on facts, found again in its text, fresh or stale.

In the text a claim is a run that names its number (`[[…|事实 3]]`); the row behind the number
keeps the sentence as it was built, its facts and its recipe.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from envoy_desktop import now
from envoy_desktop.casework import hearings as hearing_acts
from envoy_desktop.casework import memos
from envoy_desktop.documents import fact_table, figure_claims, kinds, memo_facts, sentences
from envoy_desktop.documents.blocks import (
    Attachment,
    Block,
    Heading,
    Inline,
    Item,
    OfficialDocument,
    Paragraph,
    Request,
    Simple,
    Text,
    numbered,
    plain,
)
from envoy_desktop.documents.fact_table import FactLine
from envoy_desktop.documents.sentences import Ground, Sentence
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import claims as rows
from envoy_desktop.store.queries import documents as memo_rows
from envoy_desktop.store.queries.claims import ClaimRow
from envoy_desktop.store.unit import Unit

Change = Callable[[Text], Text]
_BEFORE = ("建议", "请求", "意见建议")  # what a paper proposes comes after what was said


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it stands today.

    `stands` is what the memo's text says (blank: it was taken out), `now` what the facts say
    today (blank: they say nothing any more). `stale`: "" fresh, "day" only days have passed,
    "fact" a fact was changed, "gone" its facts no longer carry a sentence.
    """

    row: ClaimRow
    stands: str
    now: str
    stale: str
    grounds: tuple[Ground, ...]

    @property
    def edited(self) -> bool:
        """Whether the person has words of their own in its place."""
        return bool(self.stands) and self.stands != self.row.sentence


# Building


def number(
    blocks: tuple[Block, ...], known: Mapping[str, Sentence], first: int = 1
) -> tuple[tuple[Block, ...], list[tuple[int, Sentence]]]:
    """Give the runs that name a recipe their numbers; runs that name nothing known lose theirs.

    A sentence that stands twice is one claim.
    """
    given: dict[str, int] = {}

    def rename(run: Inline) -> Inline:
        if not run.fact:
            return run
        if run.fact not in known:
            return replace(run, fact="")
        given.setdefault(run.fact, first + len(given))
        return replace(run, fact=str(given[run.fact]))

    made = _mapped(blocks, lambda runs: tuple(rename(run) for run in runs))
    return made, [(n, known[key]) for key, n in given.items()]


def record(unit: Unit, memo: int, made: Iterable[tuple[int, Sentence]], on: date) -> None:
    """Keep the claims of a memo that speak of the day `on`."""
    for position, sentence in made:
        unit.add("claim", memo=memo, position=position, **columns(sentence, on))


def columns(sentence: Sentence, on: date) -> dict[str, str]:
    """What a claim keeps of a sentence."""
    return {
        "sentence": sentence.text,
        "grounds": json.dumps([list(ground) for ground in sentence.grounds]),
        "recipe": json.dumps({"tells": sentence.tells, "of": sentence.of, "on": on.isoformat()}),
    }


# Standing


def texts(blocks: Sequence[Block]) -> dict[int, str]:
    """What stands for each claim in a text, by its number."""
    found: dict[int, str] = {}
    for runs in _runs(blocks):
        for run in runs:
            if run.fact.isdigit():
                found[int(run.fact)] = found.get(int(run.fact), "") + run.text
    return found


def places(blocks: tuple[Block, ...]) -> dict[int, str]:
    """Under which headings each claim stands: 一（二）."""
    heads = ["", "", "", ""]
    found: dict[int, str] = {}
    for item in numbered(blocks):
        if isinstance(item.block, Heading):
            heads[item.block.level - 1] = item.number.rstrip("、.")
            heads[item.block.level :] = [""] * (4 - item.block.level)
        for runs in _runs((item.block,)):
            for run in runs:
                if run.fact.isdigit():
                    found.setdefault(int(run.fact), "".join(heads))
    return found


def today(reader: Reader, memo: int, on: date) -> dict[str, Sentence]:
    """Every sentence that the facts behind a memo carry on a day, by its recipe."""
    facts = memo_facts.gather(reader, memo_rows.obstacles_of(reader, memo), on)
    found = sentences.every(facts, rows.hearings(reader, memo))
    figures = [(row.tells, row.of) for row in rows.claims(reader, memo)]
    row = memo_rows.memo(reader, memo)
    if row is not None and row.kind == "monthly_report":
        found |= kinds.month_sentences(reader, row.particulars, on)
    return found | figure_claims.sentences(reader, figures, on)


def states(
    reader: Reader, memo: int, blocks: Sequence[Block], on: date | None = None
) -> tuple[Claim, ...]:
    """The claims of a memo against a text of it (as saved, or as it stands in the editor)."""
    kept = rows.claims(reader, memo)
    if not kept:
        return ()
    day = on or now.today()
    fresh = today(reader, memo, day)
    stand = texts(blocks)
    then: dict[str, dict[str, Sentence]] = {}
    found = []
    for row in kept:
        said = stand.get(row.position, "")
        key = f"{row.tells}:{row.of}"
        sentence = fresh.get(key)
        stale = ""
        if not row.tells:
            words, grounds = row.sentence, row.grounds
        elif sentence is None:
            stale, words, grounds = "gone", "", row.grounds
        else:
            words, grounds = sentence.text, sentence.grounds
            if words != row.sentence:
                stale = "fact"
                if grounds == row.grounds and row.on:
                    if row.on not in then:
                        then[row.on] = today(reader, memo, date.fromisoformat(row.on))
                    old = then[row.on].get(key)
                    if old is not None and old.text == row.sentence:
                        stale = "day"
        found.append(Claim(row, said, words, stale, grounds))
    return tuple(found)


# Taking the new sentence


def settle(unit: Unit, *, memo: int, position: int) -> str:
    """Let a claim know what the facts say today; gives the sentence ("" where they say nothing).

    The memo's text is left as it is: the person takes the new sentence there, or keeps theirs.
    """
    for row in rows.claims(unit.reader, memo):
        if row.position != position:
            continue
        on = now.today()
        sentence = today(unit.reader, memo, on).get(f"{row.tells}:{row.of}")
        unit.subject = row.sentence[:20]
        if sentence is None:
            unit.remove("claim", row.id)
            return ""
        unit.set("claim", row.id, **columns(sentence, on))
        return sentence.text
    return ""


def replaced(blocks: tuple[Block, ...], new: Mapping[int, str]) -> tuple[Block, ...]:
    """The blocks with other words in the place of some claims."""
    done: set[int] = set()

    def change(runs: Text) -> Text:
        kept: list[Inline] = []
        for run in runs:
            n = int(run.fact) if run.fact.isdigit() else 0
            if n not in new:
                kept.append(run)
            elif n not in done:
                done.add(n)
                kept.append(Inline(new[n], fact=run.fact))
        return tuple(kept)

    return _mapped(blocks, change)


def refresh(unit: Unit, memo: int) -> tuple[list[Claim], list[Claim]]:
    """Take the new sentence wherever the person has not changed the old one; taken and left.

    Refuses "memo-issued". A claim whose facts are gone is left for the person to see.
    """
    from envoy_desktop.documents import memo as papers

    row = papers.memo_row(unit.reader, memo)
    body, attached = papers.parse_body(row.body)
    on = now.today()
    stale = [c for c in states(unit.reader, memo, body, on) if c.stale]
    taken = [c for c in stale if c.now and c.stands and not c.edited]
    unit.subject = row.title
    if taken:
        fresh = today(unit.reader, memo, on)
        text = papers.body_text(replaced(body, {c.row.position: c.now for c in taken}), attached)
        memos.edit(unit, memo=memo, body=text)
        for claim in taken:
            sentence = fresh[f"{claim.row.tells}:{claim.row.of}"]
            unit.set("claim", claim.row.id, **columns(sentence, on))
    return taken, [c for c in stale if c not in taken and c.stands]


# Departments that are heard


def hear(
    unit: Unit,
    *,
    memo: int,
    department: int,
    asked_on: date | None = None,
    channel: str = "",
    answered_on: date | None = None,
    statement: str = "",
    not_asked_because: str = "",
) -> int:
    """Record whether a department was heard on a draft; what it says goes into the draft's text.

    Gives the hearing's id. Refuses "memo-issued", "future-date", "hearing-incomplete" and
    "answered-before-asked". Where its statement stands in the text already, the text is not
    touched: the claim shows as stale.
    """
    from envoy_desktop.documents import memo as papers

    id = hearing_acts.hear(
        unit, memo=memo, department=department, asked_on=asked_on, channel=channel,
        answered_on=answered_on, statement=statement, not_asked_because=not_asked_because,
    )  # fmt: skip
    if not statement.strip():
        return id
    row = papers.memo_row(unit.reader, memo)
    kept = rows.claims(unit.reader, memo)
    if any(c.tells == "heard" and c.of == id for c in kept):
        return id
    hearing = next(h for h in rows.hearings(unit.reader, memo) if h.id == id)
    sentence = sentences.heard(hearing)
    body, attached = papers.parse_body(row.body)
    used = [c.position for c in kept] + list(texts(body))
    position = max(used, default=0) + 1
    run = Inline(sentence.text, fact=str(position))
    memos.edit(unit, memo=memo, body=papers.body_text(with_statement(body, run), attached))
    record(unit, memo, [(position, sentence)], now.today())
    return id


def with_statement(blocks: tuple[Block, ...], run: Inline) -> tuple[Block, ...]:
    """The text with a department's statement at the end of 有关部门意见.

    Where there is no such part it is made: before what is proposed, else before what is asked,
    else at the end.
    """
    said = Paragraph((run,))
    tops = [
        (n, plain(block.runs))
        for n, block in enumerate(blocks)
        if isinstance(block, Heading) and block.level == 1
    ]
    for place, (n, words) in enumerate(tops):
        if words.strip("。") == sentences.HEARD:
            end = tops[place + 1][0] if place + 1 < len(tops) else end_of_text(blocks, n + 1)
            return (*blocks[:end], said, *blocks[end:])
    at = next((n for n, words in tops if any(word in words for word in _BEFORE)), None)
    if at is None:
        at = end_of_text(blocks, 0)
    if not tops:
        return (*blocks[:at], said, *blocks[at:])
    return (*blocks[:at], Heading(1, (Inline(sentences.HEARD),)), said, *blocks[at:])


def end_of_text(blocks: Sequence[Block], start: int) -> int:
    """Where the part that begins at `start` ends: before what is asked and the closing words."""
    for n in range(start, len(blocks)):
        block = blocks[n]
        if isinstance(block, Request):
            return n
        if isinstance(block, Paragraph) and plain(block.runs).startswith(
            ("妥否", "当否", "特此", "请予")
        ):
            return n
    return len(blocks)


# On paper


def with_fact_table(reader: Reader, memo: int, paper: OfficialDocument) -> OfficialDocument:
    """The paper with its table of facts filled: the attachment of that title that has no text."""
    if not any(_is_table(one) for one in paper.attachments):
        return paper
    filled = fact_table.attachment(fact_lines(reader, memo, paper.body))
    return replace(
        paper,
        attachments=tuple(filled if _is_table(one) else one for one in paper.attachments),
    )


def fact_lines(reader: Reader, memo: int, blocks: tuple[Block, ...]) -> list[FactLine]:
    """The facts behind the claims that stand in a text, by day, each once."""
    at = places(blocks)
    spoken: dict[Ground, list[str]] = {}
    for claim in rows.claims(reader, memo):
        if claim.position in at:
            for ground in claim.grounds:
                known = spoken.setdefault(ground, [])
                if at[claim.position] and at[claim.position] not in known:
                    known.append(at[claim.position])
    lines = []
    for ground, fact in rows.facts(reader, list(spoken)).items():
        if not fact.on:
            continue  # a project or a procedure is what the facts are of
        place = "、".join(spoken[ground])
        lines.append(FactLine(fact.on, fact.about, words_of(fact), place, fact.entered_on))
    return sorted(lines, key=lambda line: (line.on, line.entered_on))


def words_of(fact: rows.FactRow) -> str:
    """A fact in words, for the table and for the list beside the text."""
    if fact.kind == "event":
        what = sentences.EVENT_WORDS.get(fact.what, fact.what)
        return f"{what}（{fact.text}）" if fact.text else what
    if fact.kind == "obstacle":
        return f"障碍：{fact.text}"
    if fact.kind == "attempt":
        return f"{sentences.CHANNEL_WORDS.get(fact.what, fact.what)}：{fact.text}"
    if fact.kind == "hearing":
        return f"答复意见：{fact.text}"
    return fact.about or fact.text


def _is_table(one: Attachment) -> bool:
    return one.title.strip() == fact_table.TITLE and not one.blocks


# Walking


def _runs(blocks: Iterable[Block]) -> Iterator[Text]:
    for block in blocks:
        if isinstance(block, Request):
            yield from _runs(block.blocks)
        elif isinstance(block, Heading):
            yield block.runs
            yield block.rest
        elif isinstance(block, Paragraph | Item):
            yield block.runs


def _mapped(blocks: tuple[Block, ...], change: Change) -> tuple[Block, ...]:
    return tuple(
        Request(tuple(_simple(inner, change) for inner in block.blocks))
        if isinstance(block, Request)
        else _simple(block, change)
        if isinstance(block, Paragraph | Heading | Item)
        else block
        for block in blocks
    )


def _simple(block: Simple, change: Change) -> Simple:
    if isinstance(block, Heading):
        return replace(block, runs=change(block.runs), rest=change(block.rest))
    return replace(block, runs=change(block.runs))
