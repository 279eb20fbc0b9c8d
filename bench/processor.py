"""Processor time of a measurement: on a busy machine the clock measures the others."""

from __future__ import annotations

import os
import time
from pathlib import Path


def seconds(server_pid: int) -> float:
    """Return what this process and the server have used so far, in seconds of processor."""
    stat = Path(f"/proc/{server_pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")
