"""The log at every address: what is opened, listed, downloaded and taken away leaves its event, and names nobody."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.architecture.addresses import our_addresses
from tests.architecture.people import network_holder, signed_in
from tests.architecture.records import SUPPORTED
from tests.architecture.walk import Visit, verb_of
from vrn_cases.access.models import User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.audit.models import AuditEvent

# The lists: what each is called in the log, and whether it can be downloaded.
LISTS = {
    "jobs": ("jobs", False),
    "users": ("users", True),
    "audit": ("audit", False),
    "programmes": ("programmes", True),
    "programmes_planned": ("planned-programmes", True),
    "returns": ("returns", True),
    "grant_returns": ("grant-returns", True),
    "measures": ("outside-figures", True),
    "reports": ("reports", True),
    "named_lists": ("named-lists", False),
    "referrals": ("referrals", True),
    "referrals_sent": ("referrals-sent", False),
    "cases": ("cases", True),
    "cases_coded": ("cases-coded", True),
    "sessions": ("sessions", True),
    "assessments": ("assessments", True),
    "assessments_coded": ("assessments-coded", True),
}
GROUP = [("record_opened", "*"), ("list_shown", "group-sessions")]  # and the young people on the page
# What leaves other events than one that its record was opened: which, by action and subject ("*": the record).
OTHERWISE = {
    "file": [("file_downloaded", "*")],
    "report_figure": [
        ("record_opened", "*"),
        ("list_shown", "records-behind-*"),
    ],  # and the returns behind it
    "report_moved": [
        ("record_opened", "*"),
        ("list_shown", "what-moved-*"),
    ],  # and what was done in between
    "return_workbook": [("record_opened", "*"), ("file_downloaded", "*")],  # opened, and taken away
    "group_arrange": GROUP,
    "group_session": GROUP,
    "group_register": GROUP,
    "group_add": GROUP,
    "note_correct": [("record_opened", "*"), ("record_opened", "*")],  # the case and the note
    "indicator": [("list_shown", f"records-behind-{SUPPORTED}")],
    "indicator_workbook": [("list_exported", f"indicator-{SUPPORTED}")],
}
NO_RECORD = "shows no record and nobody's name"
REFERENCE = "reference data that the sources print; names nobody"
# What leaves no event, each with the reason.
NOTHING = {
    "healthz": NO_RECORD,
    "help": NO_RECORD,
    "accessibility": NO_RECORD,
    "privacy": NO_RECORD,
    "stay_signed_in": NO_RECORD,
    "list_words": "keeps what one searches for in one's own session; the list leaves its event",
    "named_list_ask": "names the list that one comes from, and its filters; what is asked for there leaves an event",
    "home": "one's own work to do; where it names somebody it leaves the event of a list, tested with the worklist",
    "people": "the box alone; what is found leaves an event, tested with participants",
    "day_in_words": NO_RECORD,
    "refer": "an empty form, or the names of programmes; the referral leaves an event, and so does whoever is alike",
    "begun": "forms and references of one's own drafts, no text; opening one opens its record, which leaves an event",
    "draft_keep": "keeps what its owner typed and reads nothing; what is saved of it leaves an event",
    "draft_renew": NO_RECORD,
    "one_begun": "one's own unsaved text; where it is about a record, that was opened",
    "draft_discard": "one's own unsaved text",
    "list_file_ask": "names the list that one comes from, and its filters; what is asked for there leaves an event",
    "job": "asks for its own progress every second; a job holds nothing about a person",
    "notices": "one's own messages",
    "notices_read": "one's own messages",
    "notice_read": "one's own message",
    "roles": "the table of roles, the same for everybody",
    "user_invite": "an empty form",
    "programme_add": "an empty form",
    "ask_for_returns": "an empty form",
    "grant_return_make": "an empty form",
    "report_draft": "an empty form",
    "work_out_again": "an empty form",
    "chase_returns": "names organisations and periods; what is done there leaves an event each",
    "return_templates": "what returns ask, the same for everybody",
    "priorities": REFERENCE,
    "outcomes_framework": REFERENCE,
    "areas": REFERENCE,
    "toolkit": REFERENCE,
    "factors": REFERENCE,
    "reference_lists": REFERENCE,
    "success_measures": REFERENCE,
    "instruments": REFERENCE,
    "instrument": REFERENCE,
    "measure_preview": "scores answers of nobody, and keeps none",
    "budgets": "the network's own grants; opening one leaves an event",
    "theories": "titles alone; opening one leaves an event",
    "indicators": "figures alone; the records behind one leave an event",
}


def test_what_is_said_of_addresses_is_said_of_those_that_there_are() -> None:
    said = set(LISTS) | set(OTHERWISE) | set(NOTHING)
    assert said <= set(our_addresses()), "an exception that nothing needs any more"
    rest = {name for name, address in our_addresses().items() if name not in said and not address.parameters}
    assert not rest, "say in LISTS what the list is called in the log, or in NOTHING why it leaves no event"


def test_opening_a_record_leaves_one_event_that_names_it(visits: dict[str, Visit]) -> None:
    wrong = []
    for name, visit in visits.items():
        if name in LISTS or name in NOTHING or name in OTHERWISE:
            continue
        if (
            len(visit.events) != 1
            or visit.events[0][0] != "record_opened"
            or visit.events[0][1] not in visit.references
        ):
            wrong.append(f"{name} of {visit.references} left {visit.events}")
    assert not wrong, "\n".join(wrong)


def test_lists_downloads_and_figures_leave_their_own_events(visits: dict[str, Visit]) -> None:
    for name, (kind, _) in LISTS.items():
        assert visits[name].events == [("list_shown", kind)]
    for name, expected in OTHERWISE.items():
        assert [(action, _starred(subject, visits[name])) for action, subject in visits[name].events] == expected, name
    for name in NOTHING:
        assert visits[name].events == [], name


def _starred(subject: str, visit: Visit) -> str:
    for reference in visit.references:
        subject = subject.replace(reference, "*")
    return subject


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_part_of_a_list_and_its_file_leave_an_event_each(name: str) -> None:
    kind, can_be_exported = LISTS[name]
    client, url = signed_in(network_holder(verb_of(our_addresses()[name]) or P.JOB_VIEW)), our_addresses()[name].path
    before = AuditEvent.objects.count()
    part = client.get(f"/{url}", headers={"HX-Request": "true"})
    assert part.status_code == 200
    file = client.get(f"/{url}", {"format": "xlsx"})
    file.getvalue()  # a file that is read to its end is closed
    told = list(AuditEvent.objects.order_by("id").values_list("action", "subject_id"))[before:]
    may = can_be_exported and P.LIST_EXPORT in verbs_of(client)
    assert file.status_code == (200 if may else 403)
    assert told == [("list_shown", kind), *([("list_exported", kind)] if may else [])]


def verbs_of(client: Client) -> set[P]:
    user = User.objects.get(pk=client.session["_auth_user_id"])
    return {verb for verb in P if user.holds(verb)}


@pytest.mark.django_db
def test_whoever_may_not_open_it_leaves_no_event_of_having_seen_it(
    make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    client = client_for(make_user())
    before = AuditEvent.objects.count()
    for name in LISTS.keys() - {"jobs"}:
        client.get(f"/{our_addresses()[name].path}")
    assert AuditEvent.objects.count() == before
