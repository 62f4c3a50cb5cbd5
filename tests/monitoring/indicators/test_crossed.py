"""Two breakdowns across each other: against plain Python, kept with the roll-up, and for whom they are."""

import re
from collections import defaultdict
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from monitoring.indicators.crossed import Question, crossed
from monitoring.indicators.models import CaseQuarterGrain, RollUp
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.services import aggregate
from monitoring.periods.windows import Quarter
from tests.factories import MembershipFactory, UserFactory
from tests.monitoring.indicators.casework_by_hand import KINDS, ByHand, Said, worked_out
from tests.monitoring.indicators.casework_facts import ParticipantFact
from tests.monitoring.indicators.casework_world import CaseworkWorld
from tests.monitoring.indicators.drawn_casework import populate
from tests.monitoring.indicators.test_casework_engine import EXAMPLES, case_of, undone, world
from vrn_cases.access.roles import Role

pytestmark = pytest.mark.django_db
__all__ = ["world"]
TWO_WAY = sorted(code for code in KINDS if len(INDICATORS[code].breakdowns) > 1)
FIRST, LAST = 2022 * 4 + 2, 2023 * 4 + 1  # three quarters of which two financial years have a part


@EXAMPLES
@given(data=st.data())
def test_any_two_breakdowns_over_any_quarters_equal_plain_python(world: CaseworkWorld, data: st.DataObject) -> None:
    with undone(world):
        populate(data.draw, world)
        rollup = aggregate(by="test").pk
        said = ByHand(world, timezone.localdate()).said
        for code in TWO_WAY:
            by = tuple(data.draw(st.permutations(INDICATORS[code].breakdowns))[:2])
            for programme in (None, world.programmes[0].pk):
                found = crossed(Question(INDICATORS[code], programme, FIRST, LAST, by), rollup=rollup)
                assert _values(code, found) == _by_hand(code, said[code], programme, by), (code, by, programme)


def _values(code: str, found: dict[tuple[str, str], dict[str, int]]) -> dict[tuple[str, str], Any]:
    if KINDS[code] == "pairs":
        return {key: {name: number for name, number in parts.items() if number} for key, parts in found.items()}
    return {key: INDICATORS[code].kind.value(parts) for key, parts in found.items()}


def _by_hand(code: str, said: list[Said], programme: int | None, by: Any) -> dict[tuple[str, str], Any]:
    first = LAST if code == "REA-05" else FIRST
    places: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in said:
        if first <= one.quarter <= LAST and programme in (None, one.programme):
            parts = one.network_parts if programme is None and KINDS[code] == "people" else one.parts
            places[parts[by[0]], parts[by[1]]].append(one)
    return {key: worked_out(KINDS[code], its) for key, its in places.items()}


@pytest.fixture
def two(world: CaseworkWorld) -> CaseworkWorld:
    """One person in the first programme."""
    world.add_person()
    world.add_participant(ParticipantFact(0, 0, None, "female", "", ""))
    world.add_case(case_of(0))
    aggregate(by="test")
    return world


def _page(role: Role, world: CaseworkWorld, **asked: str) -> Any:
    client, user = Client(), UserFactory()
    programme = world.programmes[0] if role == Role.PROGRAMME_LEAD else None
    MembershipFactory(user=user, role=role, programme=programme)
    client.force_login(user)
    return client.get("/indicators/REA-01/", {"window": "2023/24", **asked})


def test_the_page_answers_who_sees_exact_figures(two: CaseworkWorld) -> None:
    told = _page(Role.ANALYST, two, rows="sex", columns="district").content.decode()
    assert "Sex by district: The whole network, 2023/24 Q1 to 2023/24 Q4" in told
    table = told.split("Sex by district", 2)[2].split("</table>")[0]
    assert "female" in table
    assert "City" in table
    assert ">1<" in table


def test_who_does_not_see_exact_figures_is_not_answered(two: CaseworkWorld) -> None:
    told = _page(Role.PROGRAMME_LEAD, two, rows="sex", columns="district").content.decode()
    assert "shown only to those who see the exact figures" in told
    assert "Sex by district" not in told


@pytest.mark.parametrize(
    "asked",
    [
        {"rows": "sex", "columns": "given_name"},
        {"rows": "sex", "columns": "district", "from": "2023/24"},
        {"rows": "sex", "columns": "district", "from": "never"},
    ],
)
def test_what_cannot_be_asked_is_not_found(two: CaseworkWorld, asked: dict[str, str]) -> None:
    assert _page(Role.ANALYST, two, **asked).status_code == 404


def test_an_answer_is_kept_until_figures_are_worked_out_again(
    two: CaseworkWorld,
) -> None:
    rollup = RollUp.objects.latest("pk").pk
    question = Question(INDICATORS["REA-01"], None, FIRST, LAST, ("sex", "district"))
    first = crossed(question, rollup=rollup)
    CaseQuarterGrain.objects.update(supported=False)
    assert crossed(question, rollup=rollup) == first == {("female", "CITY"): {"n": 1}}
    assert crossed(question, rollup=rollup + 1) == {}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"rows": "sex", "columns": "sex"}, "Choose two different breakdowns"),
        (
            {"rows": "sex", "columns": "district", "from": "2023/24 Q3", "to": "2023/24 Q1"},
            "Choose a last quarter that is not before the first",
        ),
    ],
)
def test_a_choice_that_has_no_answer_says_what_to_choose(two: CaseworkWorld, asked: dict[str, str], told: str) -> None:
    answer = _page(Role.ANALYST, two, **asked)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert "nothing to count" not in answer.content.decode()


def test_of_a_year_that_is_not_over_the_form_offers_quarters_that_have_begun(two: CaseworkWorld) -> None:
    now = Quarter.holding(timezone.localdate())
    answer = _page(Role.ANALYST, two, window=now.year.label).content.decode()
    chosen = re.findall(r'<option value="([^"]+)" selected>', answer.split('id="id_from"')[1].split("</form>")[0])
    assert chosen == [now.year.quarters[0].label, now.label]
