"""Seals fields (AES-256-GCM, bound to their place) and makes blind indexes (HMAC-SHA-256)."""

import hmac
import os
import unicodedata
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class KeyRing:
    """The keys of one installation: the last field key seals, each one opens what it sealed."""

    def __init__(self, field_keys: Mapping[str, bytes], index_key: bytes) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in field_keys.items()}
        self._newest = list(field_keys)[-1]
        self._index_key = index_key

    def seal(self, text: str, place: str) -> bytes:
        """Ciphertext with key id and nonce in front; ``place`` is authenticated, not stored."""
        nonce = os.urandom(NONCE)
        head = self._newest.encode() + b":"
        return head + nonce + self._ciphers[self._newest].encrypt(nonce, text.encode(), place.encode())

    def unseal(self, sealed: bytes, place: str) -> str:
        """The text; raises ``cryptography.exceptions.InvalidTag`` if it was moved or changed."""
        name, _, rest = sealed.partition(b":")
        cipher = self._ciphers[name.decode()]
        return cipher.decrypt(rest[:NONCE], rest[NONCE:], place.encode()).decode()

    def blind_index(self, text: str, place: str) -> str:
        """A keyed hash for exact search on the normalized form, different for each place."""
        return self.keyed_hash(normalized(text), place)

    def keyed_hash(self, text: str, place: str) -> str:
        """The same of a text as it is, each sign of it."""
        return hmac.digest(self._index_key, f"{place}|{text}".encode(), "sha256").hex()


def normalized(text: str) -> str:
    """Letters and digits alone, folded: ``Müller-Öztürk`` and ``MUELLER ÖZTÜRK`` become one."""
    folded = (
        unicodedata.normalize("NFC", text).casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    )
    plain = unicodedata.normalize("NFKD", folded)
    return "".join(filter(str.isalnum, plain))
