"""A day of casework in pictures: somebody is referred, accepted, given to a worker and supported. All is invented."""

from datetime import time, timedelta

from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from docs.picture_book import Book, follow, press
from interventions.cases.models import Case
from interventions.cases.services import give_case, plan_next
from interventions.outcomes.models import Assessment
from interventions.programmes.models import ListEntry, ListName
from interventions.sessions.models import GroupSession, Session
from interventions.sessions.services import arrange_group, arrange_session
from monitoring.indicators.services import refresh_figures
from tests.browser import NARROW
from vrn_cases.access.models import User

BY = "docs.screenshots"
SHARE = 0.08  # of the demonstration's people: enough for every screen, and made in seconds
PROGRAMME = "VIP"
WORKER = "caseworker@demonstration.invalid"
OF_THE_WORKER = 6  # cases that the demonstration's caseworker leads
IN_THE_GROUP = 4
FIRST, LAST = "Jordan", "Birchwood"
GIVEN, FAMILY = "First name", "Last name"
NOTE = "Met at the college. Wants to finish the course; the lift on Mondays is settled."
ANSWERS = "3243"
DAY = timedelta(days=1)


def caseload(_: Book) -> None:
    """The demonstration's invented people, few of them, and a working day for its caseworker. No picture."""
    call_command("load_demo", share=SHARE, verbosity=0)
    worker = User.objects.get(email=WORKER)
    today, kinds = timezone.localdate(), ListEntry.objects.filter(list=ListName.SESSION_KIND)
    mentoring = kinds.get(code="mentoring")
    open_cases = Case.objects.filter(programme__code=PROGRAMME, status="open").order_by("-opened_on", "id")
    cases = [
        give_case(case=case, revision=case.revision, worker=worker, on=today, by=BY)
        for case in open_cases[:OF_THE_WORKER]
    ]
    for case, days, hour in zip(cases, (-1, 0, 1), (11, 15, 14), strict=False):
        at = time(hour, 15)
        arrange_session(case=case, held_on=today + days * DAY, kind=mentoring, worker=worker, starts_at=at, by=BY)
    last = Case.objects.get(pk=cases[-1].pk)
    plan_next(case=last, revision=last.revision, next_action="Ring the college", next_action_on=today, by=BY)
    group = {"title": "Boxing and breakfast", "kind": kinds.get(code="activity"), "minutes": 90}
    arrange_group(programme=last.programme, held_on=today, cases=cases[:IN_THE_GROUP], worker=worker, by=BY, **group)


def referrer(book: Book) -> None:
    with book.window("referrer@demonstration.invalid") as page:
        page.goto("/referrals/new/")
        somebody(page, FIRST, LAST)
        page.get_by_label("Why you refer them").fill("Hurt in town on Saturday. Would like to speak to somebody.")
        book.take(page, "referrer-refer", height=1100)
        press(page, "Save the referral")
        book.take(page, "referrer-sent", height=620)


def somebody(page: Page, given: str, family: str) -> None:
    page.get_by_label(GIVEN).fill(given)
    page.get_by_label(FAMILY).fill(family)
    page.get_by_label("Year").fill("2007")
    page.get_by_label("Where from").select_option(label="Emergency Department")
    page.get_by_label("How it reached us").select_option(label="In person at the reachable moment")


def programme_lead(book: Book) -> None:
    with book.window("programme-lead@demonstration.invalid") as page:
        book.take(page, "lead-home", height=1000)
        follow(page, f"{FIRST} {LAST}")
        book.take(page, "lead-referral", height=860)
        press(page, "Accept and open a case")
        page.get_by_label("Lead worker").select_option(label="Invented Caseworker")
        book.take(page, "lead-accept", height=680)
        press(page, "Accept")
        page.goto("/cases/")
        book.take(page, "lead-cases", height=860)
        unrecorded = Session.objects.filter(worker__email=WORKER, attendance="", held_on__lt=timezone.localdate())
        page.goto(f"/cases/{unrecorded.order_by('id')[0].case.reference}/close/")
        book.take(page, "lead-close", height=900)


def caseworker(book: Book) -> None:
    with book.window(WORKER) as page:
        book.take(page, "caseworker-home", height=1000)
        page.goto("/referrals/new/")
        book.take(page, "caseworker-refer-phone", width=NARROW, height=1200)
        page.goto("/")
        page.get_by_role("main").locator(".govuk-task-list__link").first.click()
        page.get_by_label("Attended", exact=True).check()
        page.get_by_role("textbox", name="Minutes").fill("45")
        book.take(page, "caseworker-attendance", height=900)
        case = Case.objects.get(participant__family_name=LAST)
        page.goto(f"/cases/{case.reference}/measures/swemwbs/baseline/record/")
        page.get_by_label("Q1", exact=True).focus()
        page.keyboard.type(ANSWERS)
        page.get_by_text("4 of 7 answered").first.wait_for()
        book.take(page, "caseworker-measure", height=1180)
        note(book, page, case)
        page.goto(GroupSession.objects.latest("pk").get_absolute_url())
        follow(page, "Take the register")
        book.take(page, "caseworker-register", height=900)


def note(book: Book, page: Page, case: Case) -> None:
    page.goto(f"/cases/{case.reference}/notes/add/")
    page.get_by_label("What happened").fill(NOTE)
    page.get_by_text("Saved ", exact=False).first.wait_for()
    book.take(page, "caseworker-note", height=1000)
    press(page, "Save the note")
    long = Case.objects.filter(programme__code=PROGRAMME, closed_on=None).order_by("opened_on", "id")[0]
    page.goto(long.get_absolute_url())
    book.take(page, "caseworker-case")
    twice = Assessment.objects.filter(case__programme__code=PROGRAMME, point="exit", not_done_reason=None)
    page.goto(f"{twice.order_by('-taken_on', 'id')[0].case.get_absolute_url()}measures/")
    book.take(page, "caseworker-measures", height=1160)


def casework_figures(book: Book) -> None:
    """What the analyst sees of casework: a figure, the records behind it, and a case without names."""
    refresh_figures()
    with book.window("analyst@demonstration.invalid") as page:
        page.goto("/indicators/REA-01/?window=2023/24+Q4")
        book.take(page, "analyst-casework-figure", height=1000)
        book.take(page, "analyst-casework-records", at="#records", height=620)
        page.locator("#records ~ div table a").first.click()
        book.take(page, "analyst-case-without-names", height=860)
