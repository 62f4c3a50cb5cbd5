"""The peak memory of one piece of work, in a process that does nothing else.

`python -m bench.child alone module:function` does the work and prints its peak in MiB; `peak_of` starts that process.
"""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from bench.child import command_of

STATUS = Path("/proc/self/status")


def peak_of(work: str) -> float | None:
    """MiB at the peak of `module:function`, in a fresh process on the same database; None where it cannot be told."""
    if not STATUS.exists():
        return None
    done = subprocess.run(command_of("alone", work), env=os.environ, stdout=subprocess.PIPE, check=True, text=True)
    return float(done.stdout.split()[-1])


def main(work: str) -> None:
    module, function = work.split(":")
    getattr(import_module(module), function)()
    sys.stdout.write(f"{_peak_now():.1f}\n")


def _peak_now() -> float:
    # The system's own high-water mark of this program: that of `resource` would begin with the parent's.
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
