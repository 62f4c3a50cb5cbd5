"""People counted once: what can be worked out from figures that do not add up, by trying every crowd that fits."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitoring.indicators.disclosure import control
from monitoring.indicators.disclosure_profiles import ReleaseProfile
from monitoring.indicators.release import release_of
from tests.monitoring.indicators.people import FIRST, PEOPLE, PLACES, SECOND, SUPPORTED, figures_of, fitting, table_of
from tests.monitoring.indicators.tables import shown

THREE = ReleaseProfile("three", "Under 3", width=4, threshold=3)
MOST, TRIED = 5, 7


BOTH_QUARTERS = frozenset({(1, FIRST), (1, SECOND)})
FROM_ONE_TO_THE_OTHER = frozenset({(1, FIRST), (2, SECOND)})
OFTEN = frozenset({(1, SECOND), (2, FIRST), (2, SECOND)})


@example([BOTH_QUARTERS, FROM_ONE_TO_THE_OTHER, OFTEN])  # that a year lies between its quarters does not find it
@given(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=MOST))
@settings(max_examples=60, deadline=None)
def test_nobody_finds_a_small_count_of_people_over_programmes_and_quarters(crowd):
    truth = table_of(crowd)
    figures = figures_of(dict(zip(PLACES, truth, strict=True)))
    page = shown(control(release_of(figures, printed=figures), THREE))
    left = fitting(page, THREE.limit, TRIED)
    assert truth in left
    for number, place in enumerate(PLACES):
        if THREE.is_small(truth[number]):
            assert len({table[number] for table in left}) > 1, (place.key(SUPPORTED), page)
