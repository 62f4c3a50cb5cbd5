"""A small network with returns: who started, by programme, quarter and age."""

from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from django.utils.html import strip_tags

from interventions.programmes.models import ListEntry, ListName, Programme
from monitoring.indicators.deciding import decide_figures
from monitoring.indicators.services import refresh_figures
from monitoring.returns.models import Return
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.monitoring.indicators.facts import WHOLE, Fact, World, make_world

YOUNGER, OLDER = ("age_band", "10-14"), ("age_band", "15-17")
Answers = dict[tuple[str, tuple[str, str]], int | None]


@dataclass
class Network:
    """Three programmes of one provider each; `report` writes a return of 2023/24 and works the figures out.

    `provider`: another than the programme's own, by its place.
    """

    world: World
    large: Programme
    small: Programme
    silent: Programme

    def report(self, programme: Programme, quarter: int, answers: Answers, **more: Any) -> Return:
        """`quarter` 1 to 4."""
        row = self.write(programme, quarter, answers, **more)
        work_out()
        return row

    def write(self, programme: Programme, quarter: int, answers: Answers, *, provider: int | None = None) -> Return:
        place = self.world.programmes.index(programme)
        who = place if provider is None else provider
        return self.world.write(Fact(place, who, 2023, quarter - 1, True, False, answers))


def work_out() -> None:
    """What the two jobs do, one after the other."""
    refresh_figures()
    decide_figures()


def started(count: int | None, *, younger: int | None = None) -> Answers:
    """The line "people started", with `younger` of them aged 10 to 14 and the others 15 to 17."""
    told: Answers = {("people_started", WHOLE): count}
    if younger is not None and count is not None:
        told |= {("people_started", YOUNGER): younger, ("people_started", OLDER): count - younger}
    return told


@pytest.fixture
def network(db: None) -> Network:
    """Without any return yet."""
    for position, (code, label) in enumerate((("10-14", "10 to 14"), ("15-17", "15 to 17")), start=1):
        ListEntry.objects.create(list=ListName.AGE_BAND, code=code, label=label, position=position)
    names = ("large", "small", "silent")
    programmes = [ProgrammeFactory(code=name.upper(), name=f"The {name} programme") for name in names]
    return Network(make_world(programmes, [OrganisationFactory() for _ in names]), *programmes)


@pytest.fixture
def reported(network: Network) -> Network:
    """In the first quarter 12 people started in the large programme and 3 in the small one; the third said nothing."""
    network.write(network.large, 1, started(12, younger=7))
    network.write(network.small, 1, started(3, younger=3))
    work_out()
    return network


@pytest.fixture
def text() -> Callable[..., str]:
    """A page's words, without tags and with single spaces: `text(client, path)`."""

    def words(client: Any, path: str, *, status: int = 200) -> str:
        answer = client.get(path)
        assert answer.status_code == status
        content = answer.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
        return " ".join(unescape(strip_tags(content.replace("<", " <"))).split())

    return words
