"""Document numbers (发文字号): organ code, year in tortoise-shell brackets, running number.

GB/T 9704-2012 7.2.5: 〔2026〕 in full-width brackets, no leading zero, no 第; each organ counts
its papers of a kind anew each year.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from envoy_desktop.domain.refusal import Refusal


@dataclass(frozen=True, slots=True, order=True)
class DocumentNumber:
    """The number of an issued paper, such as 特服办〔2026〕5号."""

    organ_code: str
    year: int
    sequence: int
    register: str = ""
    """The mark of the register that gave it, which `organ_code` holds too; empty of the first."""

    def __str__(self) -> str:
        return f"{self.organ_code}〔{self.year}〕{self.sequence}号"


def next_number(
    used: Iterable[DocumentNumber], organ_code: str, year: int, *, first: int = 1
) -> DocumentNumber:
    """The number after the highest in use by the organ in that year.

    `used` are the numbers of one kind of paper; `first` is where the count begins if papers of
    this year were numbered elsewhere before.
    """
    taken = [n.sequence for n in used if n.organ_code == organ_code and n.year == year]
    return DocumentNumber(organ_code, year, max([first - 1, *taken]) + 1)


def doubles(used: Iterable[DocumentNumber]) -> tuple[DocumentNumber, ...]:
    """Numbers that stand on more than one paper (two offices that merged their work)."""
    return tuple(sorted(n for n, times in Counter(used).items() if times > 1))


def gaps(used: Iterable[DocumentNumber], *, first: int = 1) -> tuple[DocumentNumber, ...]:
    """Numbers from `first` up to the highest in use that stand on no paper, per organ and year."""
    taken: dict[tuple[str, int], set[int]] = {}
    for n in used:
        taken.setdefault((n.organ_code, n.year), set()).add(n.sequence)
    return tuple(
        DocumentNumber(organ, year, sequence)
        for (organ, year), sequences in sorted(taken.items())
        for sequence in range(first, max(sequences))
        if sequence not in sequences
    )


REGISTERS = tuple(
    "天地玄黄宇宙洪荒辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑巨阙珠"
    "称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟始制文字服衣裳推位让虞陶唐周殷汤坐朝问道垂拱平"
    "章爱育黎首遐迩体率宾归鸣凤在竹白驹食场化被草木赖及万方盖身发常恭养岂敢慕贞洁男效才良知过必"
    "改得能莫忘谈彼短靡恃己长信使可覆器欲难量墨丝染诗赞羔羊景行维贤克念作圣德建名立形端表正空谷传声"
)
"""Marks of registers: the signs of the Thousand Characters, which have told series apart in Chinese
files for ages (天字第一号)."""


def register_mark(device: str, taken: Iterable[str]) -> str:
    """The mark of a device's own register: drawn from its identity, never one that is taken.

    Two devices that have not met draw from their own identities: equal marks are one in 200.
    """
    used = set(taken)
    start = int.from_bytes(hashlib.sha256(device.encode()).digest()[:4]) % len(REGISTERS)
    for step in range(len(REGISTERS)):
        mark = REGISTERS[(start + step) % len(REGISTERS)]
        if mark not in used:
            return mark
    raise Refusal("registers-used-up")
