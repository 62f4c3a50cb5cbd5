"""Who may have a list with names, and what is said on it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from vrn_cases.named_lists.models import NamedList

KEPT_FOR = timedelta(hours=24)
OVER = "This list with names could be downloaded for 24 hours, and they are over. Ask for it again from the list."
NOT_YOURS = "Somebody else asked for this list with names. Ask for your own from the list."


def against_downloading(named: NamedList, by: Any) -> list[str]:
    if named.asked_by_id != by.pk:
        return [NOT_YOURS]
    return [OVER] if named.is_over(timezone.now()) else []
