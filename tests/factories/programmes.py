from datetime import date

import factory

from interventions.programmes.models import (
    DeliveryModel,
    Mode,
    Organisation,
    Population,
    PreventionLevel,
    Programme,
    Running,
    Source,
    StatedAs,
)


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    code = factory.Sequence(lambda n: f"T{n}")
    title = factory.Sequence(lambda n: f"Invented document {n}")
    dated = "2024"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Invented Organisation {n}")


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Invented Programme {n}")
    neutral_name = factory.Sequence(lambda n: f"Project {n}")
    delivery_model = DeliveryModel.CASEWORK
    delivered_by = "An invented organisation"
    prevention_level = PreventionLevel.SECONDARY
    population = Population.TARGETED
    setting = "Community"
    what = "Support from a worker for young people."
    stated_as = StatedAs.DELIVERED

    @factory.post_generation
    def sources(programme: Programme, create: bool, given: list[Source] | None) -> None:  # noqa: N805 - it is called with the object that was made
        if create and given:
            programme.sources.set(given)


class RunningFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Running

    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    mode = Mode.RETURN_ONLY
    starts_on = date(2020, 4, 1)
