"""Every write about accounts and roles. `by` is a user, or the name of a command."""

from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from vrn_cases.access import rules
from vrn_cases.access.models import Membership, User, unusable_password
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.access.selectors import administrators, has_second_factor, is_last_administrator
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.records.refusals import Refused, refuse_if
from vrn_cases.records.services import create, locked, write


@transaction.atomic
def add_user(*, email: str, name: str, by: Any) -> User:
    """An account without a password: nobody can sign in until its owner has chosen one. Raises Refused."""
    address = email.strip().lower()
    try:
        with transaction.atomic():
            user = create(
                User, action=Action.USER_INVITED, by=by, email=address, name=name.strip(), invited_at=timezone.now()
            )
    except IntegrityError:
        raise Refused([rules.EMAIL_TAKEN]) from None
    # The sign-in library looks the address up here; whoever can open the link has proved that the mailbox is theirs.
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    return user


@transaction.atomic
def rename_user(*, user: User, revision: int | None, name: str, by: Any) -> User:
    return write(locked(user, revision), action=Action.USER_CHANGED, by=by, name=name.strip())


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    agency_kind: AgencyKind,
    starts_on: date,
    by: Any,
    programme: Any = None,
    organisation: Any = None,
) -> Membership:
    """Give a role from a day on; without a programme, in the whole network. Raises Refused."""
    user = locked(user)
    misfits = rules.misfits(role, network_wide=programme is None, organisation_given=organisation is not None)
    refuse_if(rules.against_changing_roles(user, by) + list(misfits.values()))
    try:
        with transaction.atomic():
            return create(
                Membership,
                action=Action.MEMBERSHIP_GIVEN,
                by=by,
                detail={"user": user.reference, "role": role.value},
                user=user,
                role=role,
                agency_kind=agency_kind,
                programme=programme,
                organisation=organisation,
                starts_on=starts_on,
            )
    except IntegrityError:
        raise Refused([rules.HELD_ALREADY]) from None


@transaction.atomic
def end_role(*, membership: Membership, revision: int | None, by: Any) -> Membership:
    """End a role at once: it does not hold today any more. Raises Refused or Changed."""
    _one_change_of_administrators_at_a_time()
    row = locked(membership, revision)
    today = timezone.localdate()
    last = row.role == Role.ADMINISTRATOR and is_last_administrator(row.user)
    refuse_if(rules.against_ending_role(row.user, by, ended=row.ends_on is not None, leaves_no_administrator=last))
    detail = {"user": row.user.reference, "role": row.role}
    return write(row, action=Action.MEMBERSHIP_ENDED, by=by, detail=detail, ends_on=max(today, row.starts_on))


@transaction.atomic
def close_user(*, user: User, revision: int | None, by: Any) -> User:
    """Close the account and end its sessions at once. Its password is gone; opening it again needs a new one."""
    _one_change_of_administrators_at_a_time()
    row = locked(user, revision)
    refuse_if(rules.against_closing(row, by, leaves_no_administrator=is_last_administrator(row)))
    row = write(row, action=Action.USER_CLOSED, by=by, closed_at=timezone.now())
    User.objects.filter(pk=row.pk).update(password=unusable_password())
    end_sessions(user=row)
    return row


@transaction.atomic
def reopen_user(*, user: User, revision: int | None, by: Any) -> User:
    row = locked(user, revision)
    refuse_if(rules.against_reopening(row, by))
    return write(row, action=Action.USER_REOPENED, by=by, closed_at=None, invited_at=timezone.now())


@transaction.atomic
def remove_second_factor(*, user: User, by: Any) -> None:
    """For somebody who lost their telephone or key: the next sign-in asks for a new second step."""
    row = locked(user)
    refuse_if(rules.against_removing_second_factor(row, by, has_one=has_second_factor(row)))
    Authenticator.objects.filter(user_id=row.pk).delete()
    end_sessions(user=row)
    record(
        Action.SECOND_FACTOR_REMOVED,
        by=by,
        subject_kind=row._meta.label_lower,
        subject_id=row.reference,
        detail={"type": "all"},
    )


def set_password(*, user: User, password: str) -> None:
    """Write the password alone: a save of the whole row could undo what somebody else wrote meanwhile."""
    user.password = make_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password)


def end_sessions(*, user: User, but: str | None = None) -> None:
    """End them all, but the one with this key."""
    for session in UserSession.objects.filter(user_id=user.pk).exclude(session_key=but):
        session.end()


def _one_change_of_administrators_at_a_time() -> None:
    """Two administrators who end each other's role at once must not both find the other one left."""
    list(administrators().select_for_update(of=("self",)))
