"""Every table and every text of the database is declared; each kind of forgetting is named."""

import pytest
from django.db import connection, models

from vrn_cases.access.models import User
from vrn_cases.audit.models import AuditValue
from vrn_cases.jobs.models import Job
from vrn_cases.privacy.foreign import FOREIGN, ForeignTable
from vrn_cases.privacy.own import IMPERSONAL_TEXTS
from vrn_cases.privacy.selectors import our_models, personal_fields, undeclared
from vrn_cases.records.models import Touched


def test_nothing_is_forgotten_and_nothing_stale_is_declared(db: None) -> None:
    assert list(undeclared()) == []


def test_every_table_of_the_database_is_seen(db: None) -> None:
    tables = {model._meta.db_table for model in our_models()}
    assert {"vrn_cases_user", "monitoring_return", "interventions_programme_sources"} <= tables
    assert set(connection.introspection.table_names()) <= tables | set(FOREIGN)


def test_an_unknown_table_is_named(db: None) -> None:
    faults = list(undeclared(["vrn_cases_user", "library_secrets"], ours=[User], impersonal={}))
    assert faults == ["library_secrets: a table that is not ours; declare it in vrn_cases/privacy/foreign.py"]


@pytest.mark.parametrize(
    ("personal", "impersonal", "fault"),
    [
        ({"session_key"}, {"expire_date"}, "django_session.session_data: say in"),
        ({"session_key", "session_data", "old"}, {"expire_date"}, "django_session.old: declared in"),
        (
            {"session_key", "session_data"},
            {"expire_date", "session_key"},
            "django_session.session_key: declared as both",
        ),
    ],
)
def test_a_column_of_a_foreign_table_that_is_not_as_declared_is_named(
    db: None, personal: set[str], impersonal: set[str], fault: str
) -> None:
    declared = ForeignTable("", "", personal=frozenset(personal), impersonal=frozenset(impersonal))
    (found,) = undeclared(["django_session"], ours=[], impersonal={}, foreign={"django_session": declared})
    assert found.startswith(fault)


def test_a_text_that_nobody_declared_is_named(db: None) -> None:
    without = {"vrn_cases.Job": IMPERSONAL_TEXTS["vrn_cases.Job"] - {"problem"}}
    (found,) = undeclared([], ours=[Job], impersonal=without)
    assert found.startswith("vrn_cases.Job.problem: say in")


def test_stale_and_double_declarations_of_our_own_are_named(db: None) -> None:
    changed = {
        "vrn_cases.Touched": frozenset({"kind", "gone"}),
        "vrn_cases.AuditValue": frozenset({"field", "salt", "old"}),
        "vrn_cases.Gone": frozenset({"x"}),
    }
    assert list(undeclared([], ours=[Touched, AuditValue], impersonal=changed)) == [
        "vrn_cases.Touched.gone: declared, but there is no such field",
        "vrn_cases.AuditValue.old: declared as both",
        "vrn_cases.Gone: declared in vrn_cases/privacy/own.py, but there is no such table",
    ]


def test_some_fields_are_personal_by_their_type_or_name() -> None:
    class Somebody(models.Model):
        contact = models.EmailField()
        birth_on = models.DateField()
        worker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
        job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "tests_privacy"  # no installed app: no migration and no walk sees it

    assert personal_fields(Somebody) == {"contact", "birth_on", "worker"}


def test_what_people_type_freely_can_name_somebody() -> None:
    typed = {model._meta.label: personal_fields(model) for model in our_models()}
    assert {"note", "query"} <= typed["monitoring.ReturnVersion"]
    assert {"text", "note"} <= typed["monitoring.ReturnAnswer"]
    assert {"old", "new"} <= typed["vrn_cases.AuditValue"]
    assert "name" in typed["vrn_cases.StoredFile"]
