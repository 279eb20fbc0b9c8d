"""Export of articles to JSON Lines, CSV or Parquet: streamed, resumable, with a manifest.

Rows come in the order of ``_id``, a batch at a time; after each batch the manifest beside the output is
rewritten with what is safely on disk, so that an export that was killed goes on where it stopped and the
result is the same as without the stop.  JSON Lines and CSV are one file (gzipped where the name ends
with ``.gz``, one gzip member per batch); Parquet is a folder of part files, one per batch, which pyarrow,
pandas, DuckDB and Spark read as one table.

What is exported is the collection as it stood at one moment, a snapshot of the server's, whatever is written
meanwhile.  The manifest names the moment (``as_of``); an export that was interrupted, or that takes longer
than the server keeps snapshots (5 minutes by default), goes on with a later one and names that, too.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pymongo.errors import OperationFailure

from crawler.store.connection import read_command
from crawler.store.export_files import (
    COLUMNS,
    ROWS_AT_ONCE,
    WRITERS,
    ExportError,
    Request,
    pyarrow,
    sha256_of,
)

try:
    import fcntl
except ImportError:  # Windows: there nobody keeps two exports from writing one file
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pymongo.client_session import ClientSession
    from pymongo.database import Database

_NOT_EXPORTED = {"search_title": 0, "search_terms": 0}
_SNAPSHOT_GONE = frozenset({239, 246})
"""Codes of ``SnapshotTooOld`` and ``SnapshotUnavailable``."""
_PACKAGES = ("regional-news", "scrapy", "pymongo", "pyarrow")


def export(
    database: Database[dict[str, Any]],
    request: Request,
    *,
    restart: bool = False,
    report: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Export the articles of ``request.query``; returns the manifest.

    Goes on where an interrupted export of the same request stopped; ``restart`` begins anew and
    overwrites.  ``report`` is told the rows so far after each batch.  Raises ``ExportError``.
    """
    if request.format == "parquet":
        pyarrow()
    with _alone(request):
        manifest = _begin(database, request, restart=restart)
        writer = WRITERS[request.format](request, manifest)
        for batch in _batches(database, request, manifest):
            writer.write(batch)
            manifest["rows"] += len(batch)
            manifest["last_id"] = batch[-1]["_id"]
            manifest["files"] = writer.files()
            _save(request.manifest, manifest)
            if report:
                report(manifest["rows"])
        writer.finish()
        manifest["files"] = writer.files()
        manifest |= {"complete": True, "finished_at": _now()}
        _save(request.manifest, manifest)
    return manifest


def verify(manifest: Path) -> list[str]:
    """Return what is wrong with an export: incomplete, a file missing or altered; [] when all is well.

    Raises ``ExportError`` for what is no manifest, OSError where there is none.
    """
    stated = _read_manifest(manifest)
    wrong = [] if stated["complete"] else ["the export is not complete"]
    for file in stated["files"]:
        path = manifest.parent / file["name"]
        if not path.is_file():
            wrong.append(f"{path}: missing")
        elif sha256_of(path) != file["sha256"]:
            wrong.append(f"{path}: its content is not what was exported")
    return wrong


@contextlib.contextmanager
def _alone(request: Request) -> Iterator[None]:
    """Keep another export of the same name out: the two would write into one another's file."""
    request.manifest.parent.mkdir(parents=True, exist_ok=True)
    path = Path(f"{request.out}.lock")
    with path.open("w") as lock:
        if fcntl is not None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ExportError(f"{request.out}: another export is writing it") from None
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _begin(database: Database[dict[str, Any]], request: Request, *, restart: bool) -> dict[str, Any]:
    """Return the manifest to go on with: the interrupted export's, or a new one."""
    if restart:
        _remove(request)
    if request.manifest.exists():
        manifest = _read_manifest(request.manifest)
        if {k: manifest.get(k) for k in request.identity()} != request.identity():
            raise ExportError(f"{request.out} holds another export (see {request.manifest}); use --restart")
        if manifest["complete"]:
            raise ExportError(f"{request.out} is complete already; use --restart to export again")
        manifest["resumed"] += 1
        return manifest
    if request.out.exists():
        raise ExportError(f"{request.out} exists and has no manifest: not overwritten; use --restart")
    manifest = {
        **request.identity(),
        "collection": f"{database.name}.articles",
        "complete": False,
        "rows": 0,
        "matched": None,
        "files": [],
        "started_at": _now(),
        "as_of": [],
        "finished_at": None,
        "resumed": 0,
        "last_id": None,
        "versions": _versions(database),
    }
    _save(request.manifest, manifest)
    return manifest


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ExportError(f"{path}: not a manifest ({error}); use --restart") from error
    if not isinstance(manifest, dict) or not {"complete", "files", "rows"} <= manifest.keys():
        raise ExportError(f"{path}: not a manifest; use --restart")
    return manifest


def _remove(request: Request) -> None:
    if request.out.is_dir():
        if not all(p.name.startswith("part-") for p in request.out.iterdir()):
            raise ExportError(f"{request.out}: a folder with other files in it; not removed")
        shutil.rmtree(request.out)
    request.out.unlink(missing_ok=True)
    request.manifest.unlink(missing_ok=True)


def _batches(
    database: Database[dict[str, Any]], request: Request, manifest: dict[str, Any]
) -> Iterator[list[dict[str, Any]]]:
    """Yield what the manifest does not have yet, of one moment; of two where the server forgets the first."""
    while True:
        last_id = manifest["last_id"]
        manifest.setdefault("as_of", []).append(_now())
        with database.client.start_session(snapshot=True) as session:
            if manifest["matched"] is None:
                manifest["matched"] = database.articles.count_documents(request.query, session=session)
            try:
                yield from _of_one_moment(database, session, request, last_id)
            except OperationFailure as error:
                if error.code not in _SNAPSHOT_GONE or manifest["last_id"] == last_id:
                    raise
            else:
                return


def _of_one_moment(
    database: Database[dict[str, Any]], session: ClientSession, request: Request, last_id: str | None
) -> Iterator[list[dict[str, Any]]]:
    query = request.query if last_id is None else {"$and": [request.query, {"_id": {"$gt": last_id}}]}
    size = ROWS_AT_ONCE[request.format]
    batch: list[dict[str, Any]] = []
    fields = _NOT_EXPORTED
    if request.format != "jsonl":
        fields = {c.path.format(form=request.form): 1 for c in COLUMNS}
    with database.articles.find(query, fields, session=session).sort("_id", 1).batch_size(500) as cursor:
        for document in cursor:
            batch.append(document)
            if len(batch) == size:
                yield batch
                batch = []
    if batch:
        yield batch


def _save(path: Path, manifest: Mapping[str, Any]) -> None:
    """Replace the manifest in one step: a reader sees the old one or the new one."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _versions(database: Database[dict[str, Any]]) -> dict[str, str]:
    from crawler.enrich.versions import table_sources

    server = read_command(database.client.admin, {"buildInfo": 1})
    versions = {"python": platform.python_version(), "mongodb": server["version"]}
    for name in _PACKAGES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions | {f"table {name}": source for name, source in table_sources().items()}
