"""Many new rows at once, past the care that `bulk_create` takes for each value: for trials of size alone."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import DateField, Field, Model, TimeField

ROWS_AT_ONCE = 2_000
STORED_AS_THEY_ARE = frozenset({type(None), str, int, bool, float})


def insert_rows(rows: Sequence[Model]) -> None:
    """Store these rows of one model, which get their primary keys, inside the transaction that writes.

    They are made with everything that a column needs: nothing but their keys is worked out here.
    """
    for start in range(0, len(rows), ROWS_AT_ONCE):
        chunk = rows[start : start + ROWS_AT_ONCE]
        for row, key in zip(chunk, _free_keys(type(chunk[0]), len(chunk)), strict=True):
            row.pk = key
        _write(type(chunk[0]), _stored(chunk))
        for row in chunk:
            row._state.adding = False


def let_plans_follow(models: Iterable[type[Model]]) -> None:
    """Have PostgreSQL count these tables anew.

    Its checks of foreign keys keep the plan of their first use in a connection, which for a table that was empty then
    is a walk of all of it, until it is told how the table has grown. SQLite looks for itself.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


@cache
def _columns(model: type[Model]) -> list[Any]:
    """The fields that are stored, each with whether what is stored is worked out from the row."""
    return [(one, _is_worked_out(one)) for one in model._meta.concrete_fields if not one.generated and one.column]


def _is_worked_out(field: Any) -> bool:
    if isinstance(field, DateField | TimeField):
        return bool(field.auto_now or field.auto_now_add)
    return type(field).pre_save is not Field.pre_save


def _stored(rows: Sequence[Model]) -> Iterator[list[Any]]:
    """What the database is given for each row, in the order of its columns."""
    columns = [
        (field.attname, field.pre_save if worked_out else None, field.get_db_prep_save)
        for field, worked_out in _columns(type(rows[0]))
    ]
    database = connections[DEFAULT_DB_ALIAS]  # itself: a stand-in would look it up for every value
    for row in rows:
        held = row.__dict__
        values = [worked_out(row, True) if worked_out else held[name] for name, worked_out, _ in columns]
        yield [
            value if type(value) in STORED_AS_THEY_ARE else stored(value, database)
            for value, (_, _, stored) in zip(values, columns, strict=True)
        ]


def _free_keys(model: type[Model], wanted: int) -> list[int]:
    """As many primary keys as wanted that nobody else will be given."""
    table, key = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            each = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(each, [connection.ops.quote_name(table), key, wanted])
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        last: int = cursor.fetchone()[0]
        return list(range(last + 1, last + 1 + wanted))


def _write(model: type[Model], rows: Iterator[list[Any]]) -> None:
    quoted = connection.ops.quote_name
    table, fields = quoted(model._meta.db_table), [field for field, _ in _columns(model)]
    columns = ", ".join(quoted(field.column) for field in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own tables
            cursor.executemany(insert, list(rows))
