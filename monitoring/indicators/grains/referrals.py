"""The grain of referrals: one row each. Age and area are as on the day of receipt."""

from django.db.models import Q

from interventions.programmes.models import ListName
from monitoring.indicators.grains.casework import BY_PERSON, by_list, casework_grain
from monitoring.indicators.grains.days import as_number, days_between, quarter_of
from monitoring.indicators.grains.grain import Breakdown
from monitoring.indicators.grains.people import columns, joins, only, tables
from monitoring.indicators.grains.stored import Stored
from monitoring.indicators.models import ReferralGrain, ReferralOutcome
from vrn_cases.access.permissions import Permission

DECIDED_ON = "COALESCE(r.accepted_on, r.joined_on, r.declined_on)"


def rows(chosen: str | None) -> str:
    return f"""
WITH {tables("interventions_referral", chosen)}
SELECT r.id AS referral, {columns("r", "r.received_on")},
       {as_number("r.received_on")} AS received_on, r.quarter AS received_quarter,
       CASE WHEN {DECIDED_ON} IS NOT NULL THEN {quarter_of(DECIDED_ON)} END AS decided_quarter,
       CASE WHEN r.accepted_on IS NOT NULL THEN 1 WHEN r.joined_on IS NOT NULL THEN 2
            WHEN r.declined_on IS NOT NULL THEN 3 WHEN r.withdrawn_on IS NOT NULL THEN 4 ELSE 0 END AS outcome,
       {DECIDED_ON} IS NOT NULL AS decided,
       COALESCE(r.accepted_on, r.joined_on) IS NOT NULL AS taken_up,
       CASE WHEN {DECIDED_ON} IS NOT NULL THEN {days_between("r.received_on", DECIDED_ON)} END AS days_to_decision,
       COALESCE(rt.part, 0) AS route, COALESCE(rf.part, 0) AS referred_from
FROM interventions_referral r {joins("r")}
LEFT JOIN entry rt ON rt.id = r.route_id
LEFT JOIN entry rf ON rf.id = r.referred_from_id
WHERE {only("r.id", chosen)}"""


OUTCOMES = {
    ReferralOutcome.WAITING: "waiting",
    ReferralOutcome.ACCEPTED: "accepted",
    ReferralOutcome.JOINED: "joined",
    ReferralOutcome.DECLINED: "declined",
    ReferralOutcome.WITHDRAWN: "withdrawn",
}
OUTCOME = Breakdown(
    where=Q(),
    column="outcome",
    label="What became of the referral",
    fixed=False,
    codes=lambda: {outcome.value: code for outcome, code in OUTCOMES.items()},
    labels=lambda: {code: str(outcome.label) for outcome, code in OUTCOMES.items()},
)
REFERRALS = casework_grain(
    code="referral",
    stored=Stored(
        model=ReferralGrain,
        source="referral",
        records="interventions_referral",
        rows=rows,
        marked={"referral": "SELECT id FROM interventions_referral WHERE id IN ({ids})"},
    ),
    record="interventions.Referral",
    permission=Permission.REFERRAL_VIEW,
    quarters=("received_quarter", "decided_quarter"),
    breakdowns={
        **BY_PERSON,
        "referral_outcome": OUTCOME,
        "referral_route": by_list(ListName.REFERRAL_ROUTE, "route", "How the referral reached us"),
        "referred_from": by_list(ListName.REFERRED_FROM, "referred_from", "Where the referral came from"),
    },
)
