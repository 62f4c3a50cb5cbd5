"""Text that must not be readable in a copied database: AES-256-GCM, bound to its model, field and row.

Stored as `v1:<key id>:<nonce>:<ciphertext>`; the associated data names the model, the field and the row's own random
uid, so that a value copied to another row or column does not open. Keys come from VRN_FIELD_KEYS, the first writes.
"""

import base64
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

VERSION = "v1"
NONCE_BYTES = 12


class CannotDecrypt(Exception):
    """The value was written with an unknown key, or for another row or field, or was altered."""


def _key(key_id: str) -> bytes:
    if key_id not in settings.FIELD_KEYS:
        raise CannotDecrypt(f"VRN_FIELD_KEYS does not hold key {key_id!r}.")
    raw = base64.b64decode(settings.FIELD_KEYS[key_id])
    if len(raw) != 32:
        raise ImproperlyConfigured(f"Key {key_id!r} in VRN_FIELD_KEYS must be 32 bytes in base64, not {len(raw)}.")
    return raw


def encrypt(text: str, bound_to: str) -> str:
    key_id = next(iter(settings.FIELD_KEYS))
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_key(key_id)).encrypt(nonce, text.encode(), bound_to.encode())
    return ":".join((VERSION, key_id, base64.b64encode(nonce).decode(), base64.b64encode(sealed).decode()))


def decrypt(stored: str, bound_to: str) -> str:
    """Raises CannotDecrypt; never returns what it could not open."""
    parts = stored.split(":")
    if len(parts) != 4 or parts[0] != VERSION:
        raise CannotDecrypt("The stored text is not in a known form.")
    try:
        nonce, sealed = base64.b64decode(parts[2]), base64.b64decode(parts[3])
        return AESGCM(_key(parts[1])).decrypt(nonce, sealed, bound_to.encode()).decode()
    except InvalidTag:
        raise CannotDecrypt("The stored text belongs to another row or was altered.") from None


class Encrypted(str):
    """What the column holds, until the row opens it; so that a loaded row that nobody reads costs no decryption."""

    __slots__ = ()


class OpensOnRead:
    """Opens an encrypted column when it is read, bound to the row that holds it."""

    def __init__(self, field: "EncryptedText") -> None:
        self.field = field

    def __get__(self, instance: Any, owner: Any) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, Encrypted):
            value = instance.__dict__[name] = decrypt(value, self.field.bound_to(instance))
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedText(models.TextField):
    """A text column that is encrypted at rest; its model must have `uid`. It cannot be filtered or ordered by."""

    def bound_to(self, instance: Any) -> str:
        return f"{instance._meta.label_lower}.{self.attname}:{instance.uid}"

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, OpensOnRead(self))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Encrypted | None:
        return None if value is None else Encrypted(value)

    def pre_save(self, instance: Any, add: bool) -> str | None:
        return self.sealed(instance, instance.__dict__.get(self.attname))

    def sealed(self, instance: Any, value: str | None) -> str | None:
        """What a bulk or single-column update must store for this row."""
        if value is None or isinstance(value, Encrypted):
            return value
        return encrypt(value, self.bound_to(instance))

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in ("isnull",) else None

