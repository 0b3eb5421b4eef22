"""Whom the office trusts: enrolment, revocation, key loss, change of office.

Each of them makes a new trust list, signed by the root, whose version is one higher.
"""

from dataclasses import dataclass
from pathlib import Path

from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import exchange
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.store.queries.exchange import Trusted
from envoy_desktop.store.unit import Unit
from envoy_desktop.sync import identity, trust
from envoy_desktop.sync.identity import Own, Public


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody's standing after an act, and the version of the list that tells it."""

    identity: str
    name: str
    words: str
    state: str
    version: int


def enrol(
    unit: Unit,
    *,
    public: Public,
    replaces: str = "",
    until: str | None = None,
    district: str = "",
) -> Enrolled:
    """Trust an envoy whose words were compared; `replaces` is his lost identity or its name.

    `district` is where he works; "" keeps what was said before (also of his lost identity), else
    the name of his unit tells.

    Refuses "enrol-envoys-only", "unknown-identity", "office-root-elsewhere".
    """
    unit.subject = public.name
    root_holder(unit)
    if public.role != "envoy":
        raise Refusal("enrol-envoys-only", name=public.name, next="ask-for-identity")
    if replaces:
        lost = named(unit, replaces)
        if lost.identity == public.identity:
            raise Refusal("same-identity", name=public.name, next="ask-for-identity")
        trust.replace(unit, lost.identity, public)
        district = district.strip() or lost.district
    else:
        trust.enrol(unit, public, until=until)
    if district.strip():
        exchange.set_district(unit, public.identity, district.strip())
    return Enrolled(public.identity, public.name, public.words, "active", publish(unit))


def assign(unit: Unit, *, who: str, district: str) -> Enrolled:
    """Say which district an envoy is of; "" leaves it to the name of his unit.

    Refuses "unknown-identity" and "office-root-elsewhere".
    """
    found = named(unit, who)
    unit.subject = found.name
    own = root_holder(unit)
    exchange.set_district(unit, found.identity, district.strip())
    known = stored.trust_list(unit.reader, own.public.identity)
    words = identity.words_of(found.identity)
    return Enrolled(found.identity, found.name, words, found.state, known[0] if known else 0)


def revoke(unit: Unit, *, who: str) -> Enrolled:
    """What he wrote so far stays; what comes later is set aside, here and at everybody's."""
    found = named(unit, who)
    unit.subject = found.name
    root_holder(unit)
    trust.revoke(unit, found.identity)
    words = identity.words_of(found.identity)
    return Enrolled(found.identity, found.name, words, "revoked", publish(unit))


def hand_over(unit: Unit, *, successor: Public) -> Enrolled:
    """Name the office that comes after this one: envoys trust it by our last list.

    Refuses "successor-no-office" and "office-root-elsewhere".
    """
    unit.subject = successor.name
    root_holder(unit)
    if successor.role != "office":
        raise Refusal("successor-no-office", name=successor.name, next="ask-for-identity")
    trust.enrol(unit, successor)
    version = publish(unit, successor)
    return Enrolled(successor.identity, successor.name, successor.words, "active", version)


def read_identity(path: Path) -> Public:
    """The public identity in a file, or in a picture (PNG, JPEG, TIFF, PDF) of its QR code.

    Refuses what `identity.parse` refuses, and "no-identity-code".
    """
    from envoy_desktop.documents import scan_pages

    if path.suffix.lower() not in scan_pages.SUFFIXES:
        return identity.read_file(path)
    from envoy_desktop.documents import scan

    for sheet in scan_pages.sheets(scan_pages.take(path)):
        if sheet.trouble is not None:
            raise sheet.trouble
        for text in scan.codes(sheet.picture) if sheet.picture else ():
            if text.startswith("{"):
                return identity.parse(text)
    raise Refusal("no-identity-code", path=path.name, next="ask-for-identity")


def publish(unit: Unit, successor: Public | None = None) -> int:
    """Sign the list anew; gives its version."""
    own = root_holder(unit)
    known = stored.trust_list(unit.reader, own.public.identity)
    version = known[0] + 1 if known else 1
    entries = [
        (identity.parse(one.document), one.state, one.until)
        for one in stored.all_trusted(unit.reader)
        if one.by != "self" and one.role == "envoy"
    ]
    document = trust.sign_list(own, version, entries, successor=successor)
    exchange.keep_trust_list(unit, own.public.identity, version, document)
    return version


def root_holder(unit: Unit) -> Own:
    """The office's identity with its root; refuses "office-root-elsewhere" and "not-an-office"."""
    own = identity.own_in(unit.reader)
    if own is None or (own.public.root and not own.root):  # the chair's eyes alone see it
        raise Refusal("office-root-elsewhere", next="ask-chair")
    if not own.root:
        raise Refusal("not-an-office", next="ask-chair")
    return own


def named(unit: Unit, text: str) -> Trusted:
    """The envoy of a fingerprint, of its words or of a name; refuses "unknown-identity"."""
    everybody = [
        one for one in stored.all_trusted(unit.reader) if one.by != "self" and one.role == "envoy"
    ]
    wanted = text.strip()
    for hits in (
        [one for one in everybody if one.identity == wanted],
        [one for one in everybody if identity.words_of(one.identity) == wanted],
        [one for one in everybody if one.name == wanted and one.state == "active"],
        [one for one in everybody if len(wanted) >= 8 and one.identity.startswith(wanted)],
    ):
        if len(hits) == 1:
            return hits[0]
    raise Refusal("unknown-identity", text=text, next="see-identities")
