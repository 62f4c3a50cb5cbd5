"""What a case keeps for lists and follows from rooms that stand after this one."""

from django.utils.module_loading import import_string

from interventions.cases.models import Case

# Measures stand after cases in the order of rooms, and what is due in a case is theirs to say; so the function is
# named here as the kinds of jobs name theirs.
FOLLOWED_BY = "interventions.outcomes.services.follow_measures"


def follow(case: Case) -> Case:
    """Bring `next_due_on` of this locked case up to date, in the transaction that opened, planned, closed or reopened
    it; gives the same case."""
    import_string(FOLLOWED_BY)([case])
    return case
