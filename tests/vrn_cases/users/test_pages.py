"""The administrator's pages: who may open them, what they show, and each step through the page."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import MembershipFactory, OrganisationFactory, ProgrammeFactory, UserFactory
from tests.lists import told_by
from vrn_cases.access import rules
from vrn_cases.access.models import Membership, User
from vrn_cases.access.roles import ROLES, Role

pytestmark = pytest.mark.django_db
STEPS = ("user_rename", "user_close", "user_reopen", "user_invite_again", "user_second_step", "role_give")


@pytest.fixture
def administrator(make_user: Any) -> User:
    return make_user(Role.ADMINISTRATOR, name="Invented Administrator")


@pytest.fixture
def client(administrator: User, client_for: Any) -> Client:
    return client_for(administrator)


def send(client: Client, url: str, **answers: Any) -> Any:
    """Open the page and send its form with these answers."""
    form = client.get(url).context["form"]
    hidden = {field.html_name: field.value() for field in form.hidden_fields() if field.value() is not None}
    return client.post(url, {**hidden, **answers})


def every_address(person: User, membership: Membership) -> list[str]:
    plain = [reverse(name) for name in ("users", "user_invite", "roles")]
    about = [reverse(name, args=[person.reference]) for name in ("user", *STEPS)]
    return [*plain, *about, reverse("role_end", args=[person.reference, membership.reference])]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_other_role_opens_the_list(role: Role, make_user: Any, client_for: Any) -> None:
    assert client_for(make_user(role)).get(reverse("users")).status_code == 403


def test_nobody_else_opens_any_of_them(make_user: Any, client_for: Any) -> None:
    membership = MembershipFactory()
    client = client_for(make_user(Role.DATA_PROTECTION_OFFICER))
    for url in every_address(membership.user, membership):
        assert client.get(url).status_code == 403, url
        assert client.post(url).status_code in (403, 405), url


def test_administrator_opens_all_of_them(client: Client) -> None:
    membership = MembershipFactory()
    for url in every_address(membership.user, membership):
        assert client.get(url).status_code == 200, url


def test_unknown_person_and_role_of_somebody_else(client: Client) -> None:
    one, other = MembershipFactory(), MembershipFactory()
    assert client.get(reverse("user", args=["UAAAAAAA"])).status_code == 404
    assert client.get(reverse("role_end", args=[one.user.reference, other.reference])).status_code == 404


def names(client: Client, query: str) -> list[str]:
    return [row["name"] for row in told_by(client.get(reverse("users") + query, follow=True).context["list"])]


def test_list_is_filtered(client: Client) -> None:
    here, there = ProgrammeFactory(), ProgrammeFactory()
    MembershipFactory(user__name="Lead Here", role=Role.PROGRAMME_LEAD, programme=here)
    worker = MembershipFactory(user__name="Worker There", role=Role.CASEWORKER, programme=there)
    MembershipFactory(user=worker.user, role=Role.PROGRAMME_LEAD, programme=there, ends_on=date(2020, 1, 1))
    UserFactory(name="Zoë Closed", closed_at=timezone.now())
    UserFactory(name="Yes Active", last_login=timezone.now())
    both = ["Invented Administrator", "Lead Here"]
    assert names(client, f"?programme={here.reference}") == both  # who holds a role everywhere holds it here
    assert names(client, f"?programme={here.reference}&role=programme_lead") == ["Lead Here"]
    assert names(client, f"?programme={there.reference}&role=programme_lead") == []
    assert names(client, "?role=caseworker") == ["Worker There"]
    assert names(client, "?state=closed") == ["Zoë Closed"]
    assert "Yes Active" in names(client, "?state=active")
    assert "Lead Here" not in names(client, "?state=active")
    assert "Lead Here" in names(client, "?state=invited")
    assert names(client, "?q=here") == ["Lead Here", "Worker There"]
    assert names(client, "?q=worker+example.invalid") == ["Worker There"]


def test_list_costs_the_same_for_many(client: Client, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        membership = MembershipFactory(role=Role.CASEWORKER, programme=ProgrammeFactory())
        TOTP.activate(membership.user, "JBSWY3DPEHPK3PXP")
    client.get(reverse("users"))
    with django_assert_max_num_queries(9):  # session, user, roles, rows, their roles, programmes, event, messages
        page = client.get(reverse("users"))
    assert list(told_by(page.context["list"])[1].values())[4] in ("Yes", "No")


def test_page_of_a_person(client: Client) -> None:
    programme = ProgrammeFactory(name="Here")
    now = MembershipFactory(role=Role.CASEWORKER, programme=programme)
    MembershipFactory(user=now.user, role=Role.ANALYST, ends_on=date(2023, 5, 1))
    MembershipFactory(user=now.user, role=Role.EVALUATOR, starts_on=timezone.localdate() + timedelta(days=3))
    context = client.get(now.user.get_absolute_url()).context
    assert [(row["membership"].role, row["begun"]) for row in context["current"]] == [
        (Role.EVALUATOR, False),
        (Role.CASEWORKER, True),
    ]
    assert [row["membership"].role for row in context["past"]] == [Role.ANALYST]
    assert (context["second_factor"], context["needs_second_factor"]) == (False, True)


def test_own_page_offers_no_change_of_roles(client: Client, administrator: User) -> None:
    page = client.get(administrator.get_absolute_url()).content.decode()
    assert reverse("role_give", args=[administrator.reference]) not in page
    assert reverse("user_close", args=[administrator.reference]) not in page
    shown = client.get(reverse("role_give", args=[administrator.reference]))
    assert shown.context["form"].reasons == [rules.OWN_ROLES]


def test_name_is_changed_and_an_overtaken_page_keeps_what_was_typed(client: Client) -> None:
    person = UserFactory()
    url = reverse("user_rename", args=[person.reference])
    assert send(client, url, name="  First Name ")["Location"] == person.get_absolute_url()
    stale = client.get(url).context["form"]
    hidden = {field.html_name: field.value() for field in stale.hidden_fields()}
    send(client, url, name="Second Name")
    response = client.post(url, {**hidden, "name": "Third Name"})
    assert response.status_code == 422
    assert "Third Name" in response.content.decode()
    assert User.objects.get(pk=person.pk).name == "Second Name"


def role_answers(**changed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {"role": "caseworker", "agency_kind": "health", "starts_on": f"{today:%d/%m/%Y}", **changed}


def test_role_is_given(client: Client) -> None:
    person, programme = UserFactory(), ProgrammeFactory()
    send(client, reverse("role_give", args=[person.reference]), **role_answers(programme=programme.reference))
    given = person.memberships.get()
    assert (given.role, given.programme, given.starts_on) == (Role.CASEWORKER, programme, timezone.localdate())


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"role": "analyst", "programme": "a programme"}, "programme"),
        ({"role": "delivery_partner", "programme": "network"}, "organisation"),
        ({"role": "caseworker", "programme": "network", "organisation": "an organisation"}, "organisation"),
        ({"role": "", "programme": "network"}, "role"),
        ({"role": "superuser", "programme": "network"}, "role"),
        ({"programme": ""}, "programme"),
        ({"programme": "PAAAAAAA"}, "programme"),
        ({"programme": "network", "organisation": "NAAAAAAA"}, "organisation"),
        ({"programme": "network", "agency_kind": ""}, "agency_kind"),
        ({"programme": "network", "starts_on": "14/04/2024"}, "starts_on"),
        ({"programme": "network", "starts_on": "nonsense"}, "starts_on"),
    ],
)
def test_each_fault_stands_at_its_field(client: Client, answers: dict[str, str], field: str) -> None:
    made = {"a programme": ProgrammeFactory().reference, "an organisation": OrganisationFactory().reference}
    person = UserFactory()
    told = {name: made.get(value, value) for name, value in answers.items()}
    response = send(client, reverse("role_give", args=[person.reference]), **role_answers(**told))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not person.memberships.exists()


def test_role_held_already_stands_at_the_role(client: Client) -> None:
    held = MembershipFactory(role=Role.CASEWORKER)
    answers = role_answers(programme="network")
    response = send(client, reverse("role_give", args=[held.user.reference]), **answers)
    assert response.context["form"].errors["role"] == [rules.HELD_ALREADY]


def test_role_is_ended_and_account_closed_and_opened(client: Client) -> None:
    membership = MembershipFactory(role=Role.CASEWORKER)
    person = membership.user
    send(client, reverse("role_end", args=[person.reference, membership.reference]))
    assert Membership.objects.get(pk=membership.pk).ends_on == timezone.localdate()
    send(client, reverse("user_close", args=[person.reference]))
    assert User.objects.get(pk=person.pk).closed_at
    send(client, reverse("user_reopen", args=[person.reference]))
    assert User.objects.get(pk=person.pk).closed_at is None


def test_last_administrator_is_told_why_not(client: Client, administrator: User, make_user: Any) -> None:
    alone = make_user(Role.ADMINISTRATOR)
    User.objects.filter(pk=administrator.pk).update(password="!nothing that anybody could type")
    url = reverse("user_close", args=[alone.reference])
    client.force_login(User.objects.get(pk=administrator.pk))
    assert client.get(url).context["form"].reasons == [rules.LAST_ADMINISTRATOR]
    response = send(client, url)
    assert response.status_code == 422
    assert User.objects.get(pk=alone.pk).closed_at is None


def test_second_step_is_removed(client: Client) -> None:
    person = UserFactory()
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    send(client, reverse("user_second_step", args=[person.reference]))
    assert not person.authenticator_set.exists()


def test_roles_page_lists_every_role_with_its_verbs(client: Client) -> None:
    shown = client.get(reverse("roles")).context["roles"]
    assert {row["role"]: set(row["verbs"]) for row in shown} == {
        role: {verb.label for verb in row.verbs} for role, row in ROLES.items()
    }


def test_wrong_method(client: Client) -> None:
    for name in ("users", "roles"):
        assert client.post(reverse(name)).status_code == 405
