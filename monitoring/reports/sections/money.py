"""The grant, what was itemised of it, and the share that went to interventions against the funder's floor."""

from decimal import Decimal

from monitoring.budgets.selectors import Money
from monitoring.reports import blocks
from monitoring.reports.figures import Figure, Kind, money, not_applicable, not_reported, percent, words
from monitoring.reports.material import Material

NONE_HELD = "No grant or budget for this year is in the record."


def money_key(told: Money, what: str) -> str:
    return f"MONEY:{told.agreement.funder}:{told.agreement.year}:{what}"


def money_section(material: Material) -> blocks.Section:
    if not material.money:
        return blocks.Section("money", "Money", blocks=(blocks.Notice(NONE_HELD),))
    made: list[blocks.Block] = []
    for told in material.money:
        made.append(blocks.Heading(f"{told.agreement.funder} grant, {told.agreement.year}"))
        made.append(_money(material, told))
        made.append(_lines(material, told))
    return blocks.Section("money", "Money", blocks=tuple(made))


def money_line(material: Material) -> blocks.Block:
    if not material.money:
        return blocks.Paragraph(NONE_HELD)
    return blocks.Lines(
        tuple(
            blocks.Line(
                f"{told.agreement.funder} grant {told.agreement.year}: "
                + (
                    "the floor for interventions is met."
                    if told.floor_met
                    else "the floor for interventions is not met."
                ),
                (
                    blocks.FigureRef(money_key(told, "grant"), "grant"),
                    blocks.FigureRef(money_key(told, "itemised"), "itemised"),
                    blocks.FigureRef(money_key(told, "share"), "for interventions"),
                    blocks.FigureRef(money_key(told, "floor"), "floor"),
                ),
            )
            for told in material.money
        )
    )


def _money(material: Material, told: Money) -> blocks.Money:
    def keyed(what: str) -> dict[str, str]:
        key = money_key(told, what)
        return {"key": key, "href": material.door(key), "period": told.agreement.year}

    return blocks.Money(
        grant=money(told.grant, **keyed("grant")),
        itemised=money(told.itemised, **keyed("itemised")),
        difference=money(told.not_itemised, **keyed("difference")),
        intervention_share=_share(told.interventions_of_grant, **keyed("share")),
        floor=percent(told.agreement.intervention_floor, places=0, **keyed("floor")),
    )


def _share(share: Decimal | None, **described: str) -> Figure:
    return not_applicable(Kind.PERCENT, **described) if share is None else percent(int(share * 100), **described)


def _lines(material: Material, told: Money) -> blocks.Table:
    columns = (
        blocks.TableColumn("line", "Line"),
        blocks.TableColumn("amount", "Amount", Kind.MONEY),
        blocks.TableColumn("intervention", "Counts as intervention"),
        blocks.TableColumn("note", "What for"),
    )
    rows = [
        blocks.Row(
            (
                words(line.name),
                money(line.amount, key=money_key(told, line.name), href=material.door(money_key(told, line.name))),
                words("Yes" if line.counts_as_intervention else "No"),
                words(line.note),
            )
        )
        for line in told.lines
    ]
    total = blocks.Row((words("All lines"), money(told.itemised), words(""), words("")), total=True)
    notes = []
    if told.not_itemised:
        notes.append("The lines do not add up to the grant. The source does not say what the difference is for.")
    if told.interventions_of_itemised is not None:
        notes.append(f"Interventions are {told.interventions_of_itemised}% of what is itemised.")
    source = f"{told.agreement.source.title} ({told.agreement.source.dated})"
    return blocks.Table(f"Budget lines, {told.agreement.year}", columns, (*rows, total), tuple(notes), source)


def shared_with_interventions(material: Material) -> Figure:
    """The share of the year's grant that went to interventions; not reported where no grant is held."""
    if not material.money:
        return not_reported(Kind.PERCENT)
    told = material.money[0]
    key = money_key(told, "share")
    return _share(told.interventions_of_grant, key=key, href=material.door(key), period=told.agreement.year)
