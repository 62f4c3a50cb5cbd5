"""The administrator's pages about people and roles."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from vrn_cases.access import rules, services
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.models import Membership, User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.access.roles import Role
from vrn_cases.access.selectors import has_second_factor, is_last_administrator
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.selectors import draft_of
from vrn_cases.forms.services import submitted
from vrn_cases.pages.services import page
from vrn_cases.users.forms import ConfirmForm, InvitationForm, NameForm, RoleForm
from vrn_cases.users.lists import UserList
from vrn_cases.users.selectors import account_of, what_roles_may_do, where
from vrn_cases.users.services import invite, reopen_and_invite, send_invitation_again

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(P.USER_MANAGE)
def users(request: SignedInRequest) -> HttpResponse | FileResponse:
    return UserList(request).response("users/list.html")


@require_safe
@requires(P.USER_MANAGE)
def roles(request: SignedInRequest) -> HttpResponse:
    return page(request, "users/roles.html", roles=what_roles_may_do())


@require_safe
@requires(P.USER_MANAGE)
def user(request: SignedInRequest, reference: str) -> HttpResponse:
    person = open_record(request, User, reference, to=P.USER_MANAGE)
    return page(request, "users/user.html", person=person, is_self=person == request.user, **account_of(person))


@form_view
@requires(P.USER_MANAGE)
def invitation(request: SignedInRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None, draft=draft_of(request, InvitationForm, to=P.USER_MANAGE))
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            person = invite(**form.values(), by=request.user)
            messages.success(request, f"Invited. A message with a link is on its way to {person.email}.")
            return once.redirect(person)
    return page(request, "users/invite.html", form=form)


@form_view
@requires(P.USER_MANAGE)
def rename(request: SignedInRequest, reference: str) -> HttpResponse:
    person = open_record(request, User, reference, to=P.USER_MANAGE)
    form = NameForm(request.POST or None, record=person, initial={"name": person.name})
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            services.rename_user(user=person, revision=form.seen_revision, by=request.user, **form.values())
            messages.success(request, "The name was changed.")
            return once.redirect(person)
    return page(request, "users/form.html", form=form, person=person, heading="Change the name", button="Save")


@form_view
@requires(P.USER_MANAGE)
def give_role(request: SignedInRequest, reference: str) -> HttpResponse:
    person = open_record(request, User, reference, to=P.USER_MANAGE)
    reasons = rules.against_changing_roles(person, request.user)
    draft = draft_of(request, RoleForm, about=person, to=P.USER_MANAGE)
    form = RoleForm(request.POST or None, user=person, reasons=reasons, draft=draft)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            services.give_role(user=person, by=request.user, **form.values())
            messages.success(request, "The role was given.")
            return once.redirect(person)
    heading = f"Give {person.name} a role"
    return page(request, "users/form.html", form=form, person=person, heading=heading, button="Give the role")


@form_view
@requires(P.USER_MANAGE)
def end_role(request: SignedInRequest, reference: str, membership: str) -> HttpResponse:
    row = open_record(request, Membership, membership, to=P.USER_MANAGE)
    if row.user.reference != reference:
        raise Http404
    last = row.role == Role.ADMINISTRATOR and is_last_administrator(row.user)
    reasons = rules.against_ending_role(
        row.user, request.user, ended=row.ends_on is not None, leaves_no_administrator=last
    )
    return _confirmed(
        request,
        row,
        reasons,
        lambda revision: services.end_role(membership=row, revision=revision, by=request.user),
        person=row.user,
        question=f"End this role of {row.user.name}?",
        consequences=[
            f"{row.get_role_display()}: {where(row)}.",
            "It ends at once. What the person wrote stays, and the log keeps who could see what until today.",
        ],
        yes="End the role",
        done="The role was ended.",
    )


@form_view
@requires(P.USER_MANAGE)
def close(request: SignedInRequest, reference: str) -> HttpResponse:
    person = open_record(request, User, reference, to=P.USER_MANAGE)
    reasons = rules.against_closing(person, request.user, leaves_no_administrator=is_last_administrator(person))
    return _confirmed(
        request,
        person,
        reasons,
        lambda revision: services.close_user(user=person, revision=revision, by=request.user),
        person=person,
        question=f"Close the account of {person.name}?",
        consequences=[
            "The person is signed out everywhere at once and cannot sign in any more.",
            "Their roles stay on the page. Open the account again and they hold them again, with a new password.",
        ],
        yes="Close the account",
        done="The account was closed. The person is signed out everywhere.",
    )


@form_view
@requires(P.USER_MANAGE)
def reopen(request: SignedInRequest, reference: str) -> HttpResponse:
    person = open_record(request, User, reference, to=P.USER_MANAGE)
    return _confirmed(
        request,
        person,
        rules.against_reopening(person, request.user),
        lambda revision: reopen_and_invite(user=person, revision=revision, by=request.user),
        person=person,
        question=f"Open the account of {person.name} again?",
        consequences=[
            f"A link to choose a new password goes to {person.email}. It works for 3 days.",
            "Look at the roles on the page first: those that have not ended hold again.",
        ],
        yes="Open the account",
        done=f"The account is open again. A message with a link is on its way to {person.email}.",
        danger=False,
    )


@form_view
@requires(P.USER_MANAGE)
def invite_again(request: SignedInRequest, reference: str) -> HttpResponse:
    person = open_record(request, User, reference, to=P.USER_MANAGE)
    return _confirmed(
        request,
        person,
        rules.against_inviting_again(person),
        lambda revision: send_invitation_again(user=person, revision=revision, by=request.user),
        person=person,
        question=f"Send {person.name} the invitation again?",
        consequences=[f"A new link goes to {person.email}. It works once, for 3 days."],
        yes="Send it again",
        done=f"A new link is on its way to {person.email}.",
        danger=False,
    )


@form_view
@requires(P.USER_MANAGE)
def remove_second_factor(request: SignedInRequest, reference: str) -> HttpResponse:
    person = open_record(request, User, reference, to=P.USER_MANAGE)
    reasons = rules.against_removing_second_factor(person, request.user, has_one=has_second_factor(person))
    return _confirmed(
        request,
        person,
        reasons,
        lambda revision: services.remove_second_factor(user=person, by=request.user),
        person=person,
        question=f"Remove the second step of {person.name}?",
        consequences=[
            "Do this only when you have spoken with the person and know that it is them.",
            "Their passkeys, app and recovery codes stop working, and they are signed out everywhere.",
            "At the next sign-in they set up a new second step.",
        ],
        yes="Remove the second step",
        done="The second step was removed. The next sign-in sets up a new one.",
    )


def _confirmed(
    request: SignedInRequest,
    row: User | Membership,
    reasons: list[str],
    step: Callable[[int | None], Any],
    *,
    person: User,
    done: str,
    danger: bool = True,
    **wording: Any,
) -> HttpResponse:
    """One step that a person confirms: the page with its consequences, then the step and back to the person."""
    form: ServiceForm = ConfirmForm(request.POST or None, record=row, reasons=reasons)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            step(form.seen_revision)
            messages.success(request, done)
            return once.redirect(person)
    return page(request, "users/confirm.html", form=form, person=person, danger=danger, **wording)
