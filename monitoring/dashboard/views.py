from django.http import HttpResponse
from django.views.decorators.http import require_safe

from monitoring.dashboard.selectors import things_to_do
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.pages.services import page

# What these allow has no pages yet, which the home page says to whoever holds one of them.
CASEWORK = (P.REFERRAL_VIEW, P.REFERRAL_FOLLOW, P.CASE_VIEW, P.PERSON_LINK, P.TRIAL_VIEW, P.SCHOOL_VIEW)


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    return page(
        request,
        "dashboard/home.html",
        groups=things_to_do(request.user),
        awaits_casework=any(request.user.holds(verb) for verb in CASEWORK),
    )
