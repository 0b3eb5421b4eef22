"""Whose packages are read: trust by hand, and the office's signed list whose version only rises."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, exchange
from envoy_desktop.store.connection import Reader
from envoy_desktop.store.queries import actors
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.store.queries.exchange import Trusted
from envoy_desktop.store.shapes import LARGEST_NUMBER
from envoy_desktop.store.unit import Unit
from envoy_desktop.sync import identity
from envoy_desktop.sync.identity import Own, Public

FORMAT = 1
TYPE = "envoy-desktop/trust-list/1"
GOOD_FOR_DAYS = 400
STATES = ("active", "revoked", "replaced")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a trust list: a public identity and what its trust is."""

    public: Public
    state: str
    until: str | None


@dataclass(frozen=True, slots=True)
class TrustList:
    """An office's list as signed by its root; `successor` hands over to another office."""

    office: str
    version: int
    made: str
    until: str
    entries: tuple[Entry, ...]
    successor: Public | None
    document: str


def enrol(unit: Unit, public: Public, *, until: str | None = None) -> str:
    """Trust somebody by hand, after his words were compared; gives his identity."""
    exchange.trust(
        unit,
        public.identity,
        name=public.name,
        role=public.role,
        document=public.document(),
        until=until,
    )
    return public.identity


def revoke(unit: Unit, who: str) -> None:
    """What he wrote up to now stays; later work of his is set aside."""
    if stored.trusted(unit.reader, who) is None:
        raise Refusal("sender-unknown", name="", words=identity.words_of(who), next="trust-first")
    exchange.set_state(unit, who, "revoked", now.today().isoformat())


def replace(unit: Unit, lost: str, fresh: Public) -> None:
    """Key loss: the same person goes on with new keys, the lost ones open nothing any more."""
    exchange.set_state(unit, lost, "replaced", now.today().isoformat())
    enrol(unit, fresh)


def sender(reader: Reader, public: Public, made_on: date) -> Trusted:
    """The trust in the sender of a package made on a day.

    Refuses "sender-unknown", "sender-revoked" and "trust-expired".
    """
    found = stored.trusted(reader, public.identity)
    told = {"name": public.name, "words": public.words}
    if found is None:
        raise Refusal("sender-unknown", next="trust-first", **told)
    if found.state != "active":
        raise Refusal("sender-revoked", next="consult-office", **told)
    if found.until is not None and max(made_on, now.today()).isoformat() > found.until:
        raise Refusal("trust-expired", next="consult-office", until=found.until, **told)
    return found


def rest_of_the_last(reader: Reader, office: str, sequence: int, volumes: int) -> bool:
    """Whether this is a volume of the package with which an office handed over.

    The list that ended the office's trust lies in each of them, and the first one that is read
    must not shut the others out.
    """
    found = stored.trusted(reader, office)
    if found is None or (found.role, found.state) != ("office", "replaced") or volumes < 2:
        return False
    return sequence == stored.last_in(reader, office)


def limits(reader: Reader, office: str = "") -> dict[int, int]:
    """Of each actor whose signer is revoked the last change that is taken, whoever brings it.

    `office` is the identity of an office that brings it: what it had taken in before its list
    revoked somebody was acknowledged and is taken here too, however little of it came before the
    list. So is what it wrote itself before it handed over.
    """
    found: dict[int, int] = {}
    for one in stored.all_trusted(reader):
        if one.state == "active" or (office and _ended_by_office(reader, one)):
            continue
        for tag in stored.actors_of(reader, one.identity):
            actor = actors.actor(reader, tag)
            found[tag] = actor.seq if actor else 0
    return found


def _ended_by_office(reader: Reader, of: Trusted) -> bool:
    """Whether an office's list ended somebody's trust, and not a person here by hand."""
    if of.role == "office":
        return of.state == "replaced"
    kept = stored.trust_list(reader, of.by) if of.by else None
    return kept is not None and any(
        entry.public.identity == of.identity and entry.state != "active"
        for entry in read_list(kept[1]).entries
    )


# -- the office's list ------------------------------------------------------------------------


def sign_list(
    own: Own,
    version: int,
    entries: Iterable[tuple[Public, str, str | None]],
    *,
    until: str | None = None,
    successor: Public | None = None,
) -> str:
    """An office's trust list: (identity, state, last day) of each, signed by the root."""
    today = now.today()
    body = {
        "format": FORMAT,
        "kind": "envoy-trust-list",
        "office": own.public.document(),
        "version": version,
        "made": today.isoformat(),
        "until": until or (today + timedelta(days=GOOD_FOR_DAYS)).isoformat(),
        "entries": [[public.document(), state, last] for public, state, last in entries],
        "successor": successor.document() if successor else None,
    }
    payload = changelog.encode(body).encode()
    signature = own.signature(authenticated(TYPE, payload), root=True)
    return json.dumps(
        {
            "payloadType": TYPE,
            "payload": base64.b64encode(payload).decode(),
            "signatures": [{"keyid": own.public.identity, "sig": _text(signature)}],
        }
    )


def read_list(text: str) -> TrustList:
    """A trust list with its signature checked; refuses "trust-list-bad"."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        envelope = json.loads(text)
        payload = base64.b64decode(envelope["payload"], validate=True)
        body: Mapping[str, Any] = json.loads(payload)
        office = identity.parse(body["office"])
        signature = base64.b64decode(envelope["signatures"][0]["sig"], validate=True)
        if body["kind"] != "envoy-trust-list" or envelope["payloadType"] != TYPE or not office.root:
            raise ValueError("kind")
        Ed25519PublicKey.from_public_bytes(office.root).verify(
            signature, authenticated(TYPE, payload)
        )
        entries = tuple(
            Entry(identity.parse(document), _state(state), _last_day(last))
            for document, state, last in body["entries"]
        )
        successor = body["successor"]
        version = body["version"]
        if type(version) is not int or not 1 <= version <= LARGEST_NUMBER:
            raise ValueError("version")
        if body["format"] != FORMAT:
            raise ValueError("format")
        return TrustList(
            office.identity,
            version,
            _last_day(body["made"]) or "",
            _last_day(body["until"]) or "",
            entries,
            identity.parse(successor) if successor else None,
            text,
        )
    except InvalidSignature as error:
        raise Refusal("trust-list-bad", next="consult-office") from error
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise Refusal("trust-list-bad", next="consult-office") from error


def take_list(unit: Unit, text: str) -> bool:
    """Take in the list of an office that is trusted; False where we have this one or a newer.

    Refuses "trust-list-bad", "wrong-office", "trust-list-older", "trust-expired".
    """
    told = read_list(text)
    office = stored.trusted(unit.reader, told.office)
    if office is None or office.role != "office" or office.state != "active":
        raise Refusal("wrong-office", words=identity.words_of(told.office), next="consult-office")
    known = stored.trust_list(unit.reader, told.office)
    if known is not None and known[0] >= told.version:
        if known[0] == told.version and known[1] != text:
            raise Refusal("trust-list-bad", next="consult-office")
        return False
    if told.until and told.until < now.today().isoformat():
        raise Refusal(
            "trust-expired",
            name=office.name,
            words=identity.words_of(told.office),
            until=told.until,
            next="consult-office",
        )
    me = identity.own_in(unit.reader)
    for entry in told.entries:
        if me is not None and entry.public.identity == me.public.identity:
            continue
        if entry.public.identity == told.office:
            continue
        standing = stored.trusted(unit.reader, entry.public.identity)
        if standing is not None and standing.by == "" and standing.role == "office":
            continue  # another office that a person trusts himself
        exchange.trust(
            unit,
            entry.public.identity,
            name=entry.public.name,
            role=entry.public.role,
            document=entry.public.document(),
            state=entry.state,
            until=entry.until or told.until,
            by=told.office,
        )
    if told.successor is not None:
        if me is None or told.successor.identity != me.public.identity:
            exchange.trust(
                unit,
                told.successor.identity,
                name=told.successor.name,
                role="office",
                document=told.successor.document(),
                by=told.office,
            )
        exchange.set_state(unit, told.office, "replaced", now.today().isoformat())
    exchange.keep_trust_list(unit, told.office, told.version, text)
    return True


def authenticated(type: str, payload: bytes) -> bytes:
    """The bytes that a DSSE signature covers: the type string and the payload with their sizes."""
    kind = type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def _state(state: Any) -> str:
    if state not in STATES:
        raise ValueError("state")
    return str(state)


def _last_day(text: Any) -> str | None:
    return None if text is None else date.fromisoformat(text).isoformat()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
