"""Which tables stocks, regions and amounts were found with."""

from __future__ import annotations

import hashlib
from functools import cache

from crawler.enrich.aligned import TABLES, table_version

USED = {
    "stocks": ("stocks", "stocks_by_hand", "stock_names_risky", "stock_names_safe"),
    "regions": (
        *("regions", "regions_by_hand", "former_regions", "region_blockers", "region_names_safe"),
        *("region_names_weak", "region_names_words", "stocks", "stocks_by_hand"),
    ),
    "amounts": ("units", "currency_prefixes"),
}
"""Field of the record → the tables that decide it."""


@cache
def table_versions() -> dict[str, str]:
    """Return for each field the date of its newest table and a hash of all: ``2026-11-22 3fa9c1d2``."""
    versions = {}
    for field, names in USED.items():
        date = max(table_version(name).split(" ")[0] for name in names)
        digest = hashlib.sha256(b"".join((TABLES / f"{name}.tsv").read_bytes() for name in names))
        versions[field] = f"{date} {digest.hexdigest()[:8]}"
    return versions


def table_sources() -> dict[str, str]:
    """Return for every table what its first line says: date, packages with their versions."""
    return {name: table_version(name) for name in sorted({name for names in USED.values() for name in names})}
