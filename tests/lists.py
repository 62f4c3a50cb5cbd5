"""What a list's page says, cell by cell."""

from typing import Any

from vrn_cases.pages.lists import ListPage


def told_by(shown: ListPage) -> list[dict[str, Any]]:
    """Each row of the page by its columns' keys, in their order."""
    return [{one.key: (one.words or one.value)(row) for one in shown.columns} for row in shown.page.rows]
