"""The master key and its slots: `FILE.keys` beside the workspace.

One random 32-byte key, sealed in a recovery passphrase slot (Argon2id, AES-256-GCM with the
parameters as associated data) and, where a real keyring service runs, kept in that.
"""

import base64
import contextlib
import json
import os
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from envoy_desktop.store.connection import replace_file
from envoy_desktop.store.troubles import Damaged, NoKey, unreadable

SERVICE = "Envoy Desktop"
KEY_BYTES = 32
MEMORY_KIB, ITERATIONS, LANES = 256 * 1024, 3, 4
REAL_KEYRINGS = ("Windows", "macOS", "SecretService", "libsecret", "kwallet")
MINIMUM_LENGTH = 8


@dataclass(frozen=True)
class PassphraseSlot:
    """The master key sealed by a passphrase; sizes in KiB, salt and nonce raw bytes."""

    memory_kib: int
    iterations: int
    lanes: int
    salt: bytes
    nonce: bytes
    sealed: bytes

    def parameters(self) -> dict[str, Any]:
        """What the seal is bound to: changing one of them makes opening fail."""
        return {
            "kind": "passphrase",
            "kdf": "argon2id",
            "memory_kib": self.memory_kib,
            "iterations": self.iterations,
            "lanes": self.lanes,
            "salt": _text(self.salt),
        }


@dataclass(frozen=True)
class Slots:
    """What stands in the key file: the workspace's uuid and its slots."""

    workspace: str
    passphrase: PassphraseSlot
    keyring: bool


def key_file(path: Path) -> Path:
    """Where the slots of the workspace at `path` lie."""
    return path.with_name(path.name + ".keys")


def create(path: Path, passphrase: str, *, use_keyring: bool) -> tuple[bytes, Slots]:
    """Mint a master key for a new workspace and write its slots; gives the key and the slots.

    With `use_keyring`, a missing or dismissed keyring service is no failure: the passphrase
    slot alone is written and `slots.keyring` is False.
    """
    key = secrets.token_bytes(KEY_BYTES)
    slots = Slots(uuid.uuid4().hex, _seal(key, passphrase), keyring=False)
    if use_keyring:
        try:
            _keyring_put(slots.workspace, key)
            slots = replace(slots, keyring=True)
        except NoKey:
            pass  # the passphrase opens it; `workspace info` shows that the keyring does not
    write(path, slots)
    return key, slots


def change_passphrase(path: Path, key: bytes, passphrase: str) -> None:
    """Seal the same master key with a new passphrase; the old one opens nothing from then on."""
    write(path, replace(read(path), passphrase=_seal(key, passphrase)))


def unlock_by_passphrase(path: Path, passphrase: str) -> bytes:
    """The master key; raises NoKey("wrong-passphrase")."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    slot = read(path).passphrase
    try:
        return AESGCM(_derive(passphrase, slot)).decrypt(
            slot.nonce, slot.sealed, _bound(slot.parameters())
        )
    except InvalidTag as error:
        raise NoKey("wrong-passphrase", path=str(path), next="recovery-sheet") from error


def unlock_by_keyring(path: Path) -> bytes:
    """The master key from the system keyring.

    Raises NoKey: "keyring-not-used", "no-keyring-service", "keyring-dismissed",
    "keyring-locked" or "keyring-entry-missing". A missing entry never makes a new key.
    """
    slots = read(path)
    if not slots.keyring:
        raise NoKey("keyring-not-used", next="use-passphrase")
    import keyring.errors

    backend = _keyring_backend()
    try:
        held = backend.get_password(SERVICE, slots.workspace)
    except keyring.errors.InitError as error:
        raise NoKey("keyring-dismissed", next="use-passphrase") from error
    except keyring.errors.KeyringLocked as error:
        raise NoKey("keyring-locked", next="use-passphrase") from error
    except keyring.errors.KeyringError as error:
        raise NoKey("no-keyring-service", next="use-passphrase") from error
    if held is None:
        raise NoKey("keyring-entry-missing", next="use-passphrase")
    return bytes.fromhex(held)


def keyring_there() -> bool:
    """Whether a real keyring service runs here that could keep the key."""
    try:
        _keyring_backend()
    except NoKey:
        return False
    return True


def take_out_of_keyring(path: Path) -> None:
    """Keep the key in the system keyring no longer: the passphrase alone opens the workspace."""
    import keyring.errors

    slots = read(path)
    write(path, replace(slots, keyring=False))
    # the slot is gone from the file, so nothing asks for an entry that cannot be deleted
    with contextlib.suppress(NoKey, keyring.errors.KeyringError):
        _keyring_backend().delete_password(SERVICE, slots.workspace)


def put_into_keyring(path: Path, key: bytes) -> None:
    """Keep the key in the system keyring too (after recovery by passphrase). Raises NoKey."""
    slots = read(path)
    _keyring_put(slots.workspace, key)
    write(path, replace(slots, keyring=True))


def read(path: Path) -> Slots:
    """The slots of the workspace at `path`; raises Damaged("no-slots") where there are none."""
    try:
        found = json.loads(key_file(path).read_text("utf-8"))
        slot = next(s for s in found["slots"] if s["kind"] == "passphrase")
        passphrase = PassphraseSlot(
            memory_kib=_ranged(slot["memory_kib"], 8 * 1024, 4 * 1024 * 1024),
            iterations=_ranged(slot["iterations"], 1, 64),
            lanes=_ranged(slot["lanes"], 1, 64),
            salt=_bytes(slot["salt"], 16),
            nonce=_bytes(slot["nonce"], 12),
            sealed=_bytes(slot["sealed"], KEY_BYTES + 16),
        )
        return Slots(
            workspace=uuid.UUID(found["workspace"]).hex,
            passphrase=passphrase,
            keyring=any(s["kind"] == "keyring" for s in found["slots"]),
        )
    except FileNotFoundError as error:
        raise Damaged("no-slots", path=str(key_file(path)), next="restore-backup") from error
    except OSError as error:
        raise unreadable(error, key_file(path)) from error
    except (ValueError, KeyError, TypeError, StopIteration, AttributeError) as error:
        raise Damaged("slots-damaged", path=str(key_file(path)), next="restore-backup") from error


def write(path: Path, slots: Slots) -> None:
    """Replace the key file of the workspace at `path` in one step."""
    sealed = {
        **slots.passphrase.parameters(),
        "nonce": _text(slots.passphrase.nonce),
        "sealed": _text(slots.passphrase.sealed),
    }
    found: dict[str, Any] = {"format": 1, "workspace": slots.workspace, "slots": [sealed]}
    if slots.keyring:
        found["slots"].append({"kind": "keyring", "service": SERVICE})
    replace_file(key_file(path), json.dumps(found, indent=1).encode())


def strength(passphrase: str) -> int:
    """How strong a passphrase is, 0 (refused) to 4, by length and variety of its characters.

    An estimate of guessing cost for the first-start screen: bits = length x log2(alphabet seen),
    halved where few different characters stand. 0 below `MINIMUM_LENGTH` characters
    (an ideograph counts as two).
    """
    import math

    weight = sum(2 if ord(c) > 0x2E80 else 1 for c in passphrase)
    if weight < MINIMUM_LENGTH:
        return 0
    alphabet = sum(
        size
        for size, seen in (
            (26, any(c.islower() for c in passphrase)),
            (26, any(c.isupper() for c in passphrase)),
            (10, any(c.isdigit() for c in passphrase)),
            (32, any(c.isascii() and not c.isalnum() for c in passphrase)),
            (2500, any(ord(c) > 0x2E80 for c in passphrase)),
        )
        if seen
    )
    different = len(set(passphrase))
    bits = different * math.log2(max(alphabet, 2)) * (1.0 if different > 5 else 0.5)
    return 1 + sum(bits >= least for least in (45, 60, 80))


def _seal(key: bytes, passphrase: str) -> PassphraseSlot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    slot = PassphraseSlot(
        MEMORY_KIB, ITERATIONS, LANES, secrets.token_bytes(16), secrets.token_bytes(12), b""
    )
    sealed = AESGCM(_derive(passphrase, slot)).encrypt(slot.nonce, key, _bound(slot.parameters()))
    return replace(slot, sealed=sealed)


def _derive(passphrase: str, slot: PassphraseSlot) -> bytes:
    import unicodedata

    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    # the same words typed on another system's input method give the same bytes
    words = unicodedata.normalize("NFKC", passphrase).encode()
    return Argon2id(
        salt=slot.salt,
        length=KEY_BYTES,
        iterations=slot.iterations,
        lanes=slot.lanes,
        memory_cost=slot.memory_kib,
    ).derive(words)


def _keyring_backend() -> Any:
    if os.environ.get("PYTHON_KEYRING_BACKEND"):
        # environment and config files could redirect the key to null or plain text
        raise NoKey("no-keyring-service", next="use-passphrase")
    import keyring
    import keyring.core

    backend = keyring.get_keyring()
    if type(backend).__module__ == "keyring.backends.chainer":
        chained: Any = backend
        real = [b for b in chained.backends if _is_real(b)]
        if not real:
            raise NoKey("no-keyring-service", next="use-passphrase")
        return real[0]
    if not _is_real(backend):
        raise NoKey("no-keyring-service", next="use-passphrase")
    if type(backend).__module__ == "keyring.backends.Windows":
        backend.persist = "local machine"  # type: ignore[attr-defined]
    return backend


def _is_real(backend: object) -> bool:
    module = type(backend).__module__
    return any(module == f"keyring.backends.{name}" for name in REAL_KEYRINGS)


def _keyring_put(workspace: str, key: bytes) -> None:
    import keyring.errors

    try:
        _keyring_backend().set_password(SERVICE, workspace, key.hex())
    except keyring.errors.InitError as error:
        raise NoKey("keyring-dismissed", next="use-passphrase") from error
    except keyring.errors.KeyringLocked as error:
        raise NoKey("keyring-locked", next="use-passphrase") from error
    except keyring.errors.KeyringError as error:
        raise NoKey("no-keyring-service", next="use-passphrase") from error


def _bound(parameters: Mapping[str, Any]) -> bytes:
    return json.dumps(parameters, sort_keys=True, separators=(",", ":")).encode()


def _ranged(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or not least <= value <= most:
        raise ValueError(value)
    return value


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str, length: int) -> bytes:
    data = base64.b64decode(text, validate=True)
    if len(data) != length:
        raise ValueError(length)
    return data
