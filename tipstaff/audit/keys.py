"""The key of the trail, outside the database: signs checkpoints, and marks each event as written by this program.

Ed25519 (FIPS 186-5) and HMAC-SHA-256. Servers that share a database share this file.
"""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PEM = serialization.Encoding.PEM
RAW = serialization.Encoding.Raw


@dataclass(frozen=True)
class PublicKey:
    """Checks signatures; may be given to anybody."""

    key: Ed25519PublicKey

    @cached_property
    def name(self) -> str:
        """The first 16 digits of the SHA-256 of the raw key."""
        return hashlib.sha256(self.key.public_bytes(RAW, serialization.PublicFormat.Raw)).hexdigest()[:16]

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        try:
            self.key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def pem(self) -> bytes:
        return self.key.public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


@dataclass(frozen=True)
class TrailKey:
    """The secret one."""

    key: Ed25519PrivateKey

    @cached_property
    def public(self) -> PublicKey:
        return PublicKey(self.key.public_key())

    @cached_property
    def for_stamps(self) -> bytes:
        """A key of its own for the stamps, made from the one in the file."""
        raw = self.key.private_bytes(RAW, serialization.PrivateFormat.Raw, serialization.NoEncryption())
        return HKDF(hashes.SHA256(), 32, salt=None, info=b"tipstaff trail stamp v1").derive(raw)

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)


def trail_key() -> TrailKey:
    """The key of this installation; made at the first act, readable by its owner only."""
    return _trail_key(Path(settings.TRAIL_KEY))


def key_at_hand() -> TrailKey | None:
    """The key if this machine has it; makes none."""
    return trail_key() if Path(settings.TRAIL_KEY).exists() else None


def public_key(path: Path) -> PublicKey:
    """Read a public key from a PEM file; raises ValueError if it holds none."""
    key = serialization.load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError(f"{path} holds no Ed25519 public key")
    return PublicKey(key)


@lru_cache(maxsize=8)
def _trail_key(path: Path) -> TrailKey:
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 private key")
    return TrailKey(key)


def _make(path: Path) -> None:
    """Written beside its place and linked into it: of two processes at once one wins, and none reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    descriptor, beside = tempfile.mkstemp(dir=path.parent)  # 0600 from the start
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(beside, path)
        path.with_suffix(".pub").write_bytes(PublicKey(key.public_key()).pem())
    Path(beside).unlink()
