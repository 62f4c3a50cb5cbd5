"""A form is saved once, whatever the browser, the person or a second tab do; and nothing typed is lost."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from interventions.programmes.models import Organisation
from tests.factories import OrganisationFactory
from vrn_cases.access.models import User
from vrn_cases.audit.actions import Action
from vrn_cases.forms.base import ServiceForm
from vrn_cases.forms.models import Submission
from vrn_cases.forms.services import Repeated, SentOtherwise, remove_expired_submissions, submitted
from vrn_cases.pages.services import page
from vrn_cases.records.refusals import refuse_if
from vrn_cases.records.services import create, locked, write
from vrn_cases.urls import urlpatterns as product_addresses


class NameForm(ServiceForm):
    name = forms.CharField(max_length=40)


class OtherForm(NameForm):
    pass


def add(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None)
    if form.is_valid():
        with submitted(form, by=request.user) as once:
            refuse_if(["That name cannot be used."] if form.cleaned_data["name"] == "refused" else [])
            name = form.cleaned_data["name"]
            made = create(Organisation, action=Action.PROGRAMME_ADDED, by=request.user, name=name)
            return once.redirect(f"/made/{made.reference}/")
    return page(request, "dashboard/home.html", form=form)


urlpatterns = [path("add/", add), *product_addresses]


@pytest.fixture
def client(make_user: Callable[..., User], client_for: Callable[[User], Client], settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    return client_for(make_user())


def answers(name: str = "a-name", key: Any = None) -> dict[str, Any]:
    return {"name": name, "submission_key": str(key or uuid.uuid4())}


def test_the_second_of_two_equal_submissions_is_sent_to_the_first_ones_result(client: Client) -> None:
    sent = answers()
    first, second = client.post("/add/", sent), client.post("/add/", sent)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Organisation.objects.count() == 1


def test_other_answers_under_the_same_key_are_shown_beside_the_first_result(client: Client) -> None:
    sent = answers("first-name")
    saved = client.post("/add/", sent)["Location"]
    response = client.post("/add/", {**sent, "name": "second-name"})
    assert response.status_code == 409
    text = response.content.decode()
    assert saved in text
    assert "second-name" in text
    assert Organisation.objects.get().name == "first-name"


def test_a_key_that_somebody_else_used_tells_nothing_of_what_they_saved(
    client: Client, make_user: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    sent = answers()
    saved = client.post("/add/", sent)["Location"]
    response = client_for(make_user()).post("/add/", sent)
    assert response.status_code == 409
    assert saved not in response.content.decode()


def test_failed_validation_does_not_use_the_key_up(client: Client) -> None:
    key = uuid.uuid4()
    assert client.post("/add/", answers("", key)).status_code == 422
    assert not Submission.objects.exists()
    assert client.post("/add/", answers("right", key)).status_code == 302


def test_a_refusal_does_not_use_the_key_up_and_is_shown(client: Client) -> None:
    key = uuid.uuid4()
    response = client.post("/add/", answers("refused", key))
    assert response.status_code == 422
    assert "That name cannot be used." in response.content.decode()
    assert not Submission.objects.exists()
    assert client.post("/add/", answers("right", key)).status_code == 302


def test_without_a_key_nothing_is_saved(client: Client) -> None:
    assert client.post("/add/", {"name": "right"}).status_code == 422
    assert not Organisation.objects.exists()


def bound(name: str, key: uuid.UUID, form_class: type[ServiceForm] = NameForm, **kwargs: Any) -> Any:
    form = form_class({"name": name, "submission_key": str(key), "revision": kwargs.pop("revision", "")}, **kwargs)
    assert form.is_valid(), form.errors
    return form


def save(user: User, name: str, key: uuid.UUID) -> str:
    form = bound(name, key)
    with submitted(form, by=user) as once:
        create(Organisation, action=Action.PROGRAMME_ADDED, by=user, name=name)
        return once.redirect("/made/")["Location"]
    raise AssertionError(form.errors)


@pytest.mark.django_db(transaction=True)
def test_two_equal_submissions_at_once_save_once(at_once: Any, make_user: Callable[..., User]) -> None:
    user, key = make_user(), uuid.uuid4()
    results = at_once(lambda: save(user, "same", key), lambda: save(user, "same", key))
    assert results.count("/made/") == 1
    (repeated,) = [result for result in results if result != "/made/"]
    assert isinstance(repeated, Repeated), repeated
    assert repeated.location == "/made/"
    assert Organisation.objects.count() == Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_unlike_submissions_of_one_page_at_once_save_one_and_show_both(
    at_once: Any, make_user: Callable[..., User]
) -> None:
    user, key = make_user(), uuid.uuid4()
    results = at_once(lambda: save(user, "one", key), lambda: save(user, "other", key))
    (other,) = [result for result in results if result != "/made/"]
    assert isinstance(other, SentOtherwise), other
    assert other.location == "/made/"
    assert {other.form.cleaned_data["name"], Organisation.objects.get().name} == {"one", "other"}


def test_another_form_under_the_same_key_is_another_submission(make_user: Callable[..., User]) -> None:
    user, key = make_user(), uuid.uuid4()
    save(user, "name", key)
    with pytest.raises(SentOtherwise), submitted(bound("name", key, OtherForm), by=user):
        pytest.fail("the work was done a second time")


def test_a_view_must_say_what_came_of_it(make_user: Callable[..., User]) -> None:
    user = make_user()
    with pytest.raises(RuntimeError, match="redirect"), submitted(bound("name", uuid.uuid4()), by=user):
        OrganisationFactory()
    assert not Organisation.objects.exists()


def test_who_was_overtaken_keeps_what_they_typed_and_can_save_it(make_user: Callable[..., User]) -> None:
    user, key = make_user(), uuid.uuid4()
    organisation = create(Organisation, action=Action.PROGRAMME_ADDED, by=user, name="before")
    assert NameForm(record=organisation)["revision"].value() == 1
    write(locked(organisation), action=Action.PROGRAMME_CHANGED, by=user, name="somebody else's")

    def change(form: ServiceForm) -> bool:
        with submitted(form, by=user) as once:
            held = locked(organisation, form.seen_revision)
            write(held, action=Action.PROGRAMME_CHANGED, by=user, name=form.cleaned_data["name"])
            once.redirect("/made/")
            return True
        return False

    overtaken = bound("mine", key, record=organisation, revision="1")
    assert not change(overtaken)
    assert "Somebody else changed this" in str(overtaken.non_field_errors())
    assert overtaken["name"].value() == "mine"
    again = bound("mine", key, record=organisation, revision=overtaken["revision"].value())
    assert change(again)
    assert Organisation.objects.get().name == "mine"


def test_a_change_without_the_revision_it_was_made_from_is_not_valid(make_user: Callable[..., User]) -> None:
    organisation = OrganisationFactory()
    form = NameForm({"name": "x", "submission_key": str(uuid.uuid4())}, record=organisation)
    assert not form.is_valid()
    assert "revision" in form.errors


def test_a_text_that_is_too_long_is_told_how_much_to_shorten_it() -> None:
    form = NameForm({"name": "a" * 43, "submission_key": str(uuid.uuid4())})
    assert form.errors["name"] == ["Shorten this to 40 characters or fewer. It has 43."]


class UploadForm(ServiceForm):
    file = forms.FileField()
    tags = forms.MultipleChoiceField(choices=[("a", "First tag"), ("b", "Second tag")], required=False)
    secret = forms.CharField(widget=forms.PasswordInput, required=False)


def upload(content: bytes, **values: Any) -> UploadForm:
    data = {"submission_key": str(uuid.uuid4()), **values}
    form = UploadForm(data, {"file": SimpleUploadedFile("figures.xlsx", content)})
    assert form.is_valid(), form.errors
    return form


def test_a_file_counts_by_its_content_and_can_still_be_read() -> None:
    form = upload(b"content")
    assert form.fingerprint() == upload(b"content").fingerprint()
    assert form.fingerprint() != upload(b"contents").fingerprint()
    assert form.cleaned_data["file"].read() == b"content"


def test_the_answers_count_and_not_the_machinery() -> None:
    assert upload(b"x", tags=["a"]).fingerprint() != upload(b"x", tags=["b"]).fingerprint()
    assert upload(b"x", submission_key=str(uuid.uuid4())).fingerprint() == upload(b"x").fingerprint()


def test_answers_are_read_back_in_words_and_passwords_never() -> None:
    shown = upload(b"x", tags=["a", "b"], secret="hidden").answers_in_words()
    assert shown == [{"key": "File", "value": "figures.xlsx"}, {"key": "Tags", "value": "First tag, Second tag"}]


def test_keys_are_forgotten_after_a_week(make_user: Callable[..., User], clock: Any) -> None:
    save(make_user(), "name", uuid.uuid4())
    clock.shift(7 * 24 * 3600 - 1)
    assert remove_expired_submissions(dry_run=False) == 0
    clock.shift(2)
    assert remove_expired_submissions() == 1
    assert Submission.objects.exists()
    assert remove_expired_submissions(dry_run=False) == 1
    assert not Submission.objects.exists()
