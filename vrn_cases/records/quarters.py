"""The number of a financial quarter, as the database works it out over a day: (year of 1 April) * 4 + 0 to 3.

2023/24 Q1 (April to June 2023) is 8092. A small integer that sorts, groups and indexes; `monitoring.periods` turns it
into words.
"""

from typing import Any

from django.db import models


class QuarterOf(models.Func):
    """Quarter number of a day, for a generated column; `day_before` takes the day before, for an exclusive end."""

    output_field = models.IntegerField()
    arity = 1

    def __init__(self, expression: Any, *, day_before: bool = False, **extra: Any) -> None:
        super().__init__(expression, **extra)
        self.day_before = day_before

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        day = "date(%(expressions)s, '-1 day')" if self.day_before else "%(expressions)s"
        year, month = f"CAST(substr({day}, 1, 4) AS INTEGER)", f"CAST(substr({day}, 6, 2) AS INTEGER)"
        return super().as_sql(compiler, connection, template=_quarter(year, month), **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        day = "(%(expressions)s - 1)" if self.day_before else "%(expressions)s"
        year, month = f"EXTRACT(YEAR FROM {day})::integer", f"EXTRACT(MONTH FROM {day})::integer"
        return super().as_sql(compiler, connection, template=_quarter(year, month), **context)


def _quarter(year: str, month: str) -> str:
    return f"(CASE WHEN {month} < 4 THEN {year} * 4 - 1 ELSE {year} * 4 + ({month} - 4) / 3 END)"
