"""The table of roles as a page: docs/generated/permissions.md."""

from pathlib import Path

from vrn_cases.access.permissions import Permission
from vrn_cases.access.roles import ROLES, Role

PAGE = Path(__file__).parent / "generated" / "permissions.md"


def permissions_page() -> str:
    """The table of roles as a page: each role with its sentence, then every verb against every role."""
    lines = [
        "# What each role may do",
        "",
        "Made from `vrn_cases/access/roles.py` by `make docs`; do not edit.",
        "A role is held in a programme or for the whole network, and its verbs hold there.",
        "",
        "| Role | What it is for | Held | Second step at sign-in |",
        "|---|---|---|---|",
    ]
    for role, row in ROLES.items():
        held = "whole network" if row.network_only else "in a programme or the whole network"
        if row.own_organisation_only:
            held = "for one organisation's records"
        lines.append(f"| {role.label} | {row.sentence} | {held} | {'yes' if row.needs_second_factor else 'no'} |")
    lines += ["", "| Verb | " + " | ".join(role.label for role in Role) + " |", "|---|" + "---|" * len(Role)]
    for verb in Permission:
        marks = " | ".join("yes" if verb in ROLES[role].verbs else "" for role in Role)
        lines.append(f"| {verb.label} | {marks} |")
    return "\n".join(lines) + "\n"
