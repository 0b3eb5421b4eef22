"""Who stands for whose changes: nobody's word counts for another's, but the office's.

An author signs the hashes of all his changes (a voucher). Whoever carries them on hands the voucher
on with them; what comes from a third hand without one that holds is set aside until the author
himself or the office brings it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from envoy_desktop.store import changelog, exchange, merge
from envoy_desktop.store.changelog import SEQ_BITS, WITHHELD, Change
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.exchange import Voucher
from envoy_desktop.store.lines import Author, Part, Row, Run
from envoy_desktop.store.queries import actors
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.store.sifting import Taken
from envoy_desktop.store.unit import Unit
from envoy_desktop.sync import identity, trust
from envoy_desktop.sync.identity import Own

TYPE = "envoy-desktop/voucher/1"


def carried(reader: Reader, own: Own) -> tuple[Voucher, ...]:
    """The vouchers that a package takes along: for own changes, and those of others.

    An office's word counts by itself; its vouchers are for whoever carries its package on.
    """
    found = []
    for tag, uuid, seq in stored.own_actors(reader):
        digest = stored.digest_of_hashes(reader, tag, seq)
        if seq and digest is not None:
            bare = Voucher(tag, uuid, seq, digest, own.public.identity, b"")
            found.append(replace(bare, signature=own.signature(_signed(bare))))
    return (*found, *stored.vouchers(reader))


def judged(
    reader: Reader, authors: Iterable[Author], sender: str
) -> tuple[list[Author], frozenset[int]]:
    """The authors as far as a sender who is no office may tell of them, and whose changes need a
    voucher: actors that are not his."""
    kept: list[Author] = []
    relayed: set[int] = set()
    for author in authors:
        row = actors.actor(reader, author.tag)
        own, bound = (row.own, row.identity) if row else (False, "")
        bare = replace(author, identity="")
        if not own and (bound == sender or (author.own and bound == "")):
            kept.append(bare)
            continue
        relayed.add(author.tag)
        if row is not None and row.uuid == author.uuid:
            kept.append(replace(bare, own=False, forked_at=None))
    return kept, frozenset(relayed)


def admit(
    unit: Unit,
    vouchers: Iterable[Voucher],
    authors: Iterable[Author],
    relayed: frozenset[int],
    came: Mapping[int, bytes],
    limits: Mapping[int, int],
) -> tuple[Taken, int]:
    """Take in what lies aside from a third hand and is proven by a voucher.

    `came` gives the hashes just brought: of several versions of a change those are looked at.
    Gives what was taken in, and how many changes lie aside no more.
    """
    whole, freed = Taken(), 0
    by_tag = {author.tag: author for author in authors}
    for voucher in vouchers:
        author = by_tag.get(voucher.tag)
        if voucher.tag not in relayed or author is None or not _holds(unit.reader, voucher):
            continue
        rows = _proven(unit.reader, voucher, came)
        if not rows:
            continue
        exchange.let_go(unit, [(row[0], row[8]) for row in rows])
        freed += len(rows)
        taken = merge.take_in(
            unit,
            [replace(author, own=True, forked_at=None, identity="")],
            _runs(unit.reader, rows),
            Part.of(rows),
            signer=voucher.identity,
            limits=limits,
        )
        whole.add(taken)
        exchange.keep_voucher(unit, voucher)
    return whole, freed


def keep(unit: Unit, vouchers: Iterable[Voucher], sender: str, *, office: bool) -> None:
    """Keep what an author gave us, so that his changes may be carried on from here.

    An office hands on what all authors gave it. It has held that against the hashes itself: to do
    so again would go through the whole city's log with every package.
    """
    kept = {one.tag: one.seq for one in stored.vouchers(unit.reader)}
    for voucher in vouchers:
        row = actors.actor(unit.reader, voucher.tag)
        if row is None or row.uuid != voucher.uuid or row.own or row.identity != voucher.identity:
            continue
        theirs = voucher.identity != sender
        if (theirs and not office) or voucher.seq <= kept.get(voucher.tag, 0):
            continue
        if not _holds(unit.reader, voucher):
            continue
        digest = stored.digest_of_hashes
        if theirs or digest(unit.reader, voucher.tag, voucher.seq) == voucher.digest:
            exchange.keep_voucher(unit, voucher)


def _signed(voucher: Voucher) -> bytes:
    told = [voucher.tag, voucher.uuid, voucher.seq, voucher.digest.hex()]
    return trust.authenticated(TYPE, changelog.encode(told).encode())


def _holds(reader: Reader, voucher: Voucher) -> bool:
    """Whether a voucher is signed by him to whom the actor belongs, and we know him."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    me = identity.own_in(reader)
    row = actors.actor(reader, voucher.tag)
    if row is not None:
        owner = me.public.identity if row.own and me is not None else row.identity
        if row.uuid != voucher.uuid or owner not in ("", voucher.identity):
            return False
    if me is not None and voucher.identity == me.public.identity:
        key = me.public.sign
    else:
        known = stored.trusted(reader, voucher.identity)
        if known is None:
            return False
        key = identity.parse(known.document).sign
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(voucher.signature, _signed(voucher))
    except InvalidSignature:
        return False
    return True


def _proven(reader: Reader, voucher: Voucher, came: Mapping[int, bytes]) -> list[Row]:
    """The changes aside that, with those here, are exactly what the author signed."""
    aside: dict[int, Row] = {}
    for row in stored.relayed(reader, voucher.tag, voucher.seq):
        if row[0] not in aside or came.get(row[0]) == row[8]:
            aside[row[0]] = row
    here = dict(stored.hashes(reader, voucher.tag, voucher.seq))
    digest, previous = hashlib.sha256(), changelog.NO_HASH
    rows: list[Row] = []
    for seq in range(1, voucher.seq + 1):
        id = voucher.tag << SEQ_BITS | seq
        found = aside.get(id)
        hash = here.get(id)
        if hash is None:
            if found is None:
                return []
            hash = found[8]
            # lines were checked when they came, but behind a hash that only the bearer told
            if found[3] != WITHHELD and changelog.chain(previous, Change(*found)) != hash:
                return []
            rows.append(found)
        digest.update(hash)
        previous = hash
    return rows if digest.digest() == voucher.digest else []


def _runs(reader: Reader, rows: list[Row]) -> list[Run]:
    found: list[Run] = []
    start = 0
    for n in range(1, len(rows) + 1):
        if n < len(rows) and rows[n][0] == rows[n - 1][0] + 1:
            continue
        tag, seq = rows[start][0] >> SEQ_BITS, rows[start][0] & (1 << SEQ_BITS) - 1
        before = stored.hash_of(reader, tag, seq - 1)
        assert before is not None  # `_proven` went through all that come before
        found.append(Run(tag, seq, seq + n - start - 1, before, rows[n - 1][8]))
        start = n
    return found
