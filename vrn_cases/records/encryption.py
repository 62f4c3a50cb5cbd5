"""Text that must not be readable in a copied database: AES-256-GCM, bound to its model, field and row.

Stored as `v1:<key id>:<nonce>:<ciphertext>`; the associated data names the model, the field and the row's own random
uid, so that a value copied to another row or column does not open. Keys come from VRN_FIELD_KEYS, the first writes.
"""

import base64
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute

VERSION = "v1"
NONCE_BYTES = 12
TAG_BYTES = 16
LONGEST_KEY_ID = 40  # characters


class CannotDecrypt(Exception):
    """The value was written with an unknown key, or for another row or field, or was altered."""


def _key(key_id: str) -> bytes:
    if key_id not in settings.FIELD_KEYS:
        raise CannotDecrypt(f"VRN_FIELD_KEYS does not hold key {key_id!r}.")
    raw = base64.b64decode(settings.FIELD_KEYS[key_id])
    if len(raw) != 32:
        raise ImproperlyConfigured(f"Key {key_id!r} in VRN_FIELD_KEYS must be 32 bytes in base64, not {len(raw)}.")
    return raw


class Encrypted(str):
    """What the column holds, until the row opens it; so that a loaded row that nobody reads costs no decryption."""

    __slots__ = ()


def encrypt(text: str, bound_to: str) -> Encrypted:
    key_id = next(iter(settings.FIELD_KEYS))
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(key_id)).encrypt(nonce, text.encode(), bound_to.encode())
    return Encrypted(":".join((VERSION, key_id, base64.b64encode(nonce).decode(), base64.b64encode(sealed).decode())))


def longest_sealed(characters: int) -> int:
    """The most that a column holds of a text of so many characters, four bytes each at the most: what its constraint
    may let in and no more, because the database cannot count the characters of a text that it cannot read."""
    before = len(VERSION) + LONGEST_KEY_ID + len(":::")
    return before + _in_base64(NONCE_BYTES) + _in_base64(4 * characters + TAG_BYTES)


def _in_base64(count: int) -> int:
    return 4 * -(-count // 3)


def decrypt(stored: str, bound_to: str) -> str:
    """Raises CannotDecrypt; never returns what it could not open."""
    parts = stored.split(":")
    if len(parts) != 4 or parts[0] != VERSION:
        raise CannotDecrypt("The stored text is not in a known form.")
    key = _key(parts[1])
    try:
        nonce, sealed = (base64.b64decode(part, validate=True) for part in parts[2:])
        return AESGCM(key).decrypt(nonce, sealed, bound_to.encode()).decode()
    except (InvalidTag, ValueError):  # ValueError: not base64, or a nonce of another length
        raise CannotDecrypt("The stored text belongs to another row or was altered.") from None


def blind_index(text: str, key_id: str) -> str:
    """A keyed hash, under this key of VRN_FIELD_KEYS, by which an encrypted value in its one form is found again.

    The key of the hash is derived from the key that encrypts, so that neither tells the other.
    """
    derived = hmac.digest(_key(key_id), b"blind index", "sha256")
    return f"{key_id}:{hmac.new(derived, text.encode(), 'sha256').hexdigest()}"


class OpensOnRead(DeferredAttribute):
    """Opens an encrypted column when it is read, bound to the row that holds it."""

    field: "EncryptedText"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        held, name = instance.__dict__, self.field.attname
        if name not in held:
            rows = type(instance)._base_manager.using(instance._state.db)
            held[name] = rows.values_list(name, flat=True).get(pk=instance.pk)
        if isinstance(held[name], Encrypted):
            held[name] = self.field.opened(held[name], instance.uid)
        return held[name]

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedText(models.TextField):  # type: ignore[type-arg]  # Django's take none at run time
    """A text column that is encrypted at rest; its model must have `uid`. It cannot be filtered or ordered by.

    `save`, `bulk_create` and `records.services` seal what they store. `update` and `bulk_update` cannot know the row
    that a text is bound to, so they refuse a text that was not sealed for it with `sealed`.
    """

    descriptor_class = OpensOnRead

    def bound_to(self, uid: Any) -> str:
        return f"{self.model._meta.label_lower}.{self.attname}:{uid}"

    def opened(self, held: Encrypted, uid: Any) -> str:
        """The text that the column of the row with this uid holds. Raises CannotDecrypt."""
        return decrypt(held, self.bound_to(uid))

    def sealed(self, instance: Any, value: str | None) -> Encrypted | None:
        """What the column must hold for this row to have `value`."""
        if value is None or isinstance(value, Encrypted):
            return value
        return encrypt(value, self.bound_to(instance.uid))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Encrypted | None:
        return None if value is None else Encrypted(value)

    def pre_save(self, instance: Any, add: bool) -> Encrypted | None:
        return self.sealed(instance, instance.__dict__[self.attname])

    def get_prep_value(self, value: Any) -> str | None:
        if value is not None and not isinstance(value, Encrypted):
            raise TypeError(f"{self.name} must be sealed for its row before it is stored; see EncryptedText")
        return None if value is None else str(value)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
