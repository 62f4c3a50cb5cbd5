"""Why a figure moved between two reports: the events of the log about what it is made of, between their freezes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q

from monitoring.indicators.figures import NETWORK
from monitoring.indicators.registry import INDICATORS
from monitoring.indicators.windows import window_named
from monitoring.reports.material import CASEWORK_CODES, PUBLISHED
from monitoring.reports.moved import Moved
from monitoring.returns.models import Return
from vrn_cases.access.permissions import Permission as P
from vrn_cases.audit.actions import Action
from vrn_cases.audit.models import AuditEvent

OF_RETURNS = (Action.RETURN_ACCEPTED, Action.RETURN_REPLACED, Action.RETURN_STATED)
OF_OTHERS = {"SERIES": Action.MEASURE_RECORDED, "SUCCESS": Action.MEASURE_RECORDED, "MONEY": Action.BUDGET_RECORDED}
KINDS_OF_CASEWORK = (
    "interventions.referral",
    "interventions.case",
    "interventions.session",
    "interventions.assessment",
)
MOST_EVENTS = 5_000  # of all that happened between two reports; the page says when there were more
MOST_TOLD = 6  # of one figure


@dataclass(frozen=True)
class Cause:
    """Something that was done in between. `reference` is empty where the reader may not open the record."""

    at: datetime
    action: str
    reference: str = ""
    url: str = ""


@dataclass(frozen=True)
class Causes:
    """The first few things done to what one figure is made of, and how many more there were."""

    told: Sequence[Cause]
    more: int


@dataclass(frozen=True)
class _OfReturn:
    cause: Cause
    programme: str
    published: bool
    start: date | None
    end: date


class Log:
    """What was done after one moment and until another to what figures of reports are made of, as `user` may read it.

    Read at once, in four queries however many figures moved. Of casework it tells what was done in a programme and how
    often, and of which record to nobody: that is for the pages of the records.
    """

    def __init__(self, after: datetime, until: datetime, user: Any) -> None:
        events = AuditEvent.objects.filter(
            at__gt=after, at__lte=until, action__in=[*OF_RETURNS, *set(OF_OTHERS.values())]
        )
        found = list(events.order_by("id").values_list("at", "action", "subject_id")[: MOST_EVENTS + 1])
        self.is_cut = len(found) > MOST_EVENTS
        self._others: dict[str, list[Cause]] = defaultdict(list)
        of_returns = []
        for at, action, subject in found[:MOST_EVENTS]:
            if action in OF_RETURNS:
                of_returns.append((at, action, subject))
            else:
                shown = subject if user.holds(P.MEASURE_VIEW) else ""
                self._others[action].append(Cause(at, Action(action).label, shown))
        self._returns = _of_returns(of_returns, user)
        self._casework = _of_casework(after, until)

    def causes_of(self, moved: Moved) -> Causes:
        head = moved.key.split(":", maxsplit=1)[0]
        if head in CASEWORK_CODES:
            found = self._casework.get(moved.key.split(":")[1], []) if ":" in moved.key else []
        elif head in OF_OTHERS:
            found = self._others[OF_OTHERS[head]]
        else:
            made_of = _made_of(moved.key)
            found = [one.cause for one in self._returns if made_of(one)]
        return Causes(found[:MOST_TOLD], max(0, len(found) - MOST_TOLD))


def _made_of(key: str) -> Callable[[_OfReturn], bool]:
    """Whether a return is one of those that the figure with this key is made of."""
    code, scope, label, *_ = [*key.split(":"), "", ""]
    if code == "PRINTED":
        return lambda one: one.published and one.programme == scope
    if code not in INDICATORS or code in CASEWORK_CODES:
        return lambda one: False
    window, published = window_named(label), INDICATORS[code] in PUBLISHED
    return lambda one: (
        one.published == published
        and scope in (NETWORK, one.programme)
        and one.end > window.start
        and (one.start is None or one.start < window.end)
    )


def _of_casework(after: datetime, until: datetime) -> dict[str, list[Cause]]:
    """What was done to casework, by programme and for the network: each kind of thing once, with how often."""
    events = AuditEvent.objects.filter(at__gt=after, at__lte=until, subject_kind__in=KINDS_OF_CASEWORK)
    rows = events.exclude(action=Action.RECORD_OPENED).order_by().values("action", "programme")
    told: dict[str, list[Cause]] = defaultdict(list)
    for row in rows.annotate(first=Min("at"), times=Count("pk")).order_by("first", "action", "programme"):
        times = f"{row['times']:,} in {row['programme'] or 'no programme'} from then on"
        cause = Cause(row["first"], Action(row["action"]).label, times)
        told[NETWORK].append(cause)
        told[row["programme"]].append(cause)
    return told


def _of_returns(events: Iterable[tuple[datetime, str, str]], user: Any) -> list[_OfReturn]:
    """The events about returns and their versions, each with the return that it is about."""
    happened = list(events)
    subjects = {subject for _, _, subject in happened}
    rows = Return.objects.filter(Q(reference__in=subjects) | Q(versions__reference__in=subjects)).order_by()
    columns = ("reference", "versions__reference", "programme__code", "published", "start", "end")
    about: dict[str, tuple[Any, ...]] = {}
    for reference, version, *facts in rows.values_list(*columns):
        about |= {reference: (reference, *facts), version or reference: (reference, *facts)}
    open_to = _open_to(user, {told[0] for told in about.values()})
    made = []
    for at, action, subject in happened:
        if subject in about:
            reference, programme, published, start, end = about[subject]
            url = open_to.get(reference, "")
            cause = Cause(at, Action(action).label, reference if url else "", url)
            made.append(_OfReturn(cause, programme, published, start, end))
    return made


def _open_to(user: Any, references: set[str]) -> dict[str, str]:
    """The addresses of those returns that this user may open."""
    if not user.holds(P.RETURN_VIEW):
        return {}
    rows = Return.objects.for_user(user, to=P.RETURN_VIEW).filter(reference__in=references)
    return {row.reference: row.get_absolute_url() for row in rows.order_by()}
