"""Whatever is typed fits the column that will hold it: what is too long is told at its box, never by the database."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django import forms
from django.db import DatabaseError, models
from django.urls import get_resolver

from interventions.cases.models import Case, Note
from interventions.participants.models import ContactPoint, Participant
from interventions.participants.services import add_contact_point
from interventions.programmes.models import Programme, StrategyFramework
from interventions.referrals.models import Referral
from interventions.sessions.models import GroupSession
from monitoring.reports.models import CoverLine, Report
from monitoring.returns.models import ReturnVersion
from tests.factories.people import invented_participant
from vrn_cases.access.models import User
from vrn_cases.forms.base import ServiceForm
from vrn_cases.named_lists.models import NamedList
from vrn_cases.privacy.selectors import OUR_APPS
from vrn_cases.records.encryption import EncryptedText, longest_sealed

NAMES = {"given_name": "given_name", "family_name": "family_name"}
FROM_OUTSIDE = {"referrer_name": "referrer_name", "referrer_contact": "referrer_contact", "reason": "reason"}
PROGRAMME = {name: name for name in ("name", "neutral_name", "what", "delivered_by", "setting")}
WHERE_IT_GOES: dict[str, list[tuple[type[models.Model], dict[str, str]]]] = {
    "AddProgrammeForm": [(Programme, {**PROGRAMME, "code": "code"})],
    "ArrangeGroupForm": [(GroupSession, {"title": "title"})],
    "AttendanceForm": [(Note, {"note": "text"})],
    "CloseForm": [(Case, {"note": "closing_note"})],
    "ContactForm": [(ContactPoint, {"value": "value", "postcode": "postcode", "safe_note": "safe_note"})],
    "CorrectForm": [(Note, {"text": "text"})],
    "CoverLineForm": [(CoverLine, {"text": "text", "owner": "owner"})],
    "DeclineForm": [(Referral, {"note": "decline_note"})],
    "EqualityForm": [(Participant, {"gender": "gender"})],
    "GroupForm": [(GroupSession, {"title": "title"})],
    "InvitationForm": [(User, {"email": "email", "name": "name"})],
    "NameForm": [(User, {"name": "name"})],
    "NamedListForm": [(NamedList, {"purpose": "purpose"})],
    "NextForm": [(Case, {"next_action": "next_action"})],
    "NoteForm": [(Note, {"text": "text"})],
    "ProgrammeForm": [(Programme, PROGRAMME)],
    "QueryForm": [(ReturnVersion, {"query": "query"})],
    "QuickReferralForm": [(Participant, NAMES)],
    "RecordSessionForm": [(Note, {"note": "text"})],
    "ReferralForm": [(Referral, FROM_OUTSIDE)],
    "ReferrerForm": [(Participant, NAMES), (Referral, FROM_OUTSIDE)],
    "SendBackForm": [(Report, {"why": "sent_back"})],
    "SubmitForm": [(ReturnVersion, {"note": "note"})],
    "WhoForm": [(Participant, {**NAMES, "known_as": "known_as"})],
    "WithdrawForm": [(Referral, {"note": "withdraw_note"})],
}
BOXES = {
    (form, box): (model, column)
    for form, kept in WHERE_IT_GOES.items()
    for model, boxes in kept
    for box, column in boxes.items()
}


def _forms(of: type[ServiceForm] = ServiceForm) -> Iterator[type[ServiceForm]]:
    for form in of.__subclasses__():
        if form.__module__.split(".")[0] in OUR_APPS:
            yield form
        yield from _forms(form)


def _typed() -> dict[tuple[str, str], forms.CharField]:
    """Every box that is typed into freely, by its form and name."""
    assert get_resolver().url_patterns  # with the addresses come the pages, and with these their forms
    return {
        (form.__name__, name): box
        for form in _forms()
        for name, box in form.base_fields.items()
        if isinstance(box, forms.CharField) and not isinstance(box.widget, forms.HiddenInput)
    }


def _limit(model: type[models.Model], column: str) -> int:
    """What the database lets the column hold."""
    (limit,) = (
        value
        for one in model._meta.constraints
        if isinstance(one, models.CheckConstraint)
        for key, value in (child for child in one.condition.children if isinstance(child, tuple))
        if key == f"{column}__length__lte"
    )
    return limit


def test_it_is_known_where_every_box_goes() -> None:
    assert set(_typed()) == set(BOXES)


@pytest.mark.parametrize("place", BOXES, ids=".".join)
def test_what_is_too_long_for_its_column_is_told_at_its_box(place: tuple[str, str]) -> None:
    (model, column), box = BOXES[place], _typed()[place]
    assert box.max_length is not None
    kept: Any = model._meta.get_field(column)
    most = longest_sealed(box.max_length) if isinstance(kept, EncryptedText) else box.max_length
    assert most <= _limit(model, column)
    with pytest.raises(forms.ValidationError) as told:
        box.clean("x" * (box.max_length + 1))
    assert "max_length" in {error.code for error in told.value.error_list}


def test_the_database_refuses_what_no_form_lets_through(db: None) -> None:
    with pytest.raises(DatabaseError):
        StrategyFramework.objects.create(name="x" * 121, valid_from="2024-04-01")


def test_the_database_refuses_an_encrypted_text_that_is_far_too_long(db: None) -> None:
    with pytest.raises(DatabaseError):
        add_contact_point(
            participant=invented_participant(), kind="address", value="x" * 2_000, starts_on=date(2026, 4, 1), by="test"
        )
