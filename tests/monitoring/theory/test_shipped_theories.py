"""The theories of change that the product ships: their words, their values in a year, and who sees which."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from interventions.programmes.models import Programme
from monitoring.periods.windows import FinancialYear, Window
from monitoring.theory.models import Theory, TheoryNode
from monitoring.theory.selectors import theory_on
from monitoring.theory.services import put_theory
from monitoring.theory.values import Lookup, money, outside_series
from tests.factories import MembershipFactory
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role

YEAR = FinancialYear(2023).window
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_data")]


@pytest.fixture
def analyst(make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Client:
    return client_for(make_user(Role.ANALYST))


def boxes(theory: Theory, window: Window, lookup: Lookup) -> dict[str, tuple[str, str]]:
    return {box.node.code: (box.value, box.target) for box in theory_on(theory, window, [lookup]).boxes}


def network() -> Theory:
    return Theory.objects.get(programme=None)


def test_targets_are_only_the_two_that_a_source_prints() -> None:
    printed = TheoryNode.objects.exclude(target_words="").values_list("theory__programme__code", "target_words")
    assert set(printed) == {(None, "at least 20% of the grant"), ("MVP", "up to 20 schools")}


def test_every_box_names_a_source_or_is_marked_as_a_reading() -> None:
    assert not TheoryNode.objects.filter(source=None, is_reading=False).exists()


def test_the_intervention_share_stands_on_the_grant_in_its_year_alone() -> None:
    then = FinancialYear(2020).window
    theory = network()
    assert boxes(theory, then, money(then))["grant"] == ("41.4% of the grant", "Target: at least 20% of the grant")
    assert boxes(theory, YEAR, money(YEAR))["grant"][0] == "Not reported"


def test_area_wide_figures_are_drawn_apart() -> None:
    picture = theory_on(network(), YEAR, [outside_series(YEAR)])
    told = {box.node.code: box.value for box in picture.boxes if box.apart}
    assert told == {
        "violence": "Not reported",
        "knives": "down 6.3% on 2019/20, all ages",
        "homicide": "up 30.0% on 2019/20, all ages",
        "admissions": "down 25.5% on 2019/20, all ages",
    }
    assert {card.key for card in picture.cards if card.apart} == set(told)
    then = FinancialYear(2020).window
    assert boxes(network(), then, outside_series(then))["violence"][0] == (
        "3,529 offences, down 14.6% on the period before, all ages"
    )


def test_every_page_works_in_every_year(analyst: Client) -> None:
    for theory in Theory.objects.all():
        for year in ("2019/20", "2020/21", "2023/24"):
            page = analyst.get(theory.get_absolute_url(), {"year": year})
            assert page.status_code == 200
            assert f"{theory.title}, {year}</title><desc" in _text(page)
    listed = _text(analyst.get(reverse("theories")))
    assert "The whole network" in listed
    assert listed.count("<tr") == 1 + 6


def test_without_a_year_the_latest_that_is_known_of_is_shown(analyst: Client) -> None:
    assert "Values are of 2023/24." in _text(analyst.get(network().get_absolute_url()))


def test_a_lead_sees_the_own_programme_s_theory_alone(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    user = make_user(Role.PROGRAMME_LEAD, programme=Programme.objects.get(code="VIP"))
    MembershipFactory(user=user, role=Role.CASEWORKER, programme=Programme.objects.get(code="MVP"))
    client = client_for(User.objects.get(pk=user.pk))
    own = Theory.objects.get(programme__code="VIP")
    assert client.get(own.get_absolute_url()).status_code == 200
    for other in Theory.objects.exclude(pk=own.pk):
        assert client.get(other.get_absolute_url()).status_code == 404
    assert _text(client.get(reverse("theories"))).count("<tr") == 1 + 1


def test_who_lacks_the_verb_a_bad_reference_a_bad_year_and_another_method(
    analyst: Client, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    url = network().get_absolute_url()
    for role in (Role.BOARD_MEMBER, Role.DELIVERY_PARTNER):
        assert client_for(make_user(role)).get(url).status_code == 403
        assert client_for(make_user(role)).get(reverse("theories")).status_code == 403
    assert analyst.get(reverse("theory", args=["TZZZZZZZ"])).status_code == 404
    assert analyst.get(url, {"year": "2023"}).status_code == 404
    assert analyst.post(url).status_code == 405
    assert analyst.post(reverse("theories")).status_code == 405


def test_a_version_that_was_replaced_leads_to_the_one_in_use(analyst: Client) -> None:
    old = network()
    new = put_theory(programme=None, title="A newer theory", nodes=[], links=[], by="test")
    shown = _text(analyst.get(old.get_absolute_url()))
    assert "This version is no longer in use." in shown
    assert new.get_absolute_url() in shown
    assert "no longer in use" not in _text(analyst.get(new.get_absolute_url()))


def _text(response: Any) -> str:
    return " ".join(response.content.decode().split())
