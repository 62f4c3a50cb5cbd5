"""The workbook for a funder: cover, lines, providers, breakdowns, words, what is included, and a sheet for machines."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone

from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.periods.windows import FinancialYear, Window
from monitoring.returns.funder.figures import NO_PART, WHOLE, LineFigures, Place, Shown
from monitoring.returns.funder.material import Column as Period
from monitoring.returns.funder.material import Material, breakdown_words
from monitoring.returns.models import Additive, GrantReturn, OverTime
from vrn_cases.pages.list_exports import DEMONSTRATION
from vrn_cases.questions.models import AnswerState, QuestionKind
from vrn_cases.spreadsheets import Column, Formatted, Properties, Sheet, write_workbook
from vrn_cases.templatetags.gov_display import as_day, as_moment

MARKING = "OFFICIAL: for the funder named here"
COUNT, POUNDS = "#,##0", "£#,##0.00"
NOT_ADDED = "Not added: each quarter stands for itself. See the sheet By provider."
NO_TARGET = "No target set"
WHOLE_PERIOD = "Whole period"


def workbook_of(
    made: GrantReturn, material: Material, figures: Sequence[LineFigures], profile: ReleaseProfile
) -> bytes:
    """The grant return as a workbook; it holds only what the profile's readers may see."""
    title = f"Return to {made.agreement.funder}, {made.label}"
    sheets = [
        _cover(made, material, profile, title),
        _lines(figures),
        _providers(material, figures),
        _breakdowns(material, figures),
        _words(material),
        _included(material),
        _machines(made, material, figures),
    ]
    target = BytesIO()
    dated = timezone.localdate(made.asked_for_at)
    footer = f"{title}. {made.reference}. {MARKING}. Profile: {profile.name}"
    write_workbook(target, sheets, Properties(title, "Violence Reduction Network", dated, footer=footer))
    return target.getvalue()


def _cover(made: GrantReturn, material: Material, profile: ReleaseProfile, title: str) -> Sheet:
    missing = [row for row in material.included if not row.counts]
    rule = "Exact figures, as the agreement says." if profile.exact else _rule_in_words(profile)
    who = made.asked_for_by.name if made.asked_for_by else "the service itself"
    rows = [
        ("Funder", made.agreement.funder),
        ("Agreement", _agreement_in_words(made)),
        ("Period", f"{made.label}: {as_day(made.start)} to {as_day(made.last_day)}"),
        ("Reference", made.reference),
        ("Made", f"{as_moment(timezone.localtime(made.asked_for_at))}, by {who}"),
        ("Released to", profile.name),
        ("Marking", MARKING),
        ("Small numbers", rule),
        ("Included", f"{material.counting} of {len(material.included)} returns of the period"),
        ("Not included", _missing_in_words(missing)),
        ("How it adds up", "Lines count different things and are never added to each other."),
        ("Between providers", f"{Additive.WITHIN_PROVIDER.label}."),
        ("Published figures", "Figures that documents printed are not in this workbook."),
    ]
    if settings.DEMONSTRATION:
        rows.insert(0, ("Demonstration", DEMONSTRATION))
    return Sheet("Cover", (Column("About", 22), Column("This return", 110, wrap=True)), rows, above=(title,))


def _agreement_in_words(made: GrantReturn) -> str:
    """The agreement, with a caution where the period is not in the year that it was made for."""
    year, period = FinancialYear.parse(made.agreement.year).window, Window(made.start, made.end, made.label)
    outside = "" if year.contains(period) else f". The period is not in {year.label}, the year of this agreement."
    return f"{made.agreement}{outside}"


def _rule_in_words(profile: ReleaseProfile) -> str:
    least = profile.threshold
    return (
        f"Counts of persons from 1 to {(least or 0) - 1} read “fewer than {least}”. Others are hidden where a small "
        "one could be worked out from them, unless this funder was given it exactly before. Nought is shown. Money "
        "and counts of schools and events are exact."
    )


def _missing_in_words(missing: Sequence[Any]) -> str:
    if not missing:
        return "Nothing is missing."
    return "; ".join(
        f"{row.programme}, {row.organisation}{f', {row.label}' if row.label else ''}: {row.status.lower()}"
        for row in missing
    )


def _lines(figures: Sequence[LineFigures]) -> Sheet:
    columns = (
        Column("Line", 44, wrap=True),
        Column("Counts", 16),
        Column("Whole period", 18, wrap=True),
        Column("Quarters in it", 22, wrap=True),
        Column("Target", 26, wrap=True),
        Column("Status", 26, wrap=True),
        Column("How it adds up", 44, wrap=True),
        Column("What it means", 60, wrap=True),
        Column("Source", 34, wrap=True),
    )
    return Sheet("Lines", columns, [_line_row(one) for one in figures], above=("Lines",), keep_first_column=True)


def _line_row(one: LineFigures) -> list[Any]:
    line = one.line
    over = "" if len(one.columns) < 2 else f" {line.over_time.label}."
    return [
        line.text,
        line.counted.label,
        _cell(line.kind, _whole(one), NOT_ADDED),
        ", ".join(label for _, label in one.columns) or "None",
        line.target or NO_TARGET,
        f"Answered in {one.answered} of {one.included} returns",
        f"{line.additive.label}.{over}",
        line.definition,
        "Accepted returns of partners; see the sheet Included",
    ]


def _whole(one: LineFigures) -> Shown | None:
    """The line's one figure for the period: of the period, or of its only quarter."""
    if len(one.columns) == 1:
        return one.at(Place(None, one.columns[0]))
    return one.at(Place(None, None))


def _cell(kind: QuestionKind, shown: Shown | None, otherwise: str = "") -> Any:
    """A figure as a cell: pounds for pence; words where the door put words."""
    if shown is None:
        return otherwise
    if shown.value is None:
        return shown.words
    if kind == QuestionKind.MONEY:
        return Formatted(Decimal(shown.value) / 100, POUNDS)
    if kind == QuestionKind.PERCENT:
        return Formatted(Decimal(shown.value) / 100, "0.##")
    return Formatted(shown.value, COUNT)


def _columns_of(one: LineFigures) -> list[Period | None]:
    """The quarters, and the whole period where it has a figure of its own."""
    return [*one.columns, None] if one.line.over_time != OverTime.APART and len(one.columns) > 1 else list(one.columns)


def _label(column: Period | None) -> str:
    return column[1] if column else WHOLE_PERIOD


def _providers(material: Material, figures: Sequence[LineFigures]) -> Sheet:
    columns = (
        Column("Line", 44, wrap=True),
        Column("Programme", 40, wrap=True),
        Column("Organisation", 34, wrap=True),
        Column("Period", 20),
        Column("Figure", 24),
    )
    rows = [
        [one.line.text, *material.names[provider], _label(column), _cell(one.line.kind, shown)]
        for one in figures
        for provider in sorted(material.names, key=lambda key: material.names[key])
        for column in _columns_of(one)
        if (shown := one.at(Place(provider, column))) is not None
    ]
    return Sheet("By provider", columns, rows, above=("By provider",))


def _breakdowns(material: Material, figures: Sequence[LineFigures]) -> Sheet:
    columns = (
        Column("Line", 44, wrap=True),
        Column("Broken down by", 18),
        Column("Part", 40, wrap=True),
        Column("Period", 20),
        Column("Figure", 24),
    )
    rows = [
        [one.line.text, breakdown_words(part[0]), label, _label(column), _cell(one.line.kind, shown)]
        for one in figures
        for part, label in _parts(material)
        for column in _columns_of(one)
        if (shown := one.at(Place(None, column, part))) is not None
    ]
    return Sheet("Breakdowns", columns, rows, above=("Breakdowns, all providers together",))


def _parts(material: Material) -> Iterator[tuple[tuple[str, str], str]]:
    names = dict.fromkeys(name for name, _ in material.part_labels)
    for name in names:
        for (of, part), label in material.part_labels.items():
            if of == name:
                yield (of, part), label
        yield (name, NO_PART), "Not broken down by the provider"


def _words(material: Material) -> Sheet:
    columns = (
        Column("Line", 34, wrap=True),
        Column("Programme", 34, wrap=True),
        Column("Organisation", 30, wrap=True),
        Column("Period", 16),
        Column("What the partner wrote", 90, wrap=True),
    )
    asked = [line for line in material.lines if line.in_words]
    rows = [
        [line.text, *material.names[answer.provider], answer.column[1], answer.text]
        for line in asked
        for answer in material.told
        if answer.measure == line.measure and answer.state == AnswerState.ANSWERED
    ]
    return Sheet("In their own words", columns, rows, above=("In their own words",))


def _included(material: Material) -> Sheet:
    columns = (
        Column("Programme", 40, wrap=True),
        Column("Organisation", 34, wrap=True),
        Column("Period", 18),
        Column("Return", 12),
        Column("Status", 36),
    )
    rows = [[row.programme, row.organisation, row.label, row.reference, row.status] for row in material.included]
    return Sheet("Included", columns, rows, above=("What is included, and what is missing",))


def _machines(made: GrantReturn, material: Material, figures: Sequence[LineFigures]) -> Sheet:
    headings = (
        "grant_return", "measure", "counted", "population", "unit", "additive", "over_time", "scope", "programme",
        "organisation", "period", "breakdown", "part", "value", "shown_as", "words",
    )  # fmt: skip
    rows = [
        _machine_row(made, one, place, shown)
        for one in figures
        for place, shown in sorted(one.shown.items(), key=_order)
    ]
    return Sheet("For machines", tuple(Column(heading, 18) for heading in headings), rows)


def _order(item: tuple[Place, Shown]) -> tuple[str, str, str, str]:
    place, _ = item
    return ("/".join(place.provider or ("",)), str(place.column or ""), *place.part)


def _machine_row(made: GrantReturn, one: LineFigures, place: Place, shown: Shown) -> list[Any]:
    line = one.line
    programme, organisation = place.provider or ("", "")
    unit = {QuestionKind.MONEY: "pence", QuestionKind.PERCENT: "hundredths of a per cent"}.get(line.kind, "count")
    return [
        made.reference,
        line.measure,
        line.counted.value,
        line.population,
        unit,
        line.additive.value,
        line.over_time.value,
        "provider" if place.provider else "network",
        programme,
        organisation,
        _label(place.column) if place.column else made.label,
        place.part[0] if place.part != WHOLE else "",
        place.part[1],
        shown.value,
        shown.showing,
        shown.words,
    ]
