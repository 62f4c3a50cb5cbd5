"""Which processes run, read from the system itself."""

from pathlib import Path


def members(group: int) -> list[str]:
    """What still runs in a process group; a process that ended and waits to be collected does not run."""
    states = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(words[2]) == group and words[0] != "Z":
            states.append(stat.parent.name)
    return states
