"""Which rules made a record: the project's version and a hash of everything that decides."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOMS = ("extract", "text", "spam", "enrich")


@cache
def rules_version() -> str:
    """Return a name that changes when any rule, table or model of the pure packages changes (12 hex)."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((here / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(here).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]
