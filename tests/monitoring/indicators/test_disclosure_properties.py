"""Disclosure control over random tables, against an attacker who tries every table that fits the page."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.indicators.disclosure import NotProtected, control
from monitoring.indicators.disclosure_attack import attack
from monitoring.indicators.disclosure_profiles import BOARD, PROGRAMME_TEAM, PUBLIC, ReleaseProfile
from monitoring.indicators.disclosure_release import Controlled, Relation, Release, Showing, as_printed
from tests.monitoring.indicators.tables import Sums, group, release, shown, tables_that_fit, two_way

COUNT = st.integers(min_value=0, max_value=9)
THREE = ReleaseProfile("three", "Under 3", width=4, threshold=3)
ROUNDED = ReleaseProfile("rounded", "Rounded to 5", width=6, rounds=True)
ROWS = st.tuples(st.tuples(COUNT, COUNT, COUNT), st.tuples(COUNT, COUNT, COUNT))
GROUP_SUMS: Sums = {"total": ("a", "b", "c")}
TWO_WAY_SUMS: Sums = {
    "r0": ("r0c0", "r0c1"),
    "r1": ("r1c0", "r1c1"),
    "c0": ("r0c0", "r1c0"),
    "c1": ("r0c1", "r1c1"),
    "total": ("r0", "r1"),
}
QUARTER_SUMS: Sums = {
    "q1": ("q1m", "q1f"),
    "q2": ("q2m", "q2f"),
    "ym": ("q1m", "q2m"),
    "yf": ("q1f", "q2f"),
    "y": ("ym", "yf"),
}


def no_small_count_is_known(tables: Release, sums: Sums, profile: ReleaseProfile, reach: int) -> None:
    page = shown(control(tables, profile))
    fitting = list(tables_that_fit(page, sums, profile.limit, reach))
    assert {key: cell.count for key, cell in tables.by_key.items()} in fitting
    for key, cell in tables.by_key.items():
        if cell.count is not None and profile.is_small(cell.count):
            assert len({table[key] for table in fitting}) >= 2, (key, page)


@given(st.tuples(COUNT, COUNT, COUNT))
@settings(max_examples=150, deadline=None)
def test_nobody_finds_a_small_count_in_a_group(counts):
    no_small_count_is_known(group(*counts), GROUP_SUMS, BOARD, reach=12)


@given(st.tuples(st.tuples(COUNT, COUNT), st.tuples(COUNT, COUNT)))
@settings(max_examples=60, deadline=None)
def test_nobody_finds_a_small_count_in_a_two_way_table(rows):
    no_small_count_is_known(two_way(rows), TWO_WAY_SUMS, BOARD, reach=11)


@given(st.tuples(COUNT, COUNT, COUNT, COUNT))
@settings(max_examples=60, deadline=None)
def test_nobody_finds_a_small_count_over_quarters_and_their_year(counts):
    """A breakdown in two quarters and in their year to date: related tables that share no page."""
    q1m, q1f, q2m, q2f = counts
    added = {"q1m": q1m, "q1f": q1f, "q2m": q2m, "q2f": q2f, "q1": q1m + q1f, "q2": q2m + q2f}
    added |= {"ym": q1m + q2m, "yf": q1f + q2f, "y": sum(counts)}
    relations = [Relation(total, parts) for total, parts in QUARTER_SUMS.items()]
    relations.append(Relation("y", ("q1", "q2")))
    no_small_count_is_known(release(added, *relations), QUARTER_SUMS, THREE, reach=11)


@given(st.tuples(COUNT, COUNT, COUNT), st.data())
@settings(max_examples=100, deadline=None)
def test_the_attack_agrees_with_trying_everything(counts, data):
    """Over any page, not only those that the door makes: a finding is a count with one value left, and the reverse."""
    tables = group(*counts)
    showings = {}
    for key, cell in tables.by_key.items():
        small = cell.count is not None and BOARD.is_small(cell.count)
        hide = cell.count and data.draw(st.booleans())
        showings[key] = Showing.PRIMARY if small else Showing.SECONDARY if hide else Showing.EXACT
    page = as_printed(tables, BOARD, showings)
    fitting = list(tables_that_fit(shown(page), GROUP_SUMS, 5, reach=16))
    pinned = {
        key
        for key, showing in showings.items()
        if showing is Showing.PRIMARY and len({table[key] for table in fitting}) == 1
    }
    assert pinned <= {finding.key for finding in attack([page], BOARD)}


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_input_makes_no_difference(rows, order: random.Random):
    tables = two_way(rows)
    cells, relations = list(tables.cells), list(tables.relations)
    order.shuffle(cells)
    order.shuffle(relations)
    shuffled = [Relation(one.total, tuple(order.sample(one.parts, len(one.parts)))) for one in relations]
    assert shown(control(Release(tuple(cells), tuple(shuffled)), BOARD)) == shown(control(tables, BOARD))


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_what_is_shown_is_true_and_adds_up(rows):
    tables = two_way(rows)
    page = shown(control(tables, BOARD))
    for key, place in page.items():
        if isinstance(place, int):
            assert place == tables.by_key[key].count
    for relation in tables.relations:
        places = [page[part] for part in relation.parts]
        if all(isinstance(place, int) for place in [page[relation.total], *places]):
            assert page[relation.total] == sum(places)


@given(ROWS)
@settings(max_examples=40, deadline=None)
def test_a_small_count_is_never_shown_and_only_it_is_called_small(rows):
    tables = two_way(rows)
    for key, printed in control(tables, BOARD).cells.items():
        small = 1 <= (tables.by_key[key].count or 0) < 5
        assert not (small and printed.value is not None)
        assert printed.showing is not Showing.PRIMARY or small
        assert printed.showing is not Showing.SECONDARY or not small


@given(ROWS)
@settings(max_examples=20, deadline=None)
def test_an_exact_profile_shows_everything(rows):
    tables = two_way(rows)
    assert shown(control(tables, PROGRAMME_TEAM)) == {key: cell.count for key, cell in tables.by_key.items()}


@given(ROWS)
@settings(max_examples=30, deadline=None)
def test_releasing_the_same_tables_again_gives_nothing_away(rows):
    first = control(two_way(rows), BOARD)
    again = control(two_way(rows), BOARD, [first])
    assert attack([first, again], BOARD) == ()
    assert again.exposed == ()


@given(ROWS)
@settings(max_examples=30, deadline=None)
def test_a_table_without_small_counts_loses_nothing(rows):
    large = tuple(tuple(count + 5 for count in row) for row in rows)
    assert all(isinstance(place, int) for place in shown(control(two_way(large), BOARD)).values())


@given(ROWS)
@settings(max_examples=30, deadline=None)
def test_nothing_hidden_for_others_could_have_been_shown(rows):
    """Putting any one of them back lets the attack through."""
    tables = two_way(rows)
    controlled = control(tables, THREE)
    showings = {key: printed.showing for key, printed in controlled.cells.items()}
    for key, showing in showings.items():
        if showing is Showing.SECONDARY:
            assert attack([as_printed(tables, THREE, {**showings, key: Showing.EXACT})], THREE)


@given(ROWS, st.sets(st.integers(0, 11)), st.permutations([BOARD, PUBLIC, ROUNDED]))
@settings(max_examples=60, deadline=None)
def test_several_releases_to_several_profiles_together_give_nothing_away(rows, places, profiles):
    """First some of the cells, then all, to one audience after another; nobody learns what was not exposed before."""
    tables = two_way(rows)
    some = {cell.key for place, cell in enumerate(tables.cells) if place in places}
    first = Release(tuple(replace(cell, published=cell.key in some) for cell in tables.cells), tables.relations)
    released: list[Controlled] = []
    for number, profile in enumerate(profiles):
        try:
            released.append(control(tables if number else first, profile, released))
        except NotProtected:
            return
        exposed = {key for past in released for key in past.exposed}
        for reader in profiles[: number + 1]:
            assert {finding.key for finding in attack(released, reader)} <= exposed
