from django.http import HttpResponse
from django.views.decorators.http import require_safe

from monitoring.budgets.models import GrantAgreement
from monitoring.budgets.selectors import agreements, money_of
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.pages.services import page


@require_safe
@requires(Permission.BUDGET_VIEW)
def budgets(request: SignedInRequest) -> HttpResponse:
    mine = GrantAgreement.objects.for_user(request.user, to=Permission.BUDGET_VIEW)
    return page(request, "budgets/budgets.html", grants=[money_of(row) for row in agreements(mine)])


@require_safe
@requires(Permission.BUDGET_VIEW)
def budget(request: SignedInRequest, reference: str) -> HttpResponse:
    agreement = open_record(request, GrantAgreement, reference, to=Permission.BUDGET_VIEW)
    return page(request, "budgets/budget.html", money=money_of(agreement))
