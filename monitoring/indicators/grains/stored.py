"""How a casework grain's stored rows are made from its one statement, compared with it, and found by what was marked.

The statement is a function of the records to keep (None: all) that returns SQL whose columns are the table's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model

from monitoring.indicators.grains.breakdown_keys import ids

AT_ONCE = 2_000


@dataclass(frozen=True)
class Stored:
    """`source` is the grain's column of the record, `records` the table of these; it has a `participant_id`.

    `marked` says, by kind of mark, which records a mark makes stale: SQL of their ids for the marked ids.
    """

    model: type[Model]
    source: str
    records: str
    rows: Callable[[str | None], str]
    marked: Mapping[str, str]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.model._meta.concrete_fields]

    def fill(self, sources: Iterable[int]) -> int:
        """Make anew the rows of these records, inside the caller's transaction; returns how many rows stand now."""
        wanted, made = sorted(sources), 0
        names = ", ".join(self.columns)
        with connection.cursor() as cursor:
            for start in range(0, len(wanted), AT_ONCE):
                chosen = ids(wanted[start : start + AT_ONCE])
                cursor.execute(f"DELETE FROM {self.table} WHERE {self.source} IN ({chosen})")
                cursor.execute(f"INSERT INTO {self.table} ({names}) SELECT {names} FROM ({self.rows(chosen)}) AS fresh")
                made += int(cursor.rowcount)
        return made

    def differing(self) -> set[int]:
        """Ids of the records whose stored rows are not what the facts say now."""
        key, names = self.model._meta.pk.column, self.columns
        stored, fresh = (", ".join(f"{row}.{name}" for name in names) for row in ("s", "f"))
        unlike = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMPORARY TABLE fresh_rows AS {self.rows(None)}")
            try:
                cursor.execute(
                    f"SELECT f.{self.source} FROM fresh_rows f LEFT JOIN {self.table} s ON s.{key} = f.{key} "
                    f"WHERE ({fresh}) {unlike} ({stored}) "
                    f"UNION SELECT {self.source} FROM {self.table} WHERE {key} NOT IN (SELECT {key} FROM fresh_rows)"
                )
                return {row[0] for row in cursor.fetchall()}
            finally:
                cursor.execute("DROP TABLE fresh_rows")

    def touched(self, kind: str, marked: Iterable[int]) -> set[int]:
        """Records whose rows a mark of this kind makes stale, with all records of the people in them: whether a person
        stands in one row or several, and what the network knows of them, is told in each of their rows.
        """
        if kind not in self.marked and kind != "participant":
            return set()
        chosen = ids(marked)
        people: set[int] = set()
        if kind == "participant":
            people = self._asked(
                f"SELECT person_id FROM interventions_participant WHERE id IN ({chosen}) "
                f"UNION SELECT was_id FROM interventions_personlink WHERE participant_id IN ({chosen}) "
                f"UNION SELECT linked_to_id FROM interventions_personlink WHERE participant_id IN ({chosen}) "
                f"UNION SELECT person FROM {self.table} WHERE participant IN ({chosen})"
            )
        found = self._of_people(people) if kind == "participant" else self._asked(self.marked[kind].format(ids=chosen))
        return self._closed(found, people)

    def _closed(self, found: set[int], people: set[int]) -> set[int]:
        """Grown until nobody in these records has another: a person may be told in the rows under an older number."""
        while True:
            now = people | self._people_in(found)
            if now == people:
                return found
            people, found = now, found | self._of_people(now)

    def _people_in(self, sources: set[int]) -> set[int]:
        chosen = ids(sources)
        return self._asked(
            f"SELECT person FROM {self.table} WHERE {self.source} IN ({chosen}) UNION "
            f"SELECT p.person_id FROM {self.records} r JOIN interventions_participant p ON p.id = r.participant_id "
            f"WHERE r.id IN ({chosen})"
        )

    def _of_people(self, people: set[int]) -> set[int]:
        chosen = ids(people)
        return self._asked(
            f"SELECT {self.source} FROM {self.table} WHERE person IN ({chosen}) UNION "
            f"SELECT r.id FROM {self.records} r JOIN interventions_participant p ON p.id = r.participant_id "
            f"WHERE p.person_id IN ({chosen})"
        )

    def _asked(self, statement: str) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return {row[0] for row in cursor.fetchall()}
