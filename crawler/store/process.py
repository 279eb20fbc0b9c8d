"""Processes of this machine: whether one still runs, and stopping it."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

STOP_SECONDS = 60.0
_PAUSE = 0.03


def birth(pid: int) -> str:
    """Return when a process began, to tell it from a later one with the same pid; "" where unknown."""
    fields = _stat(pid)
    return fields[19] if len(fields) > 19 else ""


def is_process(pid: int, born: str = "") -> bool:
    """Tell whether the process runs: not gone, not a zombie, and not another with the same pid."""
    if pid <= 0:
        return False
    if Path("/proc/self/stat").exists():
        fields = _stat(pid)
        if not fields or (born and fields[19] != born):
            return False
        # A zombie with other threads left still holds its files and its port.
        return fields[0] not in "ZX" or int(fields[17]) > 1
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def stop_process(pid: int, born: str, process: subprocess.Popen[bytes] | None = None) -> bool:
    """Stop a process, in the end by force; True when it was running."""
    was_alive = is_process(pid, born)
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if is_process(pid, born):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
        until = time.monotonic() + STOP_SECONDS
        while is_process(pid, born) and time.monotonic() < until:
            if process is not None:
                process.poll()
            time.sleep(_PAUSE)
    return was_alive


def _stat(pid: int) -> Sequence[str]:
    """Return the fields of ``/proc/PID/stat`` from the state on; empty where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ()
