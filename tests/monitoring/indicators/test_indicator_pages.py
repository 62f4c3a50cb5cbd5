"""The pages of indicators: who sees what, in which words, and what opening them leaves behind."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from monitoring.indicators import drawn
from monitoring.indicators.deciding import decide_figures
from monitoring.indicators.models import RollUp, RollUpKind
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.selectors import STANDING_SENTENCE
from monitoring.indicators.services import refresh_figures
from tests.factories import MembershipFactory, OrganisationFactory
from tests.monitoring.indicators.conftest import Network, started
from tests.monitoring.indicators.facts import WHOLE
from vrn_cases.access.models import User
from vrn_cases.access.roles import AgencyKind, Role
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent
from vrn_cases.jobs.models import Job, JobState
from vrn_cases.jobs.services import run_job
from vrn_cases.records.models import Touched

ONE = "/indicators/RET-02/"
Q1 = "?window=2023/24+Q1"
PATHS = ("/indicators/", ONE, f"{ONE}workbook/")
Clients = Callable[[User], Client]
Users = Callable[..., User]


@pytest.fixture
def analyst(make_user: Users, client_for: Clients) -> Client:
    return client_for(make_user(Role.ANALYST))


@pytest.fixture
def evaluator(make_user: Users, client_for: Clients, network: Network) -> Client:
    """Sees figures, none of them exactly."""
    return client_for(make_user(Role.EVALUATOR, programme=network.large))


@pytest.fixture
def lead(make_user: Users, client_for: Clients, network: Network) -> Client:
    """Leads the large programme, and is a caseworker in the small one."""
    user = make_user(Role.PROGRAMME_LEAD, programme=network.large, agency_kind=AgencyKind.VOLUNTARY)
    MembershipFactory(user=user, role=Role.CASEWORKER, programme=network.small, agency_kind=AgencyKind.VOLUNTARY)
    decide_figures()
    return client_for(User.objects.get(pk=user.pk))


class TestEveryPage:
    @pytest.mark.parametrize("path", PATHS)
    def test_works(self, path: str, reported: Network, analyst: Client) -> None:
        answer = analyst.get(path)
        assert answer.status_code == 200
        assert answer.getvalue()

    @pytest.mark.parametrize("path", [*PATHS, "/indicators/work-out-again/"])
    def test_needs_its_verb(self, path: str, reported: Network, make_user: Users, client_for: Clients) -> None:
        assert client_for(make_user(Role.BOARD_MEMBER)).get(path).status_code == 403
        assert Client().get(path).status_code == 302

    @pytest.mark.parametrize("path", PATHS)
    def test_only_reads(self, path: str, reported: Network, analyst: Client) -> None:
        assert analyst.post(path).status_code == 405

    @pytest.mark.parametrize(
        "path",
        [
            "/indicators/NONE-1/",
            "/indicators/ret-02/",
            "/indicators/RET-02%27--/",
            "/indicators/NONE-1/workbook/",
            f"{ONE}?window=2023/25",
            f"{ONE}?window=9999/00",
            f"{ONE}?window=2023/24+Q5",
            f"{ONE}?window=%00",
            f"{ONE}?programme=nobody",
            "/indicators/?window=last",
            f"{ONE}workbook/?window=x",
        ],
    )
    def test_what_does_not_exist(self, path: str, reported: Network, analyst: Client, text: Any) -> None:
        assert "There is nothing at this address for you" in text(analyst, path, status=404)

    def test_before_there_is_any_figure(self, network: Network, analyst: Client, text: Any) -> None:
        assert "There are no figures yet" in text(analyst, "/indicators/")
        page = text(analyst, ONE)
        assert "Nobody has reported this yet" in page
        assert "People whose support began in the period" in page
        assert analyst.get(f"{ONE}workbook/").status_code == 404

    @pytest.mark.parametrize("code", sorted(INDICATORS))
    def test_each_indicator_says_how_it_is_worked_out(
        self, code: str, network: Network, analyst: Client, text: Any
    ) -> None:
        assert f"{code}, version {INDICATORS[code].version}" in text(analyst, f"/indicators/{code}/")


class TestQueries:
    """Three of each page are the session, the user and the memberships."""

    def test_the_list_of_all(self, reported: Network, analyst: Client, django_assert_num_queries: Any) -> None:
        analyst.get("/indicators/")  # the first request of a session writes when it was
        with django_assert_num_queries(9):  # + messages, roll-up, marks, windows, programmes, with figures, cells
            analyst.get("/indicators/")

    def test_the_list_of_all_after_the_door(
        self, reported: Network, lead: Client, django_assert_num_queries: Any
    ) -> None:
        lead.get("/indicators/")
        look_in_the_cache = settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
        with django_assert_num_queries(11 + 2 * look_in_the_cache):  # + what leads hold, and what reports released
            lead.get("/indicators/")

    def test_one_indicator_whatever_it_holds(
        self, reported: Network, analyst: Client, django_assert_num_queries: Any
    ) -> None:
        analyst.get(ONE)  # draws its figures, which are kept
        with django_assert_num_queries(10):  # + roll-up, marks, parts, programmes, records, what they put in, the event
            analyst.get(ONE)
        for quarter in (2, 3, 4):
            for programme in (reported.large, reported.small):
                reported.report(programme, quarter, started(20 + quarter, younger=9))
        analyst.get(ONE)  # draws the charts, which the shared cache keeps
        drawn._kept.cache_clear()
        with django_assert_num_queries(15):  # + windows, programmes with figures, cells, two of the parts' labels
            analyst.get(ONE)


class TestWhoSeesWhat:
    def test_the_central_team_sees_every_figure(self, reported: Network, analyst: Client, text: Any) -> None:
        page = text(analyst, ONE + Q1)
        assert "15 people, from 2 accepted returns" in page
        assert "3 people, from 1 accepted return" in page
        assert "Central team: exact figures, nothing is hidden" in page

    def test_who_sees_none_exactly_reads_words(self, reported: Network, evaluator: Client, text: Any) -> None:
        page = text(evaluator, ONE + Q1)
        assert "The small programme – Fewer than 5" in page
        assert "3 people" not in page
        assert "counts under 5, and what would give one away, are hidden" in page

    def test_a_lead_sees_their_own_programme_exactly_and_cannot_work_out_another(
        self, reported: Network, lead: Client, text: Any
    ) -> None:
        """12 of their own in a network of 15 would tell them the 3."""
        page = text(lead, ONE + Q1)
        assert "12 people" in page
        assert "The small programme – Fewer than 5" in page
        assert "The whole network – Hidden to protect others" in page
        assert "15 " not in page.split("Records behind this")[0].replace("15 to 17", "")

    def test_a_figure_does_not_depend_on_who_looks(
        self, reported: Network, lead: Client, evaluator: Client, text: Any
    ) -> None:
        """The door knows that there is a lead, so it hides the network for everybody who is not of the central team."""
        assert "The whole network – Hidden to protect others" in text(evaluator, ONE + Q1)

    def test_a_role_elsewhere_opens_nothing_here(self, reported: Network, lead: Client, text: Any) -> None:
        page = text(lead, f"{ONE}{Q1}&programme=SMALL")
        assert "Fewer than 5" in page
        assert "only to those who see its exact figures" in page
        assert "10 to 14" not in page
        assert "By age band" in text(lead, f"{ONE}{Q1}&programme=LARGE")

    def test_the_list_of_all_shows_the_same(self, reported: Network, lead: Client, text: Any) -> None:
        assert "People who started RET-02 – Hidden to protect others" in text(lead, f"/indicators/{Q1}")
        assert "People who started RET-02 12 12 people" in text(lead, f"/indicators/{Q1}&programme=LARGE")

    def test_money_is_exact_for_everybody(self, network: Network, evaluator: Client, text: Any) -> None:
        network.report(network.small, 1, {("spend", WHOLE): 3})
        page = text(evaluator, f"/indicators/RET-10/{Q1}")
        assert "£0.03" in page
        assert "not about people, so everybody who sees figures sees them exactly" in page


class TestWords:
    def test_nought_is_not_silence(self, network: Network, analyst: Client, text: Any) -> None:
        network.write(network.small, 1, started(0))
        network.report(network.silent, 1, started(None))
        page = text(analyst, f"{ONE}{Q1}&programme=SMALL")
        assert "0 people, from 1 accepted return" in page
        assert "Not reported" in text(analyst, f"{ONE}{Q1}&programme=SILENT")

    def test_a_share_with_its_interval(self, network: Network, analyst: Client, text: Any) -> None:
        network.report(network.large, 1, {("planned_endings", WHOLE): 12, ("people_ended", WHOLE): 15})
        words = "12 of 15 people whose support ended (80%; 95% interval 55% to 93%), from 1 accepted return"
        assert words in text(analyst, f"/indicators/RET-04/{Q1}")
        assert words in text(analyst, f"/indicators/{Q1}")

    def test_a_part_larger_than_its_whole_is_no_share(
        self, network: Network, analyst: Client, evaluator: Client, text: Any
    ) -> None:
        network.report(network.large, 1, {("planned_endings", WHOLE): 16, ("people_ended", WHOLE): 15})
        for client in (analyst, evaluator):
            assert "the part that was reported is larger than its whole" in text(client, f"/indicators/RET-04/{Q1}")

    def test_parts_by_their_names(self, reported: Network, analyst: Client, text: Any) -> None:
        assert "10 to 14 10 10 people" in text(analyst, ONE + Q1)
        assert "By sex" not in text(analyst, ONE + Q1)
        assert "Sex: nothing was reported by this for 2023/24 Q1" in text(analyst, ONE + Q1)

    def test_a_year_so_far_stands_for_its_quarter(self, network: Network, analyst: Client, text: Any) -> None:
        network.report(network.large, 2, {("people_supported_in_year", WHOLE): 31})
        assert "31 people, from 1 accepted return (2023/24 to Q2)" in text(analyst, "/indicators/?window=2023/24+Q2")

    def test_a_year_so_far_by_its_own_name(self, network: Network, analyst: Client, text: Any) -> None:
        network.report(network.large, 2, {("people_supported_in_year", WHOLE): 31})
        assert "31 people, from 1 accepted return" in text(analyst, "/indicators/RET-12/?window=2023/24+to+Q2")

    def test_a_year_to_date_is_offered_beside_quarters_and_years(
        self, network: Network, analyst: Client, text: Any
    ) -> None:
        network.report(network.large, 1, started(12))
        network.report(network.small, 1, started(3))
        network.report(network.large, 2, started(20))
        told = text(analyst, f"{ONE}?window=2023/24+to+Q2")
        assert "The whole network, 2023/24 to Q2 35 35 people From 3 accepted returns" in told
        assert "The large programme 32 32 people" in told
        offered = "2023/24 2023/24 to Q3 2023/24 to Q2 2023/24 Q2 2023/24 Q1"
        assert f"Period {offered} Programme" in told, "no year to date of one quarter or of four"
        with time_machine.travel(datetime(2023, 8, 1, 12, tzinfo=UTC)):
            assert f"Period {offered.replace('2023/24 to Q3 ', '')} Programme" in text(analyst, ONE)
        assert "35 people, from 3 accepted returns" in text(analyst, "/indicators/?window=2023/24+to+Q2")
        assert "2023/24 to Q2" in text(analyst, "/indicators/")

    @pytest.mark.parametrize(("asked", "told"), [("2023/24+to+Q1", "2023/24 Q1"), ("2023/24+to+date", "2023/24")])
    def test_a_year_to_date_of_one_quarter_or_four_is_that(
        self, asked: str, told: str, reported: Network, analyst: Client, text: Any
    ) -> None:
        assert f"The whole network, {told} 15 15 people" in text(analyst, f"{ONE}?window={asked}")

    def test_a_year_to_date_is_for_who_sees_figures_exactly(
        self, network: Network, lead: Client, evaluator: Client, text: Any
    ) -> None:
        network.report(network.large, 1, started(12))
        network.report(network.large, 2, started(20))
        assert "2023/24 to Q2" not in text(evaluator, ONE)
        assert evaluator.get(f"{ONE}?window=2023/24+to+Q2").status_code == 404
        assert "32 people" in text(lead, f"{ONE}?window=2023/24+to+Q2&programme=LARGE")
        of_all = text(lead, f"{ONE}?window=2023/24+to+Q2")
        assert "The whole network, 2023/24 to Q2 Shown for the year alone, to protect those behind it" in of_all

    def test_what_waits_to_be_counted(self, reported: Network, analyst: Client, text: Any) -> None:
        assert "waiting" not in text(analyst, ONE)
        Touched.objects.create(kind="return", pk_touched=1)
        assert "1 change is waiting to be counted." in text(analyst, ONE)
        Touched.objects.create(kind="return", pk_touched=2)
        assert "2 changes are waiting to be counted." in text(analyst, "/indicators/")

    def test_when_it_was_worked_out(self, clock: Any, reported: Network, analyst: Client, text: Any) -> None:
        assert "Figures as at 15 April 2024, 9:30am" in text(analyst, ONE)


class TestRecordsBehind:
    def test_only_those_that_one_may_open(self, reported: Network, lead: Client, analyst: Client, text: Any) -> None:
        mine, other = (reported.world.template.returns.get(programme=p) for p in (reported.large, reported.small))
        page = text(lead, ONE + Q1)
        assert f"{mine.reference} The large programme" in page
        assert other.reference not in page
        assert other.reference in text(analyst, ONE + Q1)

    def test_the_sentence_is_always_the_same(
        self, reported: Network, lead: Client, analyst: Client, evaluator: Client, text: Any
    ) -> None:
        for client in (lead, analyst, evaluator):
            for query in (Q1, "?window=2023/24+Q4", f"{Q1}&programme=SMALL"):
                page = text(client, ONE + query)
                assert page.count(STANDING_SENTENCE) == 1
                said = page.split(STANDING_SENTENCE)[1]
                assert "may open" not in said or said.strip().startswith("There is no record here that you may open.")

    def test_only_rows_of_the_figure(self, reported: Network, analyst: Client, text: Any) -> None:
        """A return that leaves the line blank, and one of another quarter, are not behind it."""
        blank = reported.write(reported.silent, 1, started(None))
        later = reported.report(reported.large, 2, started(9))
        page = text(analyst, ONE + Q1)
        assert blank.reference not in page
        assert later.reference not in page
        assert later.reference in text(analyst, f"{ONE}?window=2023/24")

    def test_opening_leaves_their_references_in_the_log(self, reported: Network, lead: Client) -> None:
        mine = reported.world.template.returns.get(programme=reported.large)
        lead.get(ONE + Q1)
        event = AuditEvent.objects.filter(action=Action.LIST_SHOWN).latest("id")
        assert event.subject_id == "records-behind-RET-02"
        assert event.detail == f'{{"shown":["{mine.reference}"]}}'

    def test_page_by_page(self, network: Network, analyst: Client, text: Any) -> None:
        network.world.providers.extend(OrganisationFactory.create_batch(24))
        for provider in range(26):
            network.write(network.large, 1, started(1, younger=1), provider=provider)
        refresh_figures()
        first = analyst.get(ONE + Q1).content.decode()
        following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        assert first.count("1 person</td>") == 25
        assert analyst.get(following.split("#")[0]).content.decode().count("1 person</td>") == 1


class TestWorkingOutAgain:
    PATH = "/indicators/work-out-again/"

    def post(self, client: Client, what: str) -> Any:
        form = client.get(self.PATH).context["form"]
        return client.post(self.PATH, {"what": what, "submission_key": form["submission_key"].value()})

    @pytest.mark.parametrize(("what", "subject"), [("all", "{}"), ("2023", '{"year":2023}')])
    def test_the_button_asks_for_the_job(self, what: str, subject: str, reported: Network, analyst: Client) -> None:
        answer = self.post(analyst, what)
        job = Job.objects.get(kind="aggregate")
        assert (job.subject, answer["Location"]) == (subject, job.get_absolute_url())
        run_job(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.DONE
        assert RollUp.objects.latest("id").kind == RollUpKind.FULL
        assert 'href="/indicators/">See the figures' in analyst.get(job.get_absolute_url()).content.decode()

    def test_a_year_without_figures_is_no_choice(self, reported: Network, analyst: Client) -> None:
        assert self.post(analyst, "1999").status_code == 422
        assert not Job.objects.filter(kind="aggregate").exists()

    def test_who_may_not_is_not_offered_it(self, reported: Network, lead: Client, analyst: Client, text: Any) -> None:
        assert "Work figures out again" in text(analyst, "/indicators/")
        assert "Work figures out again" not in text(lead, "/indicators/")
        assert lead.post(self.PATH, {"what": "all"}).status_code == 403
