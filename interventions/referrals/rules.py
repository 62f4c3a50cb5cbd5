"""What stands against each step of a referral: reasons in sentences, none of them meaning go ahead."""

from datetime import date

from interventions.participants.models import Participant
from interventions.participants.rules import MERGED
from interventions.programmes.models import Programme, StatedAs
from interventions.referrals.models import Referral
from vrn_cases.access.readable import SourceAuthority

OUTCOME_WORDS = {
    "accepted": "was accepted",
    "joined": "was joined to an open case",
    "declined": "was declined",
    "withdrawn": "was withdrawn",
}


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def against_future(on: date, today: date) -> list[str]:
    return [f"{in_words(on)} has not come yet."] if on > today else []


def against_receiving(programme: Programme, participant: Participant | None, *, on: date, today: date) -> list[str]:
    """Why this programme cannot have received a referral on this day; `participant` None is somebody not yet known."""
    reasons = against_future(on, today)
    if programme.stated_as == StatedAs.PLANNED:
        reasons.append("The programme is only planned. Nobody can be referred to it yet.")
    if participant is not None and participant.merged_into_id:
        reasons.append(MERGED)
    if participant is not None and participant.programme_id != programme.pk:
        reasons.append("This record belongs to another programme.")
    return reasons


def against_deciding(referral: Referral) -> list[str]:
    """Why nothing more can come of this referral: something has."""
    for name, words in OUTCOME_WORDS.items():
        day = getattr(referral, f"{name}_on")
        if day is not None:
            return [f"This referral {words} on {in_words(day)}."]
    return []


def against_accepting(referral: Referral, *, open_case: str) -> list[str]:
    """Why no case can be opened from this referral; `open_case`: the reference of the one that they have, or empty."""
    reasons = against_deciding(referral)
    if not reasons and open_case:
        reasons.append(
            f"They have an open case already, {open_case}. Join this referral to it instead of accepting it."
        )
    return reasons


def against_joining(referral: Referral, *, open_case: str) -> list[str]:
    """Why this referral cannot be joined to an open case of theirs."""
    reasons = against_deciding(referral)
    if not reasons and not open_case:
        reasons.append("They have no open case. Accept or decline the referral instead.")
    return reasons


def against_deciding_on(referral: Referral, *, on: date, today: date) -> list[str]:
    """Why nothing can have come of this referral on this very day."""
    decided = against_deciding(referral)
    if decided:
        return decided
    reasons = against_future(on, today)
    if on < referral.received_on:
        reasons.append(f"The referral was received on {in_words(referral.received_on)}, after {in_words(on)}.")
    return reasons


def against_changing(referral: Referral) -> list[str]:
    """Why what is known of this referral cannot be corrected or added to."""
    return ["This referral was withdrawn. It stays as it was."] if referral.withdrawn_on else []


def against_received_on(referral: Referral, *, on: date, today: date) -> list[str]:
    """Why it cannot have been received on this day instead."""
    reasons = against_future(on, today)
    for name, words in OUTCOME_WORDS.items():
        day = getattr(referral, f"{name}_on")
        if day is not None and on > day:
            reasons.append(f"This referral {words} on {in_words(day)}, before {in_words(on)}.")
    return reasons


def source_of(group: str) -> SourceAuthority:
    """Whose fact a referral is, by the group of the list entry that says where it came from.

    An entry without a known group counts as the police's, which the fewest may read.
    """
    return SourceAuthority(group) if group in SourceAuthority.values else SourceAuthority.POLICE
