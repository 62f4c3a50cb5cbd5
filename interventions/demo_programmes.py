"""How each programme of the invented caseload works: how many people a year, how old, from where, for how long.

VIP and Reach have the sizes that the sources state for 2023/24 ("almost 400", 133); Unlocking Potential and the
Childhood Adversity Project those of January 2021 (68, 74). Phoenix states none: its size is made up.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """One programme: `people` are referred in a year, aged from `ages[0]` to `ages[1]`; support lasts `days`."""

    code: str
    provider: str
    people: int
    ages: tuple[int, int]
    days: tuple[int, int]
    every: int  # days from one session to the next
    sources: dict[str, int]
    workers: int
    agency: str
    boys: int = 70
    groups: int = 0  # of a hundred sessions, so many are the week’s gathering


HOSPITAL = {
    "emergency-department": 60,
    "hospital-ward": 14,
    "police-custody": 16,
    "youth-justice": 4,
    "family": 3,
    "self": 3,
}
SCHOOLS = {"school": 88, "social-care": 7, "family": 5}
JUSTICE = {"police-other": 40, "probation": 32, "youth-justice": 28}
COMMUNITY = {"youth-justice": 30, "social-care": 22, "voluntary": 24, "school": 16, "self": 8}
HEALTH = {"youth-justice": 64, "gp": 14, "social-care": 22}

SHAPES = (
    Shape("VIP", "Invented Navigator Service", 400, (11, 25), (35, 160), 9, HOSPITAL, 6, "voluntary", 74, groups=6),
    Shape("REACH", "Invented Youth Work Team", 133, (11, 16), (120, 190), 8, SCHOOLS, 4, "council", 66, groups=30),
    Shape("PHOENIX", "Invented Joint Team", 60, (14, 24), (90, 180), 7, JUSTICE, 3, "youth_justice", 93),
    Shape("UP", "Invented Employment Project", 68, (16, 24), (60, 140), 12, COMMUNITY, 2, "voluntary", 64, groups=15),
    Shape("CAP", "Invented Therapy Service", 74, (10, 17), (80, 170), 14, HEALTH, 2, "health", 60),
)
