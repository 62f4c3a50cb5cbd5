"""Scope at every address that names a record: another programme's record is not there, whoever asks and however."""

from typing import Any

import pytest
from django.test import Client

from tests.architecture.addresses import our_addresses
from tests.architecture.people import bound_holders, network_holder, side_of, signed_in, with_roles
from tests.architecture.records import Side
from tests.architecture.walk import a_figure_of, url_of, verb_of
from tests.architecture.ways import WAYS, in_address, unknown
from tests.factories import UserFactory
from vrn_cases.access.permissions import Permission as P
from vrn_cases.access.roles import Role
from vrn_cases.files.kinds import PURPOSES
from vrn_cases.files.models import FilePurpose
from vrn_cases.records.models import Record

pytestmark = pytest.mark.django_db
NAMING = sorted(name for name, address in our_addresses().items() if address.parameters)
SCOPED = sorted(name for name, way in WAYS.items() if way.bound == "scope")
NETWORK = sorted(name for name, way in WAYS.items() if way.bound == "network")
NOT_THERE = {403, 404}
MALFORMED = ("x", "O0I1S5B8", "R" * 500, "R222222%00", "é2222222", "..")


def answers(client: Client, url: str, **query: str) -> dict[str, int]:
    """What opening an address and sending an empty form there give; 405 left out."""
    found = {"GET": client.get(url, query).status_code, "POST": client.post(url, {"submission_key": "x"}).status_code}
    return {method: status for method, status in found.items() if status != 405}


def test_every_address_that_names_a_record_has_a_way_to_one() -> None:
    assert sorted(WAYS) == NAMING, "say in tests/architecture/ways.py how a record for the address is made"


def test_every_way_says_rightly_what_keeps_others_out() -> None:
    """An address is called the network's only when no role could hold its verb in one programme alone."""
    for name in SCOPED:
        assert bound_holders(_verb(name)), f"{name}: only the network holds {_verb(name)}: say bound='network'"
    for name in NETWORK:
        bound = [one for one in bound_holders(_verb(name)) if name not in ("report", "report_figure")]
        assert not bound, f"{name}: {_verb(name)} can be held in one programme: say what scope it has"


def _verb(name: str) -> P:
    verb = verb_of(our_addresses()[name])
    assert verb is not None
    return verb


@pytest.mark.parametrize("name", SCOPED)
def test_a_record_of_another_programme_is_not_there(name: str) -> None:
    """Each user holds the verb on one side and another role on the other."""
    here, there = Side(UserFactory()), Side(UserFactory())
    for holding in bound_holders(_verb(name)):
        client = signed_in(with_roles((holding.role, here), (holding.elsewhere, there)))
        near = answers(client, url_of(name, WAYS[name].make(here)))
        far = answers(client, url_of(name, WAYS[name].make(there)))
        assert near["GET"] == 200, (holding.words, near)
        assert not set(near.values()) & NOT_THERE, (holding.words, near)
        assert near.keys() == far.keys()
        assert set(far.values()) <= NOT_THERE, (holding.words, far)


@pytest.mark.parametrize("purpose", [purpose for purpose in FilePurpose if not PURPOSES[purpose].of_its_keeper])
def test_a_file_is_there_for_who_holds_its_purposes_verb(purpose: FilePurpose) -> None:
    here, there = Side(UserFactory()), Side(UserFactory())
    verb = PURPOSES[purpose].permission
    for holding in bound_holders(verb):
        client = signed_in(with_roles((holding.role, here), (holding.elsewhere, there)))
        assert client.get(url_of("file", (here.file(purpose),))).status_code == 200
        assert client.get(url_of("file", (there.file(purpose),))).status_code == 404
    holder, stranger = signed_in(network_holder(verb)), signed_in(with_roles((Role.RECORD_MATCHER, None)))
    assert holder.get(url_of("file", (here.file(purpose),))).status_code == 200
    assert stranger.get(url_of("file", (here.file(purpose),))).status_code == 403


@pytest.mark.parametrize("name", NETWORK)
def test_a_record_of_the_network_is_there_for_who_holds_its_verb_alone(name: str) -> None:
    side = Side(UserFactory())
    made = WAYS[name].make(side)
    client, stranger = signed_in(network_holder(_verb(name))), signed_in(with_roles((Role.RECORD_MATCHER, None)))
    query = {"key": a_figure_of(client, made)} if WAYS[name].query == "figure" else {}
    assert client.get(url_of(name, made), query).status_code == 200
    assert set(answers(stranger, url_of(name, made), **query).values()) == {403}


@pytest.mark.parametrize("name", sorted(name for name, way in WAYS.items() if way.bound == "area"))
def test_figures_of_the_whole_area_are_there_for_every_holder(name: str) -> None:
    side = Side(UserFactory())
    url = url_of(name, WAYS[name].make(side))
    lead = signed_in(with_roles((Role.PROGRAMME_LEAD, side)))
    assert lead.get(url).status_code == 200
    assert signed_in(with_roles((Role.CASEWORKER, side))).get(url).status_code == 403


@pytest.mark.parametrize("name", sorted(name for name, way in WAYS.items() if way.bound == "common"))
def test_what_belongs_to_no_programme_is_there_for_every_holder(name: str) -> None:
    url = url_of(name, WAYS[name].make(Side(UserFactory())))
    holder, stranger = signed_in(network_holder(_verb(name))), signed_in(with_roles((Role.RECORD_MATCHER, None)))
    assert set(answers(holder, url).values()) == {200}
    assert set(answers(stranger, url).values()) == {403}


@pytest.mark.parametrize("name", sorted(name for name, way in WAYS.items() if way.bound == "person"))
def test_what_is_ones_own_is_not_there_for_another(name: str) -> None:
    owner, other = with_roles((Role.PROGRAMME_LEAD, None)), with_roles((Role.PROGRAMME_LEAD, None))
    url = url_of(name, WAYS[name].make(Side(owner)))
    assert not set(answers(signed_in(owner), url).values()) & NOT_THERE
    assert set(answers(signed_in(other), url).values()) == {404}


@pytest.mark.parametrize("name", NAMING)
def test_what_nobody_has_is_not_found(name: str) -> None:
    """A reference that is nobody's, one of another kind, and what is no reference at all."""
    reader = _reader(name)
    client, side = signed_in(reader), side_of(reader)
    made = WAYS[name].make(side)
    whole = url_of(name, made)
    for parameters in unknown(made):
        assert set(answers(client, url_of(name, parameters)).values()) == {404}, parameters
    for place, one in enumerate(made):
        if isinstance(one, Record):
            other_kind = UserFactory() if one.reference_kind != "U" else side.programme
            for wrong in (*MALFORMED, other_kind.reference, one.reference.lower()):
                url = _with(whole, made, place, wrong)
                assert client.get(url).status_code in (404, 405), url


def _reader(name: str) -> Any:
    way = WAYS[name]
    if way.bound == "person":
        return with_roles((Role.CASEWORKER, None))
    return network_holder(_verb(name))


def _with(url: str, made: tuple[Any, ...], place: int, wrong: str) -> str:
    """The address with this in the place of one reference."""
    return url.replace(f"/{in_address(made)[place]}/", f"/{wrong}/")


@pytest.mark.parametrize("name", sorted(name for name in NAMING if len(our_addresses()[name].parameters) > 1))
def test_a_part_is_not_found_under_another_whole(name: str) -> None:
    """Both are in reach: only they do not belong together."""
    reader = _reader(name)
    client = signed_in(reader)
    first, second = WAYS[name].make(Side(reader)), WAYS[name].make(Side(reader))
    if isinstance(first[1], Record):
        assert set(answers(client, url_of(name, (first[0], second[1]))).values()) == {404}
    elif isinstance(first[1], int):  # a code belongs to no record; one that nobody knows is tried above
        assert set(answers(client, url_of(name, (first[0], first[1] + 1))).values()) == {404}
        assert set(answers(client, url_of(name, (first[0], 10**30))).values()) == {404}
