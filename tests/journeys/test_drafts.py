"""What is typed is kept: when the session lapses, when the connection is lost, and without script."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from interventions.programmes.models import Programme
from tests.browser import check_accessibility
from tests.factories import ProgrammeFactory
from tests.factories.access import PASSWORD
from vrn_cases.access.models import User
from vrn_cases.access.roles import Role
from vrn_cases.forms.drafts import place_in
from vrn_cases.forms.models import Draft

WHAT = "What it does"
BEFORE, AFTER = "Words typed while signed in.", " And these after the session had lapsed."


@pytest.fixture
def editor(make_user: Callable[..., User], transactional_db: None) -> User:
    return make_user(Role.ANALYST)


@pytest.fixture
def programme(transactional_db: None) -> Programme:
    return ProgrammeFactory(what="As it stood.")


def change(programme: Programme) -> str:
    return f"/programmes/{programme.reference}/change/"


def type_into(page: Page, words: str) -> None:
    """As a person does: key after key, at the end of what is there."""
    box = page.get_by_label(WHAT)
    box.press("Control+End")
    box.press_sequentially(words)


def test_a_form_left_open_for_longer_than_its_token_is_good_goes_on_keeping(
    visit: Callable[..., Page], editor: User, programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vrn_cases.forms.views.place_in", partial(place_in, lifetime=timedelta(seconds=-1)))
    page = visit(editor, change(programme))
    type_into(page, BEFORE)
    with page.expect_response("**/begun/renew/") as renewed:
        page.get_by_label(WHAT).blur()
    assert renewed.value.status == 200
    expect(page.get_by_text("Not saved yet. Keep this page open")).to_be_visible()  # every token is past its time here
    monkeypatch.undo()
    with page.expect_response("**/begun/keep/") as kept:
        type_into(page, AFTER)
        page.get_by_label(WHAT).blur()
    assert kept.value.status == 200
    assert page.locator("[data-draft]").input_value() == renewed.value.json()["token"]
    expect(page.get_by_text("Saved ", exact=False).first).to_be_visible()


def test_a_button_pressed_while_what_was_typed_is_being_kept_stays_under_the_pointer(
    visit: Callable[..., Page], editor: User, programme: Programme
) -> None:
    page = visit(editor, change(programme))
    type_into(page, BEFORE)
    save = page.get_by_role("button", name="Save the description")
    save.scroll_into_view_if_needed()
    place = save.bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + 5)
    page.mouse.down()
    expect(page.get_by_text("Saved ", exact=False).first).to_be_visible()
    page.mouse.up()
    page.wait_for_url(f"**{programme.get_absolute_url()}")
    programme.refresh_from_db()
    assert BEFORE in programme.what


def test_what_is_typed_outlives_the_session(visit: Callable[..., Page], editor: User, programme: Programme) -> None:
    page = visit(editor, change(programme))
    page.get_by_label(WHAT).fill("")
    type_into(page, BEFORE)
    expect(page.get_by_text("Saved ", exact=False).first).to_be_visible()
    check_accessibility(page)

    Session.objects.all().delete()
    type_into(page, AFTER)
    with page.expect_response("**/begun/keep/") as kept:
        page.get_by_label(WHAT).blur()
    assert kept.value.status == 200
    assert "cookie" not in kept.value.request.all_headers()
    assert not Session.objects.exists()  # typing has signed nobody in

    page.get_by_role("button", name="Save the description").click()
    page.get_by_label("Email address").fill(editor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{change(programme)}")
    expect(page.get_by_label(WHAT)).to_have_value(BEFORE + AFTER)
    expect(page.get_by_role("heading", name="We kept what you typed on")).to_be_visible()
    check_accessibility(page)

    page.get_by_role("link", name="What you have begun").click()
    line = page.get_by_role("rowheader", name=f"The description of a programme {programme.reference}")
    expect(line).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Read what you typed").click()
    expect(page.get_by_text(BEFORE + AFTER)).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Open the form with it").click()
    page.get_by_role("button", name="Save the description").click()
    page.wait_for_url(f"**{programme.get_absolute_url()}")
    programme.refresh_from_db()
    assert programme.what == BEFORE + AFTER
    assert not Draft.objects.filter(body__isnull=False).exists()
    page.get_by_role("link", name="What you have begun").click()
    expect(page.get_by_text("You have begun nothing that is not saved")).to_be_visible()
    check_accessibility(page)


def test_a_lost_connection_is_said_aloud_until_it_is_back(
    visit: Callable[..., Page], editor: User, programme: Programme
) -> None:
    page = visit(editor, change(programme))
    type_into(page, " One.")
    expect(page.get_by_text("Saved ", exact=False).first).to_be_visible()
    page.context.set_offline(True)
    type_into(page, " Two.")
    page.get_by_label(WHAT).blur()
    expect(page.get_by_role("alert")).to_contain_text("Not saved since")
    assert "arial" in page.get_by_role("alert").evaluate("one => getComputedStyle(one).fontFamily")
    expect(page.get_by_role("alert")).to_contain_text("Keep this page open")
    check_accessibility(page)
    page.context.set_offline(False)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("Saved ", exact=False).first).to_be_visible()
    assert "Two." in (Draft.objects.get().body or "")


def until_kept(page: Page, words: str) -> None:
    """The message that a page sends as it is left arrives while the next one is already asked for."""
    for _ in range(200):
        if any(words in (draft.body or "") for draft in Draft.objects.all()):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"no draft holds {words!r}")


def test_what_was_typed_last_is_kept_when_the_page_is_left(
    visit: Callable[..., Page], editor: User, programme: Programme
) -> None:
    page = visit(editor, change(programme))
    type_into(page, " Typed and left at once.")
    page.goto("/help/")
    until_kept(page, "Typed and left at once.")
    page.goto(change(programme))
    expect(page.get_by_label(WHAT)).to_have_value("As it stood. Typed and left at once.")
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_label(WHAT)).to_have_value("As it stood.")
    expect(page.get_by_text("We kept what you typed")).to_have_count(0)


def test_nothing_is_kept_in_the_browser(visit: Callable[..., Page], editor: User, programme: Programme) -> None:
    page = visit(editor, change(programme))
    type_into(page, " Kept.")
    expect(page.get_by_text("Saved ", exact=False).first).to_be_visible()
    stored: str = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "Kept" not in stored
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_save_and_come_back_without_script(visit: Callable[..., Page], editor: User, programme: Programme) -> None:
    page = visit(editor, change(programme), java_script_enabled=False)
    page.get_by_label(WHAT).fill("")
    page.get_by_label("Setting").fill("Half a sen")
    page.get_by_role("button", name="Save and come back").click()
    page.wait_for_url(f"**{programme.get_absolute_url()}")
    page.goto(change(programme))
    expect(page.get_by_label("Setting")).to_have_value("Half a sen")
    expect(page.get_by_label(WHAT)).to_have_value("")
    programme.refresh_from_db()
    assert programme.what == "As it stood."


def test_what_is_sent_without_script_when_the_session_has_ended_is_kept(
    visit: Callable[..., Page], editor: User, programme: Programme
) -> None:
    page = visit(editor, change(programme), java_script_enabled=False)
    page.get_by_label(WHAT).fill(BEFORE)
    Session.objects.all().delete()
    page.get_by_role("button", name="Save the description").click()
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    page.get_by_label("Email address").fill(editor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{change(programme)}")
    expect(page.get_by_label(WHAT)).to_have_value(BEFORE)
    programme.refresh_from_db()
    assert programme.what == "As it stood."


def test_two_windows_keep_what_was_typed_last(visit: Callable[..., Page], editor: User, programme: Programme) -> None:
    first, second = visit(editor, change(programme)), visit(editor, change(programme))
    type_into(second, " Second.")
    expect(second.get_by_text("Saved ", exact=False).first).to_be_visible()
    type_into(first, " First, later.")
    expect(first.get_by_text("Saved ", exact=False).first).to_be_visible()
    body = Draft.objects.get().body or ""
    assert "First, later." in body
    assert "Second." not in body
