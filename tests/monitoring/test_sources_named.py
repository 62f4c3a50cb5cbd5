"""A page that names its documents by a code says which documents these are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from interventions.programmes.models import Source
from monitoring.measures.models import Series
from monitoring.theory.models import Theory
from vrn_cases.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_data")]


@pytest.mark.parametrize("name", ["priorities", "outcomes_framework", "success_measures", "series", "theory"])
def test_every_code_of_a_source_is_told_in_full(name: str, make_user: Any, client_for: Callable[[Any], Client]) -> None:
    model = {"series": Series, "theory": Theory}.get(name)
    address = model.objects.order_by("id")[0].get_absolute_url() if model else reverse(name)
    told = client_for(make_user(Role.ANALYST)).get(address).content.decode().split(">Sources</h2>")[1]
    assert all(f"{source.code}: {source.title}".replace("&", "&amp;") in told for source in Source.objects.all())
