from typing import Any

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from interventions.programmes.selectors import sources_named
from monitoring.measures.lists import SeriesList
from monitoring.measures.models import Series
from monitoring.measures.rules import NO_COUNTS, WHOLE_AREA
from monitoring.measures.selectors import Line, change_in_words, series_page, success_results
from vrn_cases.access.gate import open_record, requires
from vrn_cases.access.permissions import Permission
from vrn_cases.access.requests import SignedInRequest
from vrn_cases.chart_specs import line_spec
from vrn_cases.charts import chart_svg
from vrn_cases.pages.services import page

SECTIONS = (("measures", "Outside figures"), ("success_measures", "Success measures"))


@require_safe
@requires(Permission.MEASURE_VIEW)
def measures(request: SignedInRequest) -> HttpResponse | FileResponse:
    return SeriesList(request).response("measures/list.html", whole_area=WHOLE_AREA, sections=_sections(request))


@require_safe
@requires(Permission.MEASURE_VIEW)
def series(request: SignedInRequest, reference: str) -> HttpResponse:
    shown = open_record(request, Series, reference, to=Permission.MEASURE_VIEW)
    content = series_page(shown)
    return page(
        request,
        "measures/series.html",
        series=shown,
        content=content,
        results=[(row, change_in_words(row.percent_change)) for row in content.results],
        charts=[_chart(line, shown, number) for number, line in enumerate(content.lines, start=1)],
        whole_area=WHOLE_AREA,
        no_counts=NO_COUNTS,
        sources=sources_named(),
    )


@require_safe
@requires(Permission.MEASURE_VIEW)
def success_measures(request: SignedInRequest) -> HttpResponse:
    results = success_results()
    return page(
        request,
        "measures/success_measures.html",
        results=results,
        cautions=list(dict.fromkeys(result.row.series.caution for result in results if result.row.series.caution)),
        wordings=list(dict.fromkeys(result.row.wording for result in results)),
        whole_area=WHOLE_AREA,
        no_counts=NO_COUNTS,
        sources=sources_named(),
        sections=_sections(request),
    )


def _chart(line: Line, shown: Series, number: int) -> SafeString:
    said = "; ".join(f"{mark.label}: {mark.words}" for mark in line.marks)
    spec = line_spec(line.marks, unit=shown.unit)
    drawn = chart_svg(spec, prefix=f"line-{number}", title=line.title, description=said)
    return mark_safe(drawn)  # noqa: S308 - the drawing escapes every word, and is checked for scripts and styles


def _sections(request: SignedInRequest) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": reverse(name), "current": request.path == reverse(name)} for name, label in SECTIONS
    ]
