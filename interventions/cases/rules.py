"""What stands against each step of a case: reasons in sentences, none of them meaning go ahead."""

from collections.abc import Collection, Sequence
from datetime import date

from interventions.cases.models import LONGEST_NOTE, Case, CaseSpell, Ending, Note, SpellKind
from interventions.programmes.models import ListEntry
from interventions.referrals.models import Referral
from interventions.referrals.rules import against_accepting, against_deciding_on, against_future, in_words
from vrn_cases.access.models import User

NOT_A_WORKER = "{name} does not work on this programme. Choose somebody who does."
NOT_READABLE = "You chose a sensitivity that you may not read yourself."


def closed_words(case: Case) -> list[str]:
    return [f"This case was closed on {in_words(case.closed_on)}."] if case.closed_on else []


def against_opening_on(referral: Referral, *, others: Sequence[Case], on: date, today: date) -> list[str]:
    """Why no case can be opened from this referral on this day; `others` are open, or were on a later day."""
    still_open = next((one.reference for one in others if one.closed_on is None), "")
    found = against_accepting(referral, open_case=still_open)
    return found or against_deciding_on(referral, on=on, today=today) or _against_beside(others)


def _against_beside(others: Sequence[Case]) -> list[str]:
    """A day belongs to one case of a person in a programme; one may begin on the day on which the other ends."""
    return [
        f"Their case {one.reference} was open until {in_words(one.closed_on)}. Enter that day or a later one."
        for one in others[:1]
        if one.closed_on is not None
    ]


def against_joining_on(referral: Referral, case: Case, *, on: date, today: date) -> list[str]:
    """Why this referral cannot be joined to this case on this day."""
    if case.participant_id != referral.participant_id:
        return ["The case is another person's."]
    found = closed_words(case) or against_deciding_on(referral, on=on, today=today)
    if not found and on < case.opened_on:
        found = [f"The case was opened on {in_words(case.opened_on)}, after {in_words(on)}."]
    return found


def against_worker(worker: User, workers: Collection[User]) -> list[str]:
    """Why a case cannot be given to them; `workers` are those who may work on the programme's cases now."""
    return [] if worker in workers else [NOT_A_WORKER.format(name=worker.name)]


def against_giving(case: Case) -> list[str]:
    return closed_words(case)


def against_giving_on(case: Case, *, since: date | None, on: date, today: date) -> list[str]:
    """Why the case cannot have a new lead worker from this day; `since`: the day from which the present one leads."""
    reasons = closed_words(case) or against_future(on, today)
    begun = since or case.opened_on
    if not reasons and on < begun:
        what = "The present lead worker has led it since" if since else "The case was opened on"
        reasons.append(f"{what} {in_words(begun)}. Enter that day or a later one.")
    return reasons


def against_pausing(case: Case) -> list[str]:
    if case.paused_on:
        return [f"This case has been paused since {in_words(case.paused_on)}."]
    return closed_words(case)


def against_resuming(case: Case) -> list[str]:
    return closed_words(case) or ([] if case.paused_on else ["This case is not paused."])


def against_turning(spell: CaseSpell, *, on: date, today: date) -> list[str]:
    """Why a case cannot turn from this running spell into another on this day."""
    reasons = against_future(on, today)
    if on < spell.starts_on:
        state = "paused" if spell.kind == SpellKind.PAUSED else "open"
        reasons.append(f"The case has been {state} since {in_words(spell.starts_on)}. Enter that day or a later one.")
    return reasons


def against_closing(case: Case) -> list[str]:
    return closed_words(case)


def against_closing_on(
    case: Case, *, since: date, led_since: date, last_attended: date | None, on: date, today: date
) -> list[str]:
    """Why the case cannot be closed as of this day; `since`: the first day of its running spell, `led_since`: of its
    lead worker.
    """
    reasons = closed_words(case) or against_future(on, today)
    if on < since:
        reasons.append(f"The case was opened, paused or resumed on {in_words(since)}, after {in_words(on)}.")
    elif last_attended is not None and last_attended > on:
        reasons.append(f"A session was attended on {in_words(last_attended)}, after {in_words(on)}.")
    elif on < led_since:
        reasons.append(f"Its lead worker has led it since {in_words(led_since)}. Enter that day or a later one.")
    return reasons


def warnings_of_closing(unrecorded: Sequence[date], *, today: date) -> list[str]:
    """What somebody should know before they close a case with sessions on these days that nobody recorded."""
    past = [day for day in unrecorded if day <= today]
    coming = [day for day in unrecorded if day > today]
    warnings = []
    if past:
        warnings.append(
            f"{_sessions(len(past))} no attendance recorded, the last on {in_words(max(past))}. Record it first: how "
            "the case ended is worked out from the sessions attended, and a closed case takes no more."
        )
    if coming:
        warnings.append(f"{_sessions(len(coming), 'is', 'are')} still to come, the next on {in_words(min(coming))}.")
    return warnings


def _sessions(count: int, one: str = "has", more: str = "have") -> str:
    return f"1 session {one}" if count == 1 else f"{count} sessions {more}"


def ending_of(reason: ListEntry, *, attended: bool) -> Ending:
    """How a case ended: before it started when no session was attended, else as the group of the reason says.

    Raises ValueError for a reason in no group that is an ending.
    """
    return Ending(reason.group) if attended else Ending.NOT_STARTED


def against_reopening(case: Case, *, open_case: Case | None) -> list[str]:
    if case.closed_on is None:
        return ["This case is not closed."]
    if open_case is not None:
        return [f"They have another open case, {open_case.reference}."]
    return []


def against_reopening_on(case: Case, *, others: Sequence[Case], on: date, today: date) -> list[str]:
    """Why it cannot go on from this day; `others` of the person are open, or were on a later day."""
    reasons = against_reopening(case, open_case=next((one for one in others if one.closed_on is None), None))
    if reasons or case.closed_on is None:
        return reasons
    reasons = against_future(on, today)
    if on < case.closed_on:
        reasons.append(f"The case was closed on {in_words(case.closed_on)}, after {in_words(on)}.")
    return reasons or _against_beside(others)


def against_planning(case: Case) -> list[str]:
    """Why no next action can be said."""
    return closed_words(case)


def against_noting(case: Case, *, on: date, text: str, today: date) -> list[str]:
    """Why this cannot be written about a day. A closed case takes notes: what came after the end is told too."""
    reasons = against_future(on, today)
    if not text.strip():
        reasons.append("Write what happened.")
    if len(text) > LONGEST_NOTE:
        reasons.append(f"Shorten the note to {LONGEST_NOTE:,} characters. It has {len(text):,}.")
    return reasons


def against_correcting(note: Note) -> list[str]:
    """Why this cannot be corrected. A correction is itself corrected by another one of the same note."""
    return ["This is a correction. Correct the note that it stands beside."] if note.corrects_id else []
