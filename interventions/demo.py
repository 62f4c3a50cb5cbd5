"""Invented people to sign in as, one a role, for the demonstration. Their addresses can receive no mail."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from interventions.programmes.models import Programme
from interventions.programmes.services import put_organisation
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.access.services import add_user, give_role, set_password

BY = "command:load_sign_ins"
PASSWORD = "a demonstration with nothing real in it"  # noqa: S105  printed for everybody; refused in production
PARTNER = "Turning Point"
SCHOOL = "Invented School"
HOSPITAL = "Invented Hospital"


@dataclass(frozen=True)
class SignIn:
    """One invented person: the role, on whose behalf, and where."""

    role: Role
    agency_kind: AgencyKind
    programme: str = ""
    organisation: str = ""

    @property
    def name(self) -> str:
        return f"Invented {self.role.label}"

    @property
    def email(self) -> str:
        return f"{self.role.value.replace('_', '-')}@demonstration.invalid"


SIGN_INS = (
    SignIn(Role.CASEWORKER, AgencyKind.VOLUNTARY, programme="VIP"),
    SignIn(Role.PROGRAMME_LEAD, AgencyKind.VOLUNTARY, programme="VIP"),
    SignIn(Role.SAFEGUARDING_LEAD, AgencyKind.HEALTH, programme="VIP"),
    SignIn(Role.RECORD_MATCHER, AgencyKind.CENTRAL_TEAM),
    SignIn(Role.ANALYST, AgencyKind.CENTRAL_TEAM),
    SignIn(Role.DIRECTOR, AgencyKind.CENTRAL_TEAM),
    SignIn(Role.DELIVERY_PARTNER, AgencyKind.VOLUNTARY, organisation=PARTNER),
    SignIn(Role.SCHOOL_LEAD, AgencyKind.SCHOOL, organisation=SCHOOL),
    SignIn(Role.EVALUATOR, AgencyKind.CENTRAL_TEAM, programme="PHOENIX"),
    SignIn(Role.BOARD_MEMBER, AgencyKind.COUNCIL),
    SignIn(Role.OVERSIGHT_MEMBER, AgencyKind.VOLUNTARY),
    SignIn(Role.REFERRER, AgencyKind.HEALTH, programme="VIP", organisation=HOSPITAL),
    SignIn(Role.DATA_PROTECTION_OFFICER, AgencyKind.CENTRAL_TEAM),
    SignIn(Role.ADMINISTRATOR, AgencyKind.CENTRAL_TEAM),
)


def add_sign_in(sign_in: SignIn) -> bool:
    """Add this person unless they are there; True when added. Raises Programme.DoesNotExist without reference data."""
    if User.objects.filter(email=sign_in.email).exists():
        return False
    programme = Programme.objects.get(code=sign_in.programme) if sign_in.programme else None
    with transaction.atomic():
        user = add_user(email=sign_in.email, name=sign_in.name, by=BY)
        give_role(
            user=user,
            role=sign_in.role,
            agency_kind=sign_in.agency_kind,
            programme=programme,
            organisation=put_organisation(name=sign_in.organisation, by=BY) if sign_in.organisation else None,
            starts_on=timezone.localdate(),
            by=BY,
        )
        set_password(user=user, password=PASSWORD)
    return True
