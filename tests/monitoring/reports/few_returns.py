"""Accepted returns of one year that tell how many people started, worked out."""

from interventions.programmes.models import Programme
from monitoring.indicators.services import refresh_figures
from monitoring.indicators.windows import window_named
from monitoring.periods.windows import Quarter
from tests.factories import OrganisationFactory, UserFactory
from tests.factories.returns import accepted_return

WINDOW = window_named("2023/24")
STARTED = "people_started"


def returned(programme: Programme, label: str, count: int) -> None:
    by = UserFactory()
    quarter = Quarter.parse(label)
    accepted_return(programme, OrganisationFactory(), quarter, {(STARTED, "", ""): count}, accepted_by=by)
    refresh_figures()
