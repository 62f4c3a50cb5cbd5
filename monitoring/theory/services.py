"""Every write of a theory of change: a change makes a new version, the ones before are kept as they stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from interventions.programmes.models import Programme, Source
from monitoring.theory.models import Theory, TheoryLink, TheoryNode
from vrn_cases.audit.actions import Action
from vrn_cases.records.services import create, locked, write


@dataclass(frozen=True)
class NodeContent:
    """What one box says. `target` is in the unit of what it measures and needs `target_words` and a source."""

    code: str
    stage: str
    text: str
    indicator: str = ""
    printed_measure: str = ""
    series: str = ""
    target: int | None = None
    target_period: str = ""
    target_words: str = ""
    source: Source | None = None
    is_reading: bool = False


@dataclass(frozen=True)
class LinkContent:
    """From one box to another, by their codes. A link that no source states is a reading."""

    cause: str
    effect: str
    source: Source | None = None
    is_reading: bool = True


@transaction.atomic
def put_theory(
    *,
    programme: Programme | None,
    title: str,
    nodes: Sequence[NodeContent],
    links: Sequence[LinkContent],
    by: Any,
) -> Theory:
    """The theory in use of a programme (None: the network) with this content; other content is a new version."""
    standing = Theory.objects.filter(programme=programme, in_use=True).first()
    if standing is not None and _content(standing) == (title, list(nodes), _sorted(links)):
        return standing
    if standing is not None:
        write(locked(standing), action=Action.THEORY_RECORDED, by=by, in_use=False)
    latest = Theory.objects.filter(programme=programme).order_by("-version").first()
    theory = create(
        Theory,
        action=Action.THEORY_RECORDED,
        by=by,
        detail={"nodes": len(nodes), "links": len(links)},
        programme=programme,
        version=latest.version + 1 if latest else 1,
        title=title,
    )
    _put_content(theory, nodes, links)
    return theory


def _put_content(theory: Theory, nodes: Sequence[NodeContent], links: Sequence[LinkContent]) -> None:
    made = TheoryNode.objects.bulk_create(
        TheoryNode(theory=theory, position=place, **{name: getattr(node, name) for name in _NODE_FIELDS})
        for place, node in enumerate(nodes, start=1)
    )
    node_of = {node.code: node for node in made}
    TheoryLink.objects.bulk_create(
        TheoryLink(
            theory=theory,
            cause=node_of[link.cause],
            effect=node_of[link.effect],
            source=link.source,
            is_reading=link.is_reading,
        )
        for link in links
    )


_NODE_FIELDS = tuple(NodeContent.__dataclass_fields__)


def _content(theory: Theory) -> tuple[str, list[NodeContent], list[LinkContent]]:
    nodes = theory.nodes.select_related("source").order_by("position")
    links = theory.links.select_related("cause", "effect", "source").order_by("id")
    return (
        theory.title,
        [NodeContent(**{name: getattr(node, name) for name in _NODE_FIELDS}) for node in nodes],
        _sorted([LinkContent(link.cause.code, link.effect.code, link.source, link.is_reading) for link in links]),
    )


def _sorted(links: Sequence[LinkContent]) -> list[LinkContent]:
    return sorted(links, key=lambda link: (link.cause, link.effect))
