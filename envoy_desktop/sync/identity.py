"""Who a workspace is to others: its signing and encryption keys, its public file, its words.

The secret keys lie in the encrypted workspace and nowhere else. A workspace is a device: two
workspaces of one person are two identities, and a restored backup keeps its own.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from envoy_desktop import now
from envoy_desktop.domain.refusal import Refusal
from envoy_desktop.store import changelog, exchange
from envoy_desktop.store.connection import Reader, replace_file
from envoy_desktop.store.queries import actors, reference
from envoy_desktop.store.queries import exchange as stored
from envoy_desktop.store.troubles import opened, unreadable
from envoy_desktop.store.unit import Unit
from envoy_desktop.store.workspace import Workspace

FORMAT = 1
KIND = "envoy-identity"
ROLES = ("envoy", "office")
LARGEST_FILE = 64 * 1024
_FIRST = "春夏秋冬东南西北红黄蓝绿大小高长"
_SECOND = "山水风云花草树木鸟鱼马牛灯门桥船"
WORDS = 8


@dataclass(frozen=True, slots=True)
class Public:
    """What others may know: names, role and public keys; `root` is an office's own."""

    name: str
    organisation: str
    role: str
    device: str
    sign: bytes
    encrypt: str
    root: bytes
    made: str
    signature: bytes

    @property
    def identity(self) -> str:
        """SHA-256 over the keys in hex: the same keys are the same identity."""
        told = changelog.encode([KIND, self.sign.hex(), self.encrypt, self.root.hex()])
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def words(self) -> str:
        """The fingerprint as eight words that can be read out over the telephone."""
        return words_of(self.identity)

    def body(self) -> dict[str, Any]:
        """What the signature covers."""
        return {
            "format": FORMAT,
            "kind": KIND,
            "name": self.name,
            "organisation": self.organisation,
            "role": self.role,
            "device": self.device,
            "sign": _text(self.sign),
            "encrypt": self.encrypt,
            "root": _text(self.root),
            "made": self.made,
        }

    def document(self) -> str:
        """The public file's text."""
        told = {**self.body(), "signature": _text(self.signature)}
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Own:
    """An own identity with its secret keys; `root` is b"" where another officer holds it."""

    public: Public
    sign: bytes
    encrypt: str
    root: bytes

    def signature(self, data: bytes, *, root: bool = False) -> bytes:
        """An Ed25519 signature by the device's key, or by the office's root."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.root if root else self.sign).sign(data)


def words_of(identity: str) -> str:
    """Eight words of two characters from the first 64 bits of a fingerprint: 春山 红桥 …"""
    return " ".join(_FIRST[byte >> 4] + _SECOND[byte & 15] for byte in bytes.fromhex(identity)[:8])


def own(workspace: Workspace) -> Own:
    """This workspace's identity; made at the first asking."""
    with workspace.read() as reader:
        found = own_in(reader)
    if found is not None:
        return found
    with workspace.unit("identity.make") as unit:
        found = own_in(unit.reader)  # somebody beside us may have made it just now
        return found if found is not None else make(unit)


def make(unit: Unit, role: str = "envoy") -> Own:
    """New keys for this workspace (key loss, change of office: the old ones are gone)."""
    secret = _secret(role)
    if role == "office":  # a database gives its root to the chair alone
        exchange.keep_key(unit, "root", {"root": secret.pop("root")})
    exchange.keep_key(unit, "device", secret)
    found = own_in(unit.reader)
    assert found is not None
    exchange.trust(
        unit,
        found.public.identity,
        name=found.public.name,
        role=role,
        document=found.public.document(),
        by="self",
    )
    return found


def fresh(name: str, organisation: str, role: str = "envoy") -> Own:
    """An identity that belongs to no workspace yet (a demo city's office, a trial)."""
    return _built(_secret(role), name, organisation, "")


def own_in(reader: Reader) -> Own | None:
    """This workspace's identity; None where none was made yet."""
    secret = stored.own_key(reader, "device")
    if secret is None:
        return None
    here = actors.here(reader)
    name = str(reference.setting(reader, "envoy.name")) or (here.name if here else "")
    organisation = str(reference.setting(reader, "envoy.unit"))
    if secret["role"] == "office":  # whoever works there: others know the office
        secret = {"root": "", **(stored.own_key(reader, "root") or {}), **secret}
        return _built(secret, organisation or name, organisation, "")
    return _built(secret, name, organisation, here.device if here else "")


def _secret(role: str) -> dict[str, str]:
    import pyrage
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    root = Ed25519PrivateKey.generate() if role == "office" else None
    return {
        "sign": _text(Ed25519PrivateKey.generate().private_bytes_raw()),
        "encrypt": str(pyrage.x25519.Identity.generate()),
        "root": _text(root.private_bytes_raw() if root else b""),
        "root_public": _text(root.public_key().public_bytes_raw() if root else b""),
        "role": role,
        "made": now.today().isoformat(),
    }


def _built(secret: dict[str, str], name: str, organisation: str, device: str) -> Own:
    import pyrage
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    sign, root = _bytes(secret["sign"]), _bytes(secret.get("root", ""))
    key = Ed25519PrivateKey.from_private_bytes(sign)
    bare = Public(
        name=name,
        organisation=organisation,
        role=secret["role"],
        device=device,
        sign=key.public_key().public_bytes_raw(),
        encrypt=str(pyrage.x25519.Identity.from_str(secret["encrypt"]).to_public()),
        root=_bytes(secret.get("root_public", "")),
        made=secret["made"],
        signature=b"",
    )
    public = replace(bare, signature=key.sign(_signed(bare)))
    return Own(public, sign, secret["encrypt"], root)


def parse(text: str | bytes) -> Public:
    """The public identity in a file's text; refuses "identity-unreadable", "identity-forged"
    and "identity-from-the-future"."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        told = json.loads(text)
        if told["kind"] != KIND:
            raise ValueError(told["kind"])
        if type(told["format"]) is int and told["format"] > FORMAT:
            raise Refusal("identity-from-the-future", next="update")
        found = Public(
            name=_short(told["name"]),
            organisation=_short(told["organisation"]),
            role=told["role"],
            device=_short(told["device"]),
            sign=_bytes(told["sign"]),
            encrypt=_recipient(told["encrypt"]),
            root=_bytes(told["root"]),
            made=_short(told["made"]),
            signature=_bytes(told["signature"]),
        )
        if found.role not in ROLES or len(found.sign) != 32 or len(found.root) not in (0, 32):
            raise ValueError(found.role)
        if (found.role == "office") != bool(found.root):
            raise ValueError(found.role)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Refusal("identity-unreadable", next="ask-for-identity") from error
    try:
        Ed25519PublicKey.from_public_bytes(found.sign).verify(found.signature, _signed(found))
    except InvalidSignature as error:
        raise Refusal("identity-forged", name=found.name, next="ask-for-identity") from error
    return found


def read_file(path: Path) -> Public:
    """The public identity in a file; raises Refusal as `parse` and SystemFailed."""
    try:
        with opened(path) as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise unreadable(error, path) from error
    if len(data) > LARGEST_FILE:
        raise Refusal("identity-unreadable", next="ask-for-identity")
    return parse(data)


def write_file(public: Public, path: Path) -> None:
    """Write the public file in one step; raises SystemFailed."""
    replace_file(path, public.document().encode())


def write_qr(public: Public, path: Path) -> None:
    """Write the public file as a QR code (PNG or SVG by the name); raises SystemFailed."""
    import io

    kind = "png" if path.suffix.lower() == ".png" else "svg"
    held = io.BytesIO()
    qr(public).save(held, kind=kind, scale=4, border=4)
    replace_file(path, held.getvalue())


def qr(public: Public) -> Any:
    """The public file as a QR code."""
    import segno

    return segno.make(compact(public), error="l", micro=False)


def compact(public: Public) -> str:
    """The public file on one line, for a QR code."""
    return json.dumps(
        {**public.body(), "signature": _text(public.signature)},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _signed(public: Public) -> bytes:
    return b"envoy-desktop identity 1\n" + changelog.encode(public.body()).encode()


def _recipient(text: Any) -> str:
    import pyrage

    if type(text) is not str or len(text) > 100:
        raise ValueError("recipient")
    try:
        return str(pyrage.x25519.Recipient.from_str(text))
    except pyrage.RecipientError as error:
        raise ValueError("recipient") from error


def _short(text: Any) -> str:
    if type(text) is not str or len(text) > 200 or not text.isprintable():
        raise ValueError("text")
    return text


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: Any) -> bytes:
    if type(text) is not str:
        raise ValueError("base64")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
