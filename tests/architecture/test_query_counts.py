"""How many queries each page asks, in one table that is kept; and that a page of many rows asks no more for them."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from interventions.programmes.models import Programme, StatedAs
from monitoring.measures.models import Authority, Series
from monitoring.periods.windows import Quarter
from monitoring.reports.models import CoverLine, CoverPart, Report
from monitoring.returns.models import GrantReturn, ReturnVersion
from monitoring.returns.services import ask_for_return
from tests.architecture import sessions_and_measures
from tests.architecture.addresses import our_addresses
from tests.architecture.people import network_holder, signed_in, with_roles
from tests.architecture.records import Side
from tests.architecture.walk import a_figure_of, url_of, verb_of
from tests.architecture.ways import WAYS
from tests.factories import OrganisationFactory, ProgrammeFactory, SourceFactory
from tests.factories.casework import opened_case
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import Role
from vrn_cases.audit.services import SYSTEM
from vrn_cases.forms.models import Draft
from vrn_cases.jobs.models import Job
from vrn_cases.named_lists.models import NamedList
from vrn_cases.notices.models import Notice

ROWS = 30  # more than a page of a list
# What each page asks when there are many rows of everything. The session, the user with the unread messages and the
# roles are 3 of these; a record that is opened is 2: itself and its event; a list of more than a page asks its count.
COSTS = {
    2: "day_in_words",
    3: "list_file_ask named_list_ask healthz help accessibility privacy roles report_draft instrument "
    "instruments people",
    4: "one_begun job notices areas toolkit return_templates theories refer reference_lists",
    5: "user_rename user_reopen user_invite_again factors chase_returns budgets report_freeze report_sign "
    "report_publish report_restate begun case_next case_resume outcomes_framework success_measures",
    6: "named_lists file user_close user_second_step role_end programmes programmes_planned grant_return_make "
    "grant_returns return_upload_form grant_return measures reports report_line_remove user_invite "
    "ask_for_returns report_send_back case_give case_reopen note_add referrals_sent participant_who "
    "contact_add contact_end measure_plan_confirm measure_plan_end measure_plan_set measure_plans priorities",
    7: "case named_list jobs user audit running_end budget programme_add running_add assessments contact_change "
    "case_openings case_pause cases referral_join referral_sent referrals",
    8: "users programme return_accept work_out_again role_give assessments_coded sessions measure_record "
    "case_details cases_coded referral_accept",
    9: "returns indicators return_query case_close referral_decline referral_withdraw case_measures group_add "
    "group_register group_session measure_not_done session_arrange session_record return_template series",
    10: "participant_equality return_upload programme_change group_change session_remove note_correct indicator",
    11: "indicator_workbook report_line_add assessment_correct group_arrange session session_attendance "
    "case_coded referral",
    12: "report report_line home participant participant_life",
    13: "session_change",
    14: "report_figure assessment return_fill_in return_submit",
    15: "return_workbook",
    17: "referral_change",
    25: "return return_version",
    26: "theory",
    28: "report_moved",
}
# What a page asks less when there is one row of everything: the count of a list, or of one's own work to do.
FEWER = {
    **dict.fromkeys(
        ("jobs", "named_lists", "programmes", "programmes_planned", "returns", "grant_returns", "measures"), 1
    ),
    "reports": 1,
    **dict.fromkeys(("sessions", "assessments", "assessments_coded"), 1),
    **dict.fromkeys(("referrals", "referrals_sent", "cases", "cases_coded"), 1),
    "group_add": 1,  # the cases to choose from, where there are any
    "refer": -5,  # of several programmes it asks first which one
    "home": 3,
    "begun": 1,
}
# A list asks six queries; what these ask beside is said here.
BESIDE = {
    "jobs": ("how many wait for a worker",),
    "users": ("the roles of those shown", "the programmes to choose from"),
    "audit": ("the names of those who did it",),
    "referrals": ("the programmes to choose from",),
    "cases": ("the programmes to choose from",),
    "cases_coded": ("the programmes to choose from", "the age bands"),
    "returns": ("the programmes to choose from", "the organisations", "the periods"),
    "sessions": ("the programmes to choose from", "the programmes to arrange a group session in"),
    "assessments": ("the programmes to choose from",),
    "assessments_coded": ("the programmes to choose from", "the age bands"),
}
LISTS = (
    "jobs",
    "users",
    "named_lists",
    "audit",
    "programmes",
    "programmes_planned",
    "returns",
    "grant_returns",
    "measures",
    "reports",
    "sessions",
    "assessments",
    "assessments_coded",
    "referrals",
    "referrals_sent",
    "cases",
    "cases_coded",
)
OTHER_READERS = {"reports": P.REPORT_DRAFT}  # who sees those that are not published too


def begun_about(reader: User, programme: Programme) -> None:
    """A form about this programme that the reader has begun."""
    said = {"verb": P.PROGRAMME_VIEW, "path": "/", "body": "{}", "sequence": 1, "saved_at": timezone.now()}
    about = {"subject": programme.reference, "subject_kind": "interventions.programme"}
    Draft.objects.create(owner=reader, form="programme", expires_on=date(2100, 1, 1), **about, **said)


def fill(side: Side) -> None:
    """30 more of everything that a page shows many of."""
    now = timezone.now()
    quarters = [Quarter.parse("2016/17 Q1").number + step for step in range(ROWS)]
    with_people = [with_roles((Role.PROGRAMME_LEAD, side)) for _ in range(ROWS)]
    said = {"authority": Authority.POLICE, "definition": "Counted.", "unit": "offences", "source": SourceFactory()}
    for place, (number, person) in enumerate(zip(quarters, with_people, strict=True)):
        window = Quarter(number).window
        begun_about(side.reader, ProgrammeFactory())
        ProgrammeFactory(stated_as=StatedAs.PLANNED)
        Series.objects.create(code=f"more-{place}", name=f"Series {place}", **said)
        Job.objects.create(kind="aggregate", subject=f'{{"n":{place}}}', requested_by=person, requested_at=now)
        asked_now = {"asked_by": person, "asked_at": now, "expires_at": now, "programme": side.programme}
        NamedList.objects.create(
            kind="programmes", title="P", path="/programmes/", purpose="To hand over.", **asked_now
        )
        Notice.objects.create(key=f"more:{place}", to=side.reader, subject="S", body="B", written_at=now)
        GrantReturn.objects.create(
            agreement=side.agreement,
            start=window.start,
            end=window.end,
            label="Q",
            asked_for_at=now,
            asked_for_by=person,
        )
        opened_case(side.programme, referring_organisation=side.organisation)
        Report.objects.create(definition="board", start=window.start, end=window.end, label="Q", drafted_at=now)
        CoverLine.objects.create(report=side.report, part=CoverPart.ACTION, position=place + 2, text="A line.")
        asked = ask_for_return(
            programme=side.programme,
            organisation=OrganisationFactory(),
            start=window.start,
            end=window.end,
            label=Quarter(number).label,
            due_on=window.end,
            by=SYSTEM,
        )
        sent = {"submitted_at": now, "submitted_by": person}
        ReturnVersion.objects.create(of=asked, number=1, made_at=now, made_by=person, **sent)
        replaced = {"number": place + 2, "made_at": now, "made_by": person, "replaced_at": now}
        ReturnVersion.objects.create(of=side.return_, **replaced)
    sessions_and_measures.many(side, ROWS)


class Pages:
    """Every page of ours as its reader opens it; `costs()` opens each twice and counts the second time."""

    def __init__(self) -> None:
        reader = with_roles((Role.ANALYST, None), (Role.DIRECTOR, None))
        self.side = Side(reader)
        self.clients: dict[P | None, Client] = {None: signed_in(reader)}
        self.opened = {name: self._way_to(name) for name in our_addresses()}

    def _way_to(self, name: str) -> tuple[Client, str, dict[str, str]]:
        verb, way = OTHER_READERS.get(name, verb_of(our_addresses()[name])), WAYS.get(name)
        if verb is not None and verb not in self.clients:
            self.clients[verb] = signed_in(network_holder(verb, self.side))
        made = way.make(self.side) if way else ()
        client = self.clients[verb]
        query = {"key": a_figure_of(client, made)} if way and way.query == "figure" else {}
        return client, url_of(name, made), query

    def costs(self) -> dict[str, int]:
        found = {}
        for name, (client, url, query) in self.opened.items():
            if client.get(url, query).status_code == 405:
                continue
            with CaptureQueriesContext(connection) as asked:
                client.get(url, query).getvalue()
            found[name] = sum("SAVEPOINT" not in one["sql"] for one in asked)
        return found


@pytest.fixture(scope="module")
def counted(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> tuple[dict[str, int], dict[str, int]]:
    """What each page asks with one row of everything, and with many."""
    with django_db_blocker.unblock(), transaction.atomic():
        pages = Pages()
        few = pages.costs()
        fill(pages.side)
        many = pages.costs()
        transaction.set_rollback(True)
    return few, many


@pytest.mark.django_db
def test_each_page_asks_what_is_said_of_it(counted: tuple[dict[str, int], dict[str, int]]) -> None:
    said = {name: cost for cost, names in COSTS.items() for name in names.split()}
    found = counted[1]
    differing = [
        f"{name}: {found.get(name)} queries, {said.get(name)} in COSTS"
        for name in sorted(said.keys() | found.keys())
        if said.get(name) != found.get(name)
    ]
    assert not differing, "say the new number in COSTS when it is meant:\n" + "\n".join(differing)


@pytest.mark.django_db
def test_no_page_asks_more_for_more_rows(counted: tuple[dict[str, int], dict[str, int]]) -> None:
    few, many = counted
    assert {name: many[name] - few[name] for name in few if many[name] != few[name]} == FEWER


def test_a_list_asks_six_queries_but_for_what_is_said() -> None:
    said = {name: cost for cost, names in COSTS.items() for name in names.split()}
    assert {name: said[name] - 6 for name in LISTS if said[name] > 6} == {name: len(of) for name, of in BESIDE.items()}
