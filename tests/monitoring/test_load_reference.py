"""Every figure of the reference files stands in the database, once, however often they are loaded."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from interventions.programmes.models import (
    Area,
    FrameworkOutcome,
    ListEntry,
    Organisation,
    Priority,
    Programme,
    Source,
    ToolkitApproach,
)
from monitoring.budgets.models import BudgetLine, GrantAgreement
from monitoring.management.reference_files.every_file import load_every_file, product_root
from monitoring.measures.models import Observation, Series, SuccessMeasure
from monitoring.returns.models import Return, ReturnAnswer, ReturnVersion
from monitoring.theory.models import Theory, TheoryLink, TheoryNode
from vrn_cases.audit.models import AuditEvent
from vrn_cases.records.models import Touched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_data")]
Rows = list[dict[str, str]]
DESCRIBED = (
    "name",
    "delivery_model",
    "delivered_by",
    "prevention_level",
    "population",
    "setting",
    "what",
    "stated_as",
    "neutral_name",
)


def printed(package: str, name: str) -> Rows:
    with (product_root() / package / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hundredths(text: str) -> int | None:
    return int(Decimal(text) * 100) if text else None


def after(text: str) -> date:
    return date.fromisoformat(text) + timedelta(days=1)


def test_every_source_is_there() -> None:
    assert {(s.code, s.title, s.dated) for s in Source.objects.all()} == {
        (row["source"], row["title"], row["dated"]) for row in printed("interventions", "sources")
    }


def test_every_programme_is_there_as_described() -> None:
    rows = printed("interventions", "programmes")
    assert Programme.objects.count() == len(rows) == 27
    for row in rows:
        programme = Programme.objects.select_related("approach").get(code=row["code"])
        for column in DESCRIBED:
            assert getattr(programme, column) == row[column], (row["code"], column)
        assert sorted(source.code for source in programme.sources.all()) == row["source"].split(";")
        assert (programme.approach.name if programme.approach else "") == row["approach"]
        assert programme.approach_is_reading == (row["approach_is_reading"] == "yes")


def test_the_toolkit_keeps_its_edition() -> None:
    assert {
        (a.name, a.estimated_impact, a.evidence_quality, a.source.code)
        for a in ToolkitApproach.objects.select_related("source")
    } == {
        (row["approach"], row["estimated_impact"], row["evidence_quality"], row["source"])
        for row in printed("interventions", "yef_toolkit")
    }


def test_every_area_stands_under_its_parent() -> None:
    assert {
        (a.code, a.name, a.level, a.parent.code if a.parent else "", a.priority_area)
        for a in Area.objects.select_related("parent")
    } == {
        (row["code"], row["name"], row["level"], row["parent"], row["priority_area"] == "yes")
        for row in printed("interventions", "areas")
    }


def test_four_priorities_then_seven_with_half_open_periods() -> None:
    found = {
        (p.framework.name, p.framework.valid_from, p.framework.valid_until, p.number, p.text)
        for p in Priority.objects.select_related("framework")
    }
    assert found == {
        (
            row["framework"],
            date.fromisoformat(row["from"]),
            after(row["to"]) if row["to"] else None,
            int(row["number"]),
            row["priority"],
        )
        for row in printed("interventions", "priorities")
    }


def test_every_outcome_and_factor_and_list_entry_is_there() -> None:
    assert {(o.domain, o.text, o.good_direction, o.age_scope) for o in FrameworkOutcome.objects.all()} == {
        (row["domain"], row["outcome"], row["good_direction"], row["age_scope"])
        for row in printed("interventions", "outcomes_framework")
    }
    factors = ListEntry.objects.filter(list__in=("risk_factor", "protective_factor"))
    assert {(f.list.removesuffix("_factor"), f.group, f.label) for f in factors} == {
        (row["kind"], row["level"], row["factor"]) for row in printed("interventions", "risk_and_protective_factors")
    }
    others = ListEntry.objects.exclude(pk__in=factors.values("pk"))
    assert {(e.list, e.code, e.label, e.position, e.least, e.most) for e in others} == {
        (
            row["list"],
            row["code"],
            row["label"],
            int(row["position"]),
            int(row["least"]) if row["least"] else None,
            int(row["most"]) if row["most"] else None,
        )
        for row in printed("interventions", "lists")
    }
    assert {o.name for o in Organisation.objects.all()} == {
        r["name"] for r in printed("interventions", "organisations")
    }


def test_every_series_and_printed_value_is_there() -> None:
    assert {
        (s.code, s.definition_version, s.name, s.authority, s.unit, s.definition) for s in Series.objects.all()
    } == {
        (row["series"], int(row["version"]), row["name"], row["authority"], row["unit"], row["definition"])
        for row in printed("monitoring", "series")
    }
    rows = printed("monitoring", "observations")
    for row in rows:
        found = Observation.objects.get(
            series__code=row["series"],
            area_as_printed=row["area"],
            start=date.fromisoformat(row["period_start"]),
            end=after(row["period_end"]),
            role="suspect" if row["age_scope"].startswith("suspect") else "",
        )
        assert found.value == hundredths(row["value"])
        assert found.change_on_previous == hundredths(row["change_on_previous_percent"])
        assert found.wording == row["definition"]
        assert found.series.unit == row["unit"]
        assert found.source.code == row["source"]
    assert Observation.objects.count() == len(rows) + 2 * len(printed("monitoring", "area_rates"))


@pytest.mark.parametrize(
    ("series", "column"),
    [("serious_violence_rate", "rate_per_1000"), ("serious_violence_share_of_area", "percent_of_llr")],
)
def test_every_area_rate_and_share_is_there(series: str, column: str) -> None:
    found = Observation.objects.filter(series__code=series).select_related("area")
    assert {(o.area_as_printed, o.area.level, o.value, o.start, o.end) for o in found} == {
        (row["area"], row["level"], hundredths(row[column]), date(2020, 4, 1), date(2021, 10, 1))
        for row in printed("monitoring", "area_rates")
    }


def test_every_success_measure_is_there_with_its_wording() -> None:
    whom = {
        "all_ages": "all ages",
        "victim_under_25": "victims under 25",
        "victim_under_25_involving_knives": "victims under 25 involving knives",
    }
    assert {
        (m.series.code, m.age_scope, m.baseline_year, m.comparison_year, m.percent_change, m.wording)
        for m in SuccessMeasure.objects.select_related("series")
    } == {
        (
            row["measure"],
            whom[row["age_scope"]],
            row["baseline_year"],
            row["comparison_year"],
            hundredths(row["percent_change"]),
            row["definition"],
        )
        for row in printed("monitoring", "success_measures")
    }


def test_every_pound_is_there() -> None:
    assert {(g.funder, g.year, g.amount, g.intervention_floor) for g in GrantAgreement.objects.all()} == {
        (row["funder"], row["year"], hundredths(row["amount_gbp"]), hundredths(row["intervention_floor_percent"]))
        for row in printed("monitoring", "grant_agreements")
    }
    assert [(b.name, b.amount, b.counts_as_intervention, b.note) for b in BudgetLine.objects.all()] == [
        (row["line"], hundredths(row["amount_gbp"]), row["counts_as_intervention"] == "yes", row["note"])
        for row in printed("monitoring", "budget_lines")
    ]


def test_every_published_figure_is_an_accepted_statement_with_its_qualifier_and_period() -> None:
    answers = ReturnAnswer.objects.select_related(
        "version__of__programme", "version__of__source", "question__return_line"
    )
    found = {
        (
            answer.version.of.programme.code,
            answer.version.of.label,
            answer.version.of.start,
            answer.version.of.end,
            answer.question.return_line.measure,
            answer.question.return_line.population,
            answer.number,
            answer.qualifier,
            answer.version.of.source.code,
        )
        for answer in answers.filter(version__of__published=True, version__accepted_at__isnull=False)
    }
    assert found == {
        (
            row["programme"],
            row["period_label"],
            date.fromisoformat(row["period_start"]) if row["period_start"] else None,
            after(row["period_end"]),
            row["measure"],
            row["population"],
            int(row["value"]),
            row["qualifier"],
            row["source"],
        )
        for row in printed("monitoring", "published_figures")
    }
    assert len(found) == 23


def test_theories_of_the_network_and_five_programmes_are_there() -> None:
    nodes = TheoryNode.objects.select_related("theory__programme", "source")
    name = {None: "NETWORK", **{p.pk: p.code for p in Programme.objects.all()}}
    assert {(name[n.theory.programme_id], n.code, n.stage, n.text, n.target_words) for n in nodes} == {
        (row["theory"], row["code"], row["stage"], row["text"], row["target_words"])
        for row in printed("monitoring", "theory_nodes")
    }
    links = TheoryLink.objects.select_related("cause", "effect", "theory")
    assert {(name[link.theory.programme_id], link.cause.code, link.effect.code) for link in links} == {
        (row["theory"], row["cause"], row["effect"]) for row in printed("monitoring", "theory_links")
    }
    assert {name[t.programme_id] for t in Theory.objects.all()} == {
        "NETWORK",
        "VIP",
        "PHOENIX",
        "REACH",
        "MVP",
        "GRANTS",
    }


def test_a_second_load_changes_nothing() -> None:
    records = (Programme, Organisation, Series, Observation, SuccessMeasure, GrantAgreement, BudgetLine, Theory, Return)

    def state() -> list[Any]:
        revisions = [sorted(model._base_manager.values_list("pk", "revision")) for model in (*records, ReturnVersion)]
        counts = [model.objects.count() for model in (AuditEvent, Touched, TheoryNode, ReturnAnswer, ListEntry, Area)]
        return [revisions, counts]

    before = state()
    list(load_every_file(product_root(), "load_reference"))
    assert state() == before
