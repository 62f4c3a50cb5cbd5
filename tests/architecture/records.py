"""A record for each address that names one, in either of two programmes that know nothing of each other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from interventions.programmes.models import Organisation, Programme, Running
from monitoring.budgets.models import GrantAgreement
from monitoring.indicators.disclosure_profiles import CENTRAL_TEAM
from monitoring.indicators.models import RollUp
from monitoring.indicators.services import aggregate
from monitoring.measures.models import Authority, Series
from monitoring.periods.windows import Quarter
from monitoring.reports.document import to_json
from monitoring.reports.models import CoverLine, CoverPart, Rendering, Report, Snapshot
from monitoring.reports.preview import preview
from monitoring.returns.models import GrantReturn, Return, ReturnTemplate, ReturnUpload, ReturnVersion
from monitoring.returns.services import ask_for_return, put_standard_templates
from monitoring.theory.models import Theory
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RunningFactory,
    SourceFactory,
    UserFactory,
)
from tests.factories.returns import accepted_return
from vrn_cases.access.models import Membership, User
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import Role
from vrn_cases.audit.services import SYSTEM
from vrn_cases.files.models import FilePurpose, StoredFile
from vrn_cases.files.services import keep_file
from vrn_cases.forms.models import Draft
from vrn_cases.jobs.models import Job
from vrn_cases.named_lists.models import NamedList
from vrn_cases.notices.models import Notice

START, END, LABEL = date(2023, 4, 1), date(2023, 7, 1), "2023/24 Q1"
SUPPORTED = "RET-03"  # the indicator that `Side.figures` gives a value


@dataclass
class Side:
    """One programme and organisation with one record of each kind in it, each made when it is first asked for.

    `reader` owns what belongs to one person: a job, a message.
    """

    reader: User
    programme: Programme = field(default_factory=ProgrammeFactory)
    organisation: Organisation = field(default_factory=OrganisationFactory)
    made: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def running(self) -> Running:
        return RunningFactory(programme=self.programme, organisation=self.organisation)

    @cached_property
    def template(self) -> ReturnTemplate:
        return put_standard_templates(by=SYSTEM)

    @cached_property
    def return_(self) -> Return:
        assert self.template
        places = {"programme": self.programme, "organisation": self.organisation}
        days = {"start": START, "end": END, "label": LABEL, "due_on": date(2023, 7, 31)}
        return ask_for_return(**places, **days, by=SYSTEM)

    @cached_property
    def version(self) -> ReturnVersion:
        return ReturnVersion.objects.create(of=self.return_, number=1, made_at=timezone.now(), made_by=self.reader)

    @cached_property
    def upload(self) -> ReturnUpload:
        file = self.file(FilePurpose.RETURN_UPLOAD)
        return ReturnUpload.objects.create(
            of=self.return_, file=file, uploaded_at=timezone.now(), uploaded_by=self.reader
        )

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """A record of casework, made when it is first asked for."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    def file(self, purpose: FilePurpose) -> StoredFile:
        where = {"programme": self.programme, "organisation_id": self.organisation.pk}
        return keep_file(purpose=purpose, name="a.pdf", content=b"%PDF-1.7", owner=self.programme, by=SYSTEM, **where)

    @cached_property
    def figures(self) -> Return:
        """An accepted return with figures worked out of it."""
        assert self.template
        quarter, accepted_by = Quarter.parse(LABEL), UserFactory()
        answers = {("people_supported", "", ""): 20, ("referrals_received", "", ""): 30}
        sent = accepted_return(self.programme, OrganisationFactory(), quarter, answers, accepted_by=accepted_by)
        aggregate(by=SYSTEM)
        return sent.of

    @cached_property
    def theory(self) -> Theory:
        return Theory.objects.create(
            programme=self.programme, version=1, title=f"How {self.programme} is meant to work"
        )

    @cached_property
    def series(self) -> Series:
        said = {"name": "A series", "authority": Authority.POLICE, "definition": "Counted.", "unit": "offences"}
        return Series.objects.create(code=f"series-{self.programme.pk}", source=SourceFactory(), **said)

    @cached_property
    def agreement(self) -> GrantAgreement:
        said = {"funder": f"Funder of {self.programme}", "year": "2023/24", "amount": 100_00}
        return GrantAgreement.objects.create(intervention_floor=2_000, source=SourceFactory(), **said)

    @cached_property
    def grant_return(self) -> GrantReturn:
        days = {"start": START, "end": END, "label": LABEL, "asked_for_at": timezone.now()}
        return GrantReturn.objects.create(agreement=self.agreement, threshold=5, **days)

    @cached_property
    def report(self) -> Report:
        assert self.figures  # so that the report prints a figure with a record behind it
        days = {"start": date(2023, 4, 1), "end": date(2024, 4, 1), "label": "2023/24"}
        second = Report.objects.exists()  # one period has one draft of each of the two kinds
        return Report.objects.create(definition="board", published_only=second, drafted_at=timezone.now(), **days)

    @cached_property
    def restatement(self) -> Report:
        """A draft that replaces a published report, of which the exact edition and what stood behind it were kept."""
        assert self.figures
        now = timezone.now()
        year = {"start": date(2022, 4, 1), "end": date(2023, 4, 1), "label": "2022/23"}
        kind = {"definition": "board", "published_only": Report.objects.filter(**year).exists(), "drafted_at": now}
        steps = {"frozen_at": now, "signed_at": now, "published_at": now, "attempt": 1}
        old = Report.objects.create(**year, **kind, **steps)
        document, rollup = preview(old, CENTRAL_TEAM.code, END), RollUp.objects.latest("id")
        kept = {"report": old, "attempt": 1, "rollup": rollup, "at": now, "sha256": document.fingerprint}
        Rendering.objects.create(profile=CENTRAL_TEAM.code, document=to_json(document), **kept)
        Snapshot.objects.create(figures='{"cells": []}', **kept)
        return Report.objects.create(replaces=old, **year, **kind)

    @cached_property
    def cover_line(self) -> CoverLine:
        return CoverLine.objects.create(report=self.report, part=CoverPart.ACTION, position=1, text="A line.")

    @cached_property
    def user(self) -> User:
        return UserFactory()

    @cached_property
    def named_list(self) -> NamedList:
        now = timezone.now()
        when = {"asked_at": now, "expires_at": now + timedelta(hours=24)}
        said = {"kind": "programmes", "title": "Programmes", "path": "/programmes/", "purpose": "To hand over."}
        return NamedList.objects.create(programme=self.programme, asked_by=self.reader, **said, **when)

    @cached_property
    def membership(self) -> Membership:
        return MembershipFactory(user=self.user, role=Role.DIRECTOR)

    @cached_property
    def job(self) -> Job:
        subject = f'{{"of":"{self.programme.code}"}}'
        return Job.objects.create(
            kind="aggregate", subject=subject, requested_by=self.reader, requested_at=timezone.now()
        )

    @cached_property
    def draft(self) -> Draft:
        said = {"verb": P.PROGRAMME_VIEW, "path": "/", "body": '{"text": ["x"]}', "sequence": 1}
        days = {"saved_at": timezone.now(), "expires_on": date(2100, 1, 1)}
        return Draft.objects.create(owner=self.reader, form="programme", subject="", **said, **days)

    @cached_property
    def notice(self) -> Notice:
        key = f"walk:{self.reader.reference}"
        return Notice.objects.create(key=key, to=self.reader, subject="S", body="B", written_at=timezone.now())
