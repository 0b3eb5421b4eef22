"""Registers of document numbers: each device of an envoy counts in its own, so none stands twice.

Each register has a mark, which stands in the organ's code (docs/decisions); whoever works on one
device alone may say so and has none. Everything else is read from the numbers that were given.
"""

from dataclasses import dataclass
from datetime import date

from envoy_desktop.domain import numbers, official
from envoy_desktop.domain.numbers import DocumentNumber
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import reference, registers, standing

SERIES = {
    "request": "请", "report": "报", "opinion": "意", "letter": "函", "monthly_report": "月",
    "minutes": "纪", "mandate": "委",
}  # fmt: skip
"""Each kind has its own series in the register, told in the organ code: 宛特服请〔2026〕5号."""


@dataclass(frozen=True, slots=True)
class Register:
    """One series as the book of numbers shows it; `doubles` and `gaps` are sequence numbers."""

    organ: str
    kind: str
    year: int
    mark: str
    last: int
    own: bool
    doubles: tuple[int, ...]
    gaps: tuple[int, ...]


def mark(reader: Reader, organ: str) -> str:
    """The mark of this device's register for an organ.

    As in the last number that this device gave; before its first one drawn from its identity,
    since it cannot know of a device that it has not met. None only where the envoy says that
    there is no other device, and nothing known here was numbered by one.
    """
    device = registers.device(reader)
    given = registers.given(reader, organ)
    others = {one.register for one in given if one.device != device.tag}
    own = [one.register for one in given if one.device == device.tag]
    if own and own[-1] not in others:
        return own[-1]
    # a mark that two devices drew before they met is left by whoever notices
    if not own and not others and reference.setting(reader, "memo.sole_device"):
        return ""
    return numbers.register_mark(device.uuid, others | set(own) | {""})


def next_number(reader: Reader, memo: int, on: date) -> DocumentNumber:
    """The number the register gives next to a document: without gaps, per organ, year, kind."""
    held = standing.memo(reader, memo)
    if held is None:
        raise Refusal("unknown-id", kind="memo")
    kind, own = held.kind, held.organ_code or held.organ
    register = mark(reader, own)
    series = own + register + SERIES.get(kind, "")
    used = [
        DocumentNumber(series, one.year, one.sequence, register)
        for one in registers.given(reader, own)
        if one.kind == kind and one.year == on.year and one.register == register
    ]
    free = numbers.next_number(used, series, on.year)
    return DocumentNumber(series, on.year, free.sequence, register)


def label(kind: str, number: DocumentNumber) -> str:
    """The number as printed: 宛特服玄请〔2026〕5号; a briefing's 玄字第5期."""
    if not official.KINDS[kind].issued:
        return str(number)
    return (f"{number.register}字" if number.register else "") + f"第{number.sequence}期"


def book(reader: Reader) -> list[Register]:
    """All series with their last number, and what a person must look into: doubles and gaps."""
    device = registers.device(reader)
    series: dict[tuple[str, str, int, str], list[registers.GivenNumber]] = {}
    for one in registers.given(reader):
        series.setdefault((one.organ, one.kind, one.year, one.register), []).append(one)
    found = []
    for (organ, kind, year, register), given in sorted(series.items()):
        used = [DocumentNumber(organ, year, one.sequence) for one in given]
        found.append(
            Register(
                organ, kind, year, register, max(one.sequence for one in given),
                any(one.device == device.tag for one in given),
                tuple(n.sequence for n in numbers.doubles(used)),
                tuple(n.sequence for n in numbers.gaps(used)),
            )
        )  # fmt: skip
    return found
