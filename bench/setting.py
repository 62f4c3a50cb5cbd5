"""What every job is handed: how much is in the database, and which one it is."""

from dataclasses import dataclass

from bench.asked import Size
from bench.results import Result


@dataclass(frozen=True)
class Setting:
    size: Size
    database: str

    def result(self, job: str, case: str, **measured: object) -> Result:
        return Result(job=job, case=case, size=self.size.name, database=self.database, **measured)  # type: ignore[arg-type]  # the result's own fields
