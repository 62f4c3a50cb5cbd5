"""What needs somebody today, derived from the records: each line is one step from the form that settles it."""

from interventions.worklist.selectors.lines import SHOWN, Group, Section, Thing, named_in
from interventions.worklist.selectors.own_work import casework_of
from interventions.worklist.selectors.team import WorkerRow, team_of

__all__ = ["SHOWN", "Group", "Section", "Thing", "WorkerRow", "casework_of", "named_in", "team_of"]
