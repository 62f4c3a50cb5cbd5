"""What every job is handed: how much is in the database, and which one it is."""

from dataclasses import dataclass

from bench.asked import Size
from bench.results import Result


@dataclass(frozen=True)
class Setting:
    size: Size
    database: str

    def result(
        self,
        job: str,
        case: str,
        *,
        seconds: float | None = None,
        floor_seconds: float | None = None,
        target: str = "",
        queries: int | None = None,
        peak_mib: float | None = None,
    ) -> Result:
        """What was measured here; see `Result`."""
        where = (self.size.name, self.database)
        return Result(job, case, *where, seconds, floor_seconds, target, queries, peak_mib)
