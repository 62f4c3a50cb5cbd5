"""What speaks against giving, ending or closing access. Each rule returns its reasons; none means go ahead."""

from typing import Any

from vrn_cases.access.models import User
from vrn_cases.access.roles import ROLES, Role

OWN_ROLES = "You cannot change your own roles. Ask another administrator."
OWN_ACCOUNT = "You cannot close or open your own account. Ask another administrator."
LAST_ADMINISTRATOR = (
    "This is the last administrator who can sign in. Give somebody else the role, and let them sign in, first."
)
CLOSED = "This account is closed. Open it again first."
NOT_CLOSED = "This account is open already."
SIGNED_IN_BEFORE = (
    "This person has signed in before. With the password forgotten, they ask for a link on the sign-in page."
)
HELD_ALREADY = "This person holds this role there already."
ENDED_ALREADY = "This role has ended already."
EMAIL_TAKEN = "This email address has an account already."


def misfits(role: Role, *, network_wide: bool, organisation_given: bool) -> dict[str, str]:
    """What does not go with the role, by the field it concerns; the same rules stand as constraints in the database."""
    row = ROLES[role]
    found = {}
    if row.network_only and not network_wide:
        found["programme"] = f"{role.label}: this role is held for the whole network. Choose “The whole network”."
    if row.own_organisation_only and not organisation_given:
        found["organisation"] = f"{role.label}: choose the organisation, because the role reaches its records alone."
    if not row.own_organisation_only and organisation_given:
        found["organisation"] = f"{role.label}: this role is not bound to an organisation. Leave this empty."
    return found


def against_changing_roles(user: User, by: Any) -> list[str]:
    if user == by:
        return [OWN_ROLES]
    return [CLOSED] if user.closed_at else []


def against_ending_role(user: User, by: Any, *, ended: bool, leaves_no_administrator: bool) -> list[str]:
    if user == by:
        return [OWN_ROLES]
    if ended:
        return [ENDED_ALREADY]
    return [LAST_ADMINISTRATOR] if leaves_no_administrator else []


def against_closing(user: User, by: Any, *, leaves_no_administrator: bool) -> list[str]:
    if user == by:
        return [OWN_ACCOUNT]
    if user.closed_at:
        return [CLOSED]
    return [LAST_ADMINISTRATOR] if leaves_no_administrator else []


def against_reopening(user: User, by: Any) -> list[str]:
    if user == by:
        return [OWN_ACCOUNT]
    return [] if user.closed_at else [NOT_CLOSED]


def against_inviting_again(user: User) -> list[str]:
    if user.closed_at:
        return [CLOSED]
    return [SIGNED_IN_BEFORE] if user.last_login and user.has_usable_password() else []


def against_removing_second_factor(user: User, by: Any, *, has_one: bool) -> list[str]:
    if user == by:
        return ["You remove your own second step under “Your sign-in”."]
    return [] if has_one else ["This person has no second step to remove."]
