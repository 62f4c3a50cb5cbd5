"""Who may do what: one readable table, role by role, with a sentence each."""

from dataclasses import dataclass

from django.db.models import TextChoices

from vrn_cases.access.permissions import Permission as P


class Role(TextChoices):
    CASEWORKER = "caseworker", "Caseworker"
    PROGRAMME_LEAD = "programme_lead", "Programme lead"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    RECORD_MATCHER = "record_matcher", "Record matcher"
    ANALYST = "analyst", "Central team analyst"
    DIRECTOR = "director", "Director"
    DELIVERY_PARTNER = "delivery_partner", "Delivery partner"
    SCHOOL_LEAD = "school_lead", "School lead"
    EVALUATOR = "evaluator", "Evaluator"
    BOARD_MEMBER = "board_member", "Board member"
    OVERSIGHT_MEMBER = "oversight_member", "Community oversight member"
    REFERRER = "referrer", "Referrer"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "Data protection officer"
    ADMINISTRATOR = "administrator", "Administrator"


class AgencyKind(TextChoices):
    HEALTH = "health", "Health"
    POLICE = "police", "Police"
    PROBATION = "probation", "Probation"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    COUNCIL = "council", "Council"
    SCHOOL = "school", "School or college"
    VOLUNTARY = "voluntary", "Voluntary or community organisation"
    CENTRAL_TEAM = "central_team", "Central team"


@dataclass(frozen=True)
class RoleRow:
    """One row of the table. `own_organisation_only`: the verbs reach only records of the membership's organisation.
    `network_only`: the role makes sense network-wide alone. `sees_people`: can see a person's record."""

    sentence: str
    verbs: frozenset[P]
    own_organisation_only: bool = False
    network_only: bool = False
    sees_people: bool = False

    @property
    def needs_second_factor(self) -> bool:
        """Whoever sees people, and whoever could give that right to anybody."""
        return self.sees_people or P.USER_MANAGE in self.verbs


_CASEWORK = frozenset({P.PROGRAMME_VIEW, P.REFERRAL_MAKE, P.REFERRAL_VIEW, P.CASE_VIEW, P.CASE_WORK, P.LIST_EXPORT})
_FIGURES = frozenset({P.FIGURE_VIEW, P.MEASURE_VIEW, P.REPORT_VIEW, P.PROGRAMME_VIEW})

ROLES: dict[Role, RoleRow] = {
    Role.CASEWORKER: RoleRow(
        "Records referrals, sessions, notes and measures of the people in their programme.", _CASEWORK, sees_people=True
    ),
    Role.PROGRAMME_LEAD: RoleRow(
        "Runs a programme: decides on referrals, gives out cases, and sees its exact figures.",
        _CASEWORK
        | _FIGURES
        | {
            P.REFERRAL_DECIDE,
            P.CASE_ASSIGN,
            P.SAFEGUARDING_VIEW,
            P.PERSON_MERGE,
            P.LIST_EXPORT_NAMED,
            P.RETURN_VIEW,
            P.RETURN_SUBMIT,
            P.FIGURE_VIEW_EXACT,
        },
        sees_people=True,
    ),
    Role.SAFEGUARDING_LEAD: RoleRow(
        "Sees and decides on safeguarding concerns of a programme.",
        frozenset({P.PROGRAMME_VIEW, P.REFERRAL_VIEW, P.CASE_VIEW, P.SAFEGUARDING_VIEW, P.SAFEGUARDING_DECIDE}),
        sees_people=True,
    ),
    Role.RECORD_MATCHER: RoleRow(
        "Says that people known to different programmes are one person, so that counts are right. Sees nothing else.",
        frozenset({P.PERSON_LINK}),
        network_only=True,
        sees_people=True,
    ),
    Role.ANALYST: RoleRow(
        "Checks returns, has figures worked out, drafts reports. Sees exact figures and records without names.",
        _FIGURES
        | {
            P.PROGRAMME_EDIT,
            P.RETURN_VIEW,
            P.RETURN_CHECK,
            P.GRANT_RETURN_MAKE,
            P.FIGURE_VIEW_EXACT,
            P.FIGURE_REBUILD,
            P.CASE_VIEW_CODED,
            P.BUDGET_VIEW,
            P.REPORT_VIEW_CLOSED,
            P.REPORT_DRAFT,
            P.REPORT_PUBLISH,
            P.LIST_EXPORT,
            P.JOB_VIEW,
        },
        network_only=True,
        sees_people=True,
    ),
    Role.DIRECTOR: RoleRow(
        "Signs reports that somebody else drafted, and accepts returns.",
        _FIGURES
        | {
            P.RETURN_VIEW,
            P.RETURN_CHECK,
            P.FIGURE_VIEW_EXACT,
            P.BUDGET_VIEW,
            P.REPORT_VIEW_CLOSED,
            P.REPORT_SIGN,
            P.REPORT_PUBLISH,
            P.LIST_EXPORT,
        },
        network_only=True,
    ),
    Role.DELIVERY_PARTNER: RoleRow(
        "Fills in and submits the returns of their own organisation, and sees nothing else.",
        frozenset({P.RETURN_VIEW, P.RETURN_SUBMIT}),
        own_organisation_only=True,
    ),
    Role.SCHOOL_LEAD: RoleRow(
        "Records and sees the programme in their own school.",
        frozenset({P.SCHOOL_VIEW, P.SCHOOL_WORK, P.RETURN_VIEW, P.RETURN_SUBMIT}),
        own_organisation_only=True,
    ),
    Role.EVALUATOR: RoleRow(
        "Sees a trial's participant flow and pseudonymous extracts of the programme under study.",
        frozenset({P.PROGRAMME_VIEW, P.TRIAL_VIEW, P.FIGURE_VIEW, P.REPORT_VIEW}),
        sees_people=True,
    ),
    Role.BOARD_MEMBER: RoleRow(
        "Reads published reports, and opens their figures as far as the definition.",
        frozenset({P.REPORT_VIEW, P.REPORT_VIEW_CLOSED}),
        network_only=True,
    ),
    Role.OVERSIGHT_MEMBER: RoleRow(
        "Reads published reports on behalf of the communities.", frozenset({P.REPORT_VIEW}), network_only=True
    ),
    Role.REFERRER: RoleRow(
        "Refers young people to a programme, and sees what became of their own organisation's referrals.",
        frozenset({P.REFERRAL_MAKE, P.REFERRAL_FOLLOW}),
        own_organisation_only=True,
        sees_people=True,
    ),
    Role.DATA_PROTECTION_OFFICER: RoleRow(
        "Answers people's requests about their data, and sees the log of what was done and seen.",
        frozenset({P.SUBJECT_REQUEST, P.ERASE, P.AUDIT_VIEW}),
        network_only=True,
        sees_people=True,
    ),
    Role.ADMINISTRATOR: RoleRow(
        "Invites people, gives and ends roles. Sees no person's record.",
        frozenset({P.USER_MANAGE, P.JOB_VIEW}),
        network_only=True,
    ),
}


def roles_with(verb: P) -> tuple[Role, ...]:
    return tuple(role for role, row in ROLES.items() if verb in row.verbs)
