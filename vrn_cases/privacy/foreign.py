"""Every table that is not ours, field by field: what in it is about a person, and what becomes of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ForeignTable:
    """`personal` and `impersonal` together name every column; `kept` says until when, and what ends it."""

    what: str
    kept: str
    personal: frozenset[str] = frozenset()
    impersonal: frozenset[str] = frozenset()


NO_PERSON = "as long as the service; holds nobody's data"

FOREIGN: dict[str, ForeignTable] = {
    "account_emailaddress": ForeignTable(
        "The address that somebody signs in with",
        "with the account",
        personal=frozenset({"user_id", "email"}),
        impersonal=frozenset({"id", "verified", "primary"}),
    ),
    "account_emailconfirmation": ForeignTable(
        "A request to confirm an address; the service makes none",
        "empty",
        personal=frozenset({"email_address_id", "key"}),
        impersonal=frozenset({"id", "created", "sent"}),
    ),
    "auth_group": ForeignTable(
        "Groups of the framework; roles stand in their place", "empty", impersonal=frozenset({"id", "name"})
    ),
    "auth_group_permissions": ForeignTable(
        "Groups of the framework; roles stand in their place",
        "empty",
        impersonal=frozenset({"id", "group_id", "permission_id"}),
    ),
    "auth_permission": ForeignTable(
        "The framework's own names of permissions; not used",
        NO_PERSON,
        impersonal=frozenset({"id", "name", "content_type_id", "codename"}),
    ),
    "django_content_type": ForeignTable(
        "The framework's list of tables", NO_PERSON, impersonal=frozenset({"id", "app_label", "model"})
    ),
    "django_migrations": ForeignTable(
        "Which changes of the database were made", NO_PERSON, impersonal=frozenset({"id", "app", "name", "applied"})
    ),
    "django_session": ForeignTable(
        "Who is signed in, encoded and signed",
        "until it lapses; removed nightly",
        personal=frozenset({"session_key", "session_data"}),
        impersonal=frozenset({"expire_date"}),
    ),
    "mfa_authenticator": ForeignTable(
        "Somebody's second factors: keys of apps and passkeys, recovery codes",
        "until its owner or an administrator removes it",
        personal=frozenset({"user_id", "type", "data", "created_at", "last_used_at"}),
        impersonal=frozenset({"id"}),
    ),
    "shared_cache": ForeignTable(
        "Counts of failed sign-ins by address, and pictures of charts",
        "minutes to days; each row says until when",
        personal=frozenset({"cache_key", "value"}),
        impersonal=frozenset({"expires"}),
    ),
    "usersessions_usersession": ForeignTable(
        "Where somebody is signed in, shown to them",
        "with the session; removed nightly",
        personal=frozenset({"user_id", "ip", "session_key", "user_agent", "data", "created_at", "last_seen_at"}),
        impersonal=frozenset({"id"}),
    ),
}
