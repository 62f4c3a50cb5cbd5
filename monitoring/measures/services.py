"""Every write of outside figures. Putting the same twice writes once."""

from datetime import date
from typing import Any

from django.db import transaction

from interventions.programmes.models import Source
from monitoring.measures.models import Observation, Series, SuccessMeasure
from vrn_cases.audit.actions import Action
from vrn_cases.records.services import put


@transaction.atomic
def put_series(*, code: str, definition_version: int, by: Any, **values: Any) -> Series:
    """One version of a series; values: name, authority, definition, good_direction, unit, source."""
    key = {"code": code, "definition_version": definition_version}
    return put(Series, key=key, action=Action.MEASURE_RECORDED, by=by, **values)


@transaction.atomic
def put_observation(
    *,
    series: Series,
    start: date | None,
    end: date,
    area_as_printed: str,
    source: Source,
    by: Any,
    age_scope: str = "all ages",
    role: str = "",
    offence: str = "",
    place_kind: str = "",
    weekday: int | None = None,
    hour_band: str = "",
    **values: Any,
) -> Observation:
    """One printed value, or only its printed change; `end` is exclusive, `value` and `change_on_previous` hundredths.

    Other values: label, area, value, change_on_previous, denominator, completeness, received_on, wording.
    """
    key = {
        "series": series,
        "start": start,
        "end": end,
        "area_as_printed": area_as_printed,
        "age_scope": age_scope,
        "role": role,
        "offence": offence,
        "place_kind": place_kind,
        "weekday": weekday,
        "hour_band": hour_band,
        "source": source,
    }
    return put(Observation, key=key, action=Action.MEASURE_RECORDED, by=by, **values)


@transaction.atomic
def put_success_measure(
    *,
    series: Series,
    age_scope: str,
    baseline_year: str,
    comparison_year: str,
    percent_change: int,
    wording: str,
    source: Source,
    by: Any,
) -> SuccessMeasure:
    """A success measure's printed change between two years, in hundredths of a percent."""
    key = {
        "series": series,
        "age_scope": age_scope,
        "baseline_year": baseline_year,
        "comparison_year": comparison_year,
        "source": source,
    }
    return put(
        SuccessMeasure, key=key, action=Action.MEASURE_RECORDED, by=by, percent_change=percent_change, wording=wording
    )
