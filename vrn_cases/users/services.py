"""Inviting somebody: the account, the first role and the message with the link, in one transaction."""

from datetime import date
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from vrn_cases.access import rules
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.access.services import add_user, give_role, reopen_user
from vrn_cases.audit.actions import Action
from vrn_cases.notices.services import write_notice
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import locked, write

SUBJECT = "Your account with the Violence Reduction Network"
BODY = (
    "You have been given an account for the service of the Violence Reduction Network of Leicester, Leicestershire "
    "and Rutland.\n\nChoose a password with the link below. It works once, for 3 days. After that, ask whoever "
    "invited you to send the invitation again.\n\nIf you did not expect this message, ignore it."
)


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    role: Role,
    agency_kind: AgencyKind,
    starts_on: date,
    by: Any,
    programme: Any = None,
    organisation: Any = None,
) -> User:
    """Raises Refused, with nothing kept, when the address is taken or the role does not fit."""
    user = add_user(email=email, name=name, by=by)
    give_role(
        user=user,
        role=role,
        agency_kind=agency_kind,
        programme=programme,
        organisation=organisation,
        starts_on=starts_on,
        by=by,
    )
    _send_link(user)
    return user


@transaction.atomic
def send_invitation_again(*, user: User, revision: int | None, by: Any) -> User:
    """A new link for another 3 days. Raises Refused or Changed."""
    row = locked(user, revision)
    refuse_if(rules.against_inviting_again(row))
    row = write(row, action=Action.USER_INVITED, by=by, invited_at=timezone.now())
    _send_link(row)
    return row


@transaction.atomic
def reopen_and_invite(*, user: User, revision: int | None, by: Any) -> User:
    """Open a closed account again. Its password went when it was closed, so its owner gets a link to choose one."""
    row = reopen_user(user=user, revision=revision, by=by)
    _send_link(row)
    return row


def _send_link(user: User) -> None:
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    sent = user.invited_at.isoformat()
    write_notice(key=f"invitation:{sent}", to=[user], subject=SUBJECT, body=BODY, path=path)
