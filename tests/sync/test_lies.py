"""What a trusted sender may say without harm, and what is refused whole: nothing is ever broken."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, check
from envoy_desktop.store.changelog import NATURAL, SEQ_BITS
from envoy_desktop.store.queries import actors, office, reference
from envoy_desktop.store.queries import exchange as stored
from tests.sync.conftest import Side
from tests.sync.lying import OBSTACLE, Liar

Sides = tuple[Side, Side, Side]
STATE = ("change", "head", "awaited", "quarantined", "actor", "receipt", "package", "voucher",
         "blob_chunk", "trusted", "trust_list")  # fmt: skip


def state(side: Side) -> tuple[object, ...]:
    with side.workspace.read() as reader:
        return (stored.digest(reader), *(sorted(map(repr, reader.rows(f"SELECT * FROM {table}")))
                                         for table in STATE))  # fmt: skip


def sound(side: Side) -> list[str]:
    return [f"{f.check}: {f.found}" for f in check.check(side.workspace) if not f.ok]


def refused(side: Side, path: Path, rule: str = "package-malformed") -> None:
    before = state(side)
    with pytest.raises(Refusal, match=rule):
        side.read(path)
    assert state(side) == before


# -- in another's name ------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["receiver", "third"])
def test_nobody_writes_in_another_s_name_by_leaving_him_out_of_the_authors(
    sides: Sides, tmp_path: Path, whose: str
):
    a, b, c = sides
    b.trusts(c)
    c.trusts(b)
    b.read(c.write(b))
    with b.workspace.read() as reader:
        of_c = [one for one in stored.authors(reader) if one.identity == c.public.identity]
        tag = of_c[-1].tag if whose == "third" else actors.here(reader).tag  # type: ignore[union-attr]
        row = next(one for one in stored.have(reader) if one[0] == tag)
        uuid = actors.actor(reader, tag).uuid  # type: ignore[union-attr]
    forged = Liar(a, b, tag, uuid).goes_on(row[1], row[2])
    forged.obstacle(text="冒名")
    refused(b, forged.write(tmp_path / "p", authors=[]))
    stranger = Liar(a, b)
    stranger.obstacle()
    refused(b, stranger.write(tmp_path / "q", authors=[]))


def test_a_new_actor_with_another_s_uuid_is_told(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    with b.workspace.read() as reader:
        uuid = stored.own_actors(reader)[0][1]
    liar = Liar(a, b, uuid=uuid)
    liar.obstacle()
    refused(b, liar.write(tmp_path / "p"), "actor-collision")


# -- the manifest -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lie",
    [
        lambda liar: {"authors": [liar.author(), liar.author(tag=1 << 62, uuid="1" * 32)]},
        lambda liar: {"authors": [liar.author(), liar.author(tag=1 << 31, uuid="1" * 32)]},
        lambda liar: {"authors": [liar.author(), liar.author(tag=0, uuid="1" * 32)]},
        lambda liar: {"authors": [liar.author(), liar.author()]},
        lambda liar: {"authors": [liar.author(name="a\0b")]},
        lambda liar: {"authors": [liar.author(uuid="../../etc")]},
        lambda liar: {"authors": [liar.author(forked_at=1 << 62)]},
        lambda _liar: {"have": [[1 << 62, 1, "0" * 64]]},
        lambda _liar: {"have": [[1, 1 << 40, "0" * 64]]},
        lambda _liar: {"sequence": 1 << 62},
        lambda _liar: {"volume": [1, 1 << 62]},
        lambda _liar: {"schema": "!"},
        lambda liar: {"vouchers": [[5, "5" * 32, 1 << 62, "0" * 64, liar.to.identity, "AAAA"]]},
    ],
)
def test_numbers_and_names_that_no_workspace_has_are_refused(
    sides: Sides, tmp_path: Path, lie: Callable[[Liar], dict[str, object]]
):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    refused(b, liar.write(tmp_path / "p", **lie(liar)))


def test_half_a_character_anywhere_is_refused(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    told = json.dumps(liar.manifest(liar.part(), actor="\ud800")).encode()
    refused(b, liar.write(tmp_path / "p", signed=told))
    for place in (b'"obstacle"', b"text", b"[]"):
        liar = Liar(a, b)
        line = changelog.line(
            liar.next, liar.hlc, liar.next, "obstacle", liar.next, "", changelog.encode(OBSTACLE),
            "[]",
        )  # fmt: skip
        liar.says("obstacle", None, line=line.replace(place, place[:-1] + b"\\ud800" + place[-1:]))
        refused(b, liar.write(tmp_path / "p"))


def test_a_sender_who_counts_far_ahead_costs_no_more_than_another(sides: Sides, tmp_path: Path):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    b.read(liar.write(tmp_path / "p", sequence=(1 << 31) - 1, volume=[1, 100_000]))
    with b.workspace.read() as reader:
        found = office.delivered(reader)[a.public.identity]
    assert (found.sequence, found.packages) == ((1 << 31) - 1, 0)
    assert found.missing == tuple(range(1, 1001))


def test_a_clock_that_ran_ahead_does_not_outlast_what_he_says_once_it_is_right(
    sides: Sides, tmp_path: Path
):
    a, b, _c = sides
    liar = Liar(a, b)
    liar.obstacle()
    with b.workspace.read() as reader:
        tag, _seq, _hash = stored.have(reader)[-1]
    b.read(liar.write(tmp_path / "p", hlc=(1 << 63) - 1, have=[[tag, 0, "0" * 64]]))
    with b.workspace.read() as reader:
        limit = changelog.latest_followed()
    assert b.value("SELECT max(hlc) FROM receipt") <= limit  # type: ignore[operator]
