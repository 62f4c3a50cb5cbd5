from django.http import HttpResponse
from django.views.decorators.http import require_safe

from monitoring.dashboard.selectors import things_to_do
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.pages.services import page


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    return page(request, "dashboard/home.html", groups=things_to_do(request.user))
