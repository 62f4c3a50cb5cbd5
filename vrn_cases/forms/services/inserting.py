"""Inserting a row of which there may be but one, by whoever comes first."""

from typing import Any

from django.db.models import Model
from django.db.models.constants import OnConflict


def inserted(wanted: Model) -> bool:
    """Insert the row unless another holds its key; what the database answers says which, without asking a second time.

    On PostgreSQL it waits for whoever inserts the same at this moment.
    """
    rows: Any = type(wanted)._base_manager
    own = [field for field in wanted._meta.concrete_fields if not field.primary_key]
    told = {"using": rows.db, "returning_fields": [wanted._meta.pk], "on_conflict": OnConflict.IGNORE}
    [row] = rows._insert([wanted], fields=own, **told)  # as Model.save does
    if row is None:
        return False
    wanted.pk, wanted._state.adding, wanted._state.db = row[0], False, rows.db
    return True
