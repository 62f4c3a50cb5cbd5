"""Statements of the published record: as printed, repeated without effect, restated as a new version."""

from datetime import date

import pytest

from monitoring.returns.lines import published_lines
from monitoring.returns.models import Additive, Counted, Qualifier, ReturnVersion
from monitoring.returns.services import PrintedFigure, put_published_template, put_standard_templates, state_published
from tests.factories import ProgrammeFactory, SourceFactory
from vrn_cases.audit.services import SYSTEM
from vrn_cases.records.models import Touched

MEASURES = [("people_reached", "young_people"), ("projects_funded", "projects"), ("people_reached", "children")]

pytestmark = pytest.mark.django_db


@pytest.fixture
def stated():
    put_published_template(measures=MEASURES, by=SYSTEM)
    programme, source = ProgrammeFactory(), SourceFactory()

    def state(*figures, label="two rounds to January 2021", start=date(2019, 11, 1)):
        return state_published(
            programme=programme,
            label=label,
            start=start,
            end=date(2021, 2, 1),
            source=source,
            figures=figures,
            by=SYSTEM,
        )

    return state


PROJECTS = PrintedFigure("projects_funded", "projects", 38)
PEOPLE = PrintedFigure("people_reached", "young_people", 1458, Qualifier.ALMOST)


def test_a_statement_holds_its_figures_with_their_qualifiers(stated):
    version = stated(PROJECTS, PEOPLE).versions.get()
    assert version.status == "accepted"
    answers = version.answers.values_list("question__code", "number", "qualifier").order_by("number")
    assert list(answers) == [
        ("projects_funded--projects", 38, "exact"),
        ("people_reached--young_people", 1458, "almost"),
    ]


def test_stating_it_again_changes_nothing(stated):
    first = stated(PROJECTS, PEOPLE)
    Touched.objects.all().delete()
    again = stated(PEOPLE, PROJECTS)
    assert (again.pk, again.revision) == (first.pk, first.revision)
    assert again.versions.count() == 1
    assert not Touched.objects.exists()


def test_another_figure_becomes_a_new_version_and_both_are_kept(stated):
    statement = stated(PROJECTS)
    stated(PrintedFigure("projects_funded", "projects", 39))
    versions = statement.versions.order_by("number")
    assert [(v.number, v.status, v.answers.get().number) for v in versions] == [
        (1, "replaced", 38),
        (2, "accepted", 39),
    ]
    touched = set(Touched.objects.filter(kind="return_version").values_list("pk_touched", flat=True))
    assert touched == set(versions.values_list("pk", flat=True))


def test_a_period_without_a_stated_start_is_kept_without_one(stated):
    statement = stated(PEOPLE, label="as stated January 2021", start=None)
    assert statement.start is None
    assert statement.versions.get().accepted_by is None


def test_putting_a_template_again_keeps_its_version_and_a_new_line_makes_the_next(stated):
    first = put_published_template(measures=MEASURES, by=SYSTEM)
    assert put_published_template(measures=reversed(MEASURES), by=SYSTEM) == first
    second = put_published_template(measures=[*MEASURES, ("sectors_reached", "sectors")], by=SYSTEM)
    assert (first.version, second.version) == (1, 2)
    assert second.lines.count() == 4


def test_a_statement_under_an_older_template_moves_to_the_newer_and_keeps_its_figures(stated):
    statement = stated(PROJECTS)
    newer = put_published_template(measures=[*MEASURES, ("sectors_reached", "sectors")], by=SYSTEM)
    again = stated(PROJECTS)
    assert again.pk == statement.pk
    assert again.template == newer
    assert ReturnVersion.objects.count() == 1


def test_no_printed_line_may_be_added_and_an_unknown_population_is_refused():
    lines = published_lines(MEASURES)
    assert {line.additive for line in lines} == {Additive.NEVER}
    assert [line.counted for line in lines] == [Counted.PEOPLE, Counted.PEOPLE, Counted.PROJECTS]
    with pytest.raises(ValueError, match="does not say what this counts"):
        published_lines([("people_reached", "visitors")])


def test_the_standard_return_is_put_once():
    template = put_standard_templates(by=SYSTEM)
    assert put_standard_templates(by=SYSTEM) == template
    supported = template.lines.get(measure="people_supported")
    assert [b.list for b in supported.breakdowns.all()] == ["age_band", "sex", "ethnic_group"]
    shares = template.lines.exclude(share_of="").values_list("measure", "share_of")
    assert ("planned_endings", "people_ended") in shares
