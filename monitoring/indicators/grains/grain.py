"""A grain: one narrow stored row a thing, with every number that an indicator over it needs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model, Q

from vrn_cases.access.permissions import Permission


@dataclass(frozen=True)
class Breakdown:
    """A one-way breakdown: the rows that carry it, and the column that names the part.

    `fixed`: whoever is counted has one part in all their rows (sex and ethnic group, as now known), so that even
    distinct people add up over it; an age band as at the opening of each case is not. `network_column`: where what all
    programmes together know of a person stands, by which the network counts people. `codes` names the parts where the
    column holds numbers; `labels` gives each code its label, in their order.
    """

    where: Q
    column: str
    label: str
    fixed: bool = True
    network_column: str = ""
    codes: Callable[[], Mapping[int, str]] | None = None
    labels: Callable[[], Mapping[str, str]] | None = None


@dataclass(frozen=True)
class Grain:
    """`fill(ids)` makes anew the rows of these source records (None: says which differ first); see `rebuild`.

    `columns` are, in this order: first quarter, last quarter, programme, provider. `source` is the column of the
    record that the row came from, `records` that record's model (as a string: rooms that come later are not imported)
    and `permission` the verb that opens it; `whole` is the condition of the rows that count as a whole. `quarters` are
    the columns by one of which an indicator places a row, and `person` whom a row is about; both only where rows have
    them. `sources_a_step`: of how many records a full working-out rebuilds the rows in one short transaction.
    """

    code: str
    model: type[Model]
    source: str
    records: str
    permission: Permission
    whole: Q
    breakdowns: Mapping[str, Breakdown]
    source_ids_touched: Callable[[str, Iterable[int]], set[int]]
    fill: Callable[[Iterable[int]], int]
    differing: Callable[[], set[int]]
    first: str = "first_quarter"
    last: str = "last_quarter"
    programme: str = "programme"
    provider: str = "provider"
    quarters: tuple[str, ...] = ()
    person: str = ""
    sources_a_step: int = 40

    @property
    def dated_by(self) -> tuple[str, ...]:
        """The columns of the quarters in which a row can count."""
        return self.quarters or (self.first,)
