from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from interventions.worklist.selectors import casework_of, named_in, team_of
from monitoring.dashboard.selectors import things_to_do
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.audit.actions import Action
from vrn_cases.audit.services import record
from vrn_cases.forms.selectors import begun_by
from vrn_cases.pages.services import page

# What these allow has no pages yet, which the home page says to whoever holds one of them, in these words.
TO_COME = {
    P.SAFEGUARDING_VIEW: "safeguarding concerns",
    P.PERSON_LINK: "linking records of one person",
    P.PERSON_MERGE: "merging two records of one person",
    P.SCHOOL_VIEW: "schools",
    P.TRIAL_VIEW: "trials",
    P.SUBJECT_REQUEST: "people’s requests about their data",
    P.ERASE: "records at the end of their time",
}


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    sections = casework_of(user, today)
    if sections:  # it names people, so it is a list like any other
        shown = {"shown": named_in(sections)}
        record(Action.LIST_SHOWN, by=user, subject_kind="list", subject_id="worklist", detail=shown)
    return page(
        request,
        "dashboard/home.html",
        sections=sections,
        team=team_of(user, today) if user.holds(P.CASE_ASSIGN) else [],
        groups=things_to_do(user),
        begun=len(begun_by(user)),
        may_refer=user.holds(P.REFERRAL_MAKE),
        may_find=user.holds(P.CASE_VIEW),
        to_come=[words for verb, words in TO_COME.items() if user.holds(verb)],
        no_concerns=user.holds(P.SAFEGUARDING_VIEW),
    )
