from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from interventions.programmes.selectors import sources_named
from monitoring.indicators.selectors import standing
from monitoring.periods.windows import FinancialYear, NotAPeriod
from monitoring.theory.diagram import diagram_svg
from monitoring.theory.models import Theory
from monitoring.theory.selectors import theories_in_use, theory_on, years_told_of
from monitoring.theory.values import indicator_figures, money, outside_series, printed_figures
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.pages.services import page


@require_safe
@requires(Permission.FIGURE_VIEW)
def theories(request: SignedInRequest) -> HttpResponse:
    mine = Theory.objects.for_user(request.user, to=Permission.FIGURE_VIEW)
    return page(request, "theory/theories.html", theories=theories_in_use(mine))


@require_safe
@requires(Permission.FIGURE_VIEW)
def theory(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Theory, reference, to=Permission.FIGURE_VIEW)
    years = years_told_of()
    year = _chosen(request, years)
    window = year.window
    lookups = [
        indicator_figures(shown, window, request.user),
        printed_figures(shown, window),
        money(window),
        outside_series(window),
    ]
    picture = theory_on(shown, window, lookups)
    drawing = diagram_svg(
        picture.cards,
        picture.links,
        prefix="theory",
        title=f"{shown.title}, {year}",
        description="Five columns from inputs to impact with links between them. The outline below says the same.",
    )
    return page(
        request,
        "theory/theory.html",
        theory=shown,
        picture=picture,
        drawing=mark_safe(drawing),  # noqa: S308  the drawing escapes every word it is given
        years=years,
        year=year,
        standing=standing(),
        shown_as="",
        sources=sources_named(),
        latest=None if shown.in_use else theories_in_use(Theory.objects.filter(programme=shown.programme_id)).first(),
    )


def _chosen(request: SignedInRequest, years: list[FinancialYear]) -> FinancialYear:
    """The year of the address; without one the latest that something is known of."""
    wanted = request.GET.get("year", "")
    if not wanted:
        return years[0] if years else FinancialYear.holding(timezone.localdate())
    try:
        return FinancialYear.parse(wanted)
    except NotAPeriod as wrong:
        raise Http404 from wrong
