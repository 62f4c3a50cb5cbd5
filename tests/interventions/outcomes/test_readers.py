"""Which measures are asked for, and who may see and write what of them."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from interventions.cases.models import Case
from interventions.outcomes.models import MeasurePlan
from tests.factories import MembershipFactory
from tests.factories.casework import OPENED, opened_case
from tests.factories.outcomes import assessed, not_assessed
from tests.interventions.outcomes.measure_pages import record_url
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = date(2024, 4, 10)


class TestPlan:
    @pytest.fixture
    def analyst(self, make_user: Callable[..., User], client_for: Callable[[User], Client]) -> Client:
        return client_for(make_user(Role.ANALYST))

    def test_a_plan_is_seen_confirmed_changed_and_ended(self, analyst: Client, case: Case) -> None:
        url = reverse("measure_plans", args=[case.programme.reference])
        assert "To confirm" in analyst.get(url).content.decode()
        plan = MeasurePlan.objects.get(point="baseline")
        confirm = reverse("measure_plan_confirm", args=[case.programme.reference, plan.reference])
        assert analyst.get(confirm).status_code == 200
        analyst.post(confirm, {"submission_key": str(uuid4()), "revision": 1})
        plan.refresh_from_db()
        assert plan.confirmed_at is not None
        change = reverse("measure_plan_set", args=[case.programme.reference])
        answers = {"submission_key": str(uuid4()), "instrument": "swemwbs", "point": "baseline", "due_days": "0",
                   "valid_from": "today"}  # fmt: skip
        assert analyst.get(change).status_code == 200
        analyst.post(change, answers)
        new = MeasurePlan.objects.get(point="baseline", valid_until=None)
        assert new.due_days == 0
        end = reverse("measure_plan_end", args=[case.programme.reference, new.reference])
        assert analyst.get(end).status_code == 200
        analyst.post(end, {"submission_key": str(uuid4()), "revision": 1, "ends_on": "tomorrow"})
        assert not MeasurePlan.objects.filter(point="baseline", valid_until=None).exists()
        assert "Ended (2)" in analyst.get(url).content.decode()
        assert "has ended already" in analyst.get(end).content.decode()

    def test_who_may_only_see_it_sees_no_step(self, client: Client, case: Case) -> None:
        plan = MeasurePlan.objects.get(point="baseline")
        page = client.get(reverse("measure_plans", args=[case.programme.reference])).content.decode()
        assert "Confirm" not in page.replace("To confirm", "")
        for name, args in (("measure_plan_set", ()), ("measure_plan_end", (plan.reference,))):
            assert client.get(reverse(name, args=[case.programme.reference, *args])).status_code == 403


class TestWhoMay:
    def test_two_roles_in_two_programmes(
        self, make_user: Callable[..., User], client_for: Callable[[User], Client], case: Case
    ) -> None:
        there = opened_case()
        user = make_user(Role.SAFEGUARDING_LEAD, programme=case.programme, agency_kind=AgencyKind.COUNCIL)
        MembershipFactory(user=user, role=Role.CASEWORKER, programme=there.programme, agency_kind=AgencyKind.COUNCIL)
        here_one, there_one = assessed(case, OPENED), assessed(there, OPENED)
        client = client_for(User.objects.get(pk=user.pk))
        expected = {
            here_one.get_absolute_url(): 200,
            there_one.get_absolute_url(): 200,
            reverse("assessment_correct", args=[here_one.reference]): 403,
            reverse("assessment_correct", args=[there_one.reference]): 200,
            record_url(case, point="review"): 403,
            record_url(there, point="review"): 200,
            reverse("assessments_coded"): 403,
            reverse("assessments"): 200,
        }
        assert {url: client.get(url).status_code for url in expected} == expected

    def test_another_programme_s_measures_do_not_exist(self, client: Client) -> None:
        stranger = opened_case()
        one = assessed(stranger, OPENED)
        for url in (one.get_absolute_url(), record_url(stranger), reverse("case_measures", args=[stranger.reference])):
            assert client.get(url).status_code == 404

    def test_the_central_team_sees_scores_and_no_names(
        self, make_user: Callable[..., User], client_for: Callable[[User], Client], case: Case
    ) -> None:
        one = assessed(case, OPENED)
        not_assessed(case, LATER, point="exit")
        central = client_for(make_user(Role.ANALYST))
        page = central.get(reverse("assessments_coded")).content.decode()
        assert one.reference in page
        assert case.reference in page
        assert ">19.25<" in page
        assert "Not taken:" in page
        assert case.participant.family_name not in page.split("<main")[1].split("</main")[0]
        for url in (reverse("assessments"), one.get_absolute_url()):
            assert central.get(url).status_code == 403

    def test_every_page_of_a_case_calls_a_measure_by_its_name(
        self, client: Client, make_user: Callable[..., User], client_for: Callable[[User], Client], case: Case
    ) -> None:
        assessed(case, OPENED, instrument="sdq_self")
        central = client_for(make_user(Role.ANALYST))
        for reader, name in ((client, "case"), (central, "case_coded")):
            page = reader.get(reverse(name, args=[case.reference])).text
            assert "SDQ (self)" in page
            assert "sdq_self" not in page.lower()

    def test_the_list_is_filtered(self, client: Client, case: Case) -> None:
        assessed(case, OPENED)
        not_assessed(case, LATER, point="exit")
        url = reverse("assessments")
        assert "2 results" in client.get(url).content.decode()
        for query in ({"point": "exit"}, {"taken": "yes"}, {"first": "1/4/2024"}, {"last": "1/4/2024"}):
            assert "1 result" in client.get(url, query).content.decode()
        assert "Nothing matches" in client.get(url, {"instrument": "sdq_self"}).content.decode()
