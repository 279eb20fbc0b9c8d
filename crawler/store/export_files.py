"""The files an export is made of (JSON Lines, CSV, Parquet): their columns, how a batch goes into each."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from bson import json_util

from crawler.store.record import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Format = Literal["jsonl", "csv", "parquet"]
Form = Literal["original", "hans", "hant"]
ROWS_AT_ONCE = {"jsonl": 1_000, "csv": 1_000, "parquet": 2_000}
_HASH_CHUNK = 1 << 20


class ExportError(RuntimeError):
    """The export cannot be done as asked; the message names the file or option."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the flat formats."""

    name: str
    path: str
    """Dotted name in the document; ``{form}`` is the script asked for."""
    kind: Literal["text", "time", "bool", "int", "real", "texts", "codes", "json"]


COLUMNS = (
    Column("id", "_id", "text"),
    Column("url", "url", "text"),
    Column("canonical_url", "canonical_url", "text"),
    Column("site", "site", "text"),
    Column("outlet", "outlet", "text"),
    Column("region", "region", "text"),
    Column("section", "section", "text"),
    Column("title", "title.{form}", "text"),
    Column("kicker", "kicker", "text"),
    Column("subtitle", "subtitle", "text"),
    Column("body", "body.{form}", "text"),
    Column("reporters", "byline.reporters", "texts"),
    Column("correspondents", "byline.correspondents", "texts"),
    Column("editors", "byline.editors", "texts"),
    Column("reviewers", "byline.reviewers", "texts"),
    Column("source", "source.name", "text"),
    Column("source_outlet", "source.outlet", "text"),
    Column("published_at", "published_at", "time"),
    Column("published_precision", "published.precision", "text"),
    Column("published_raw", "published.raw", "text"),
    Column("published_inferred", "published.inferred", "texts"),
    Column("modified_at", "modified_at", "time"),
    Column("script", "script.detected", "text"),
    Column("machine_converted", "script.machine_converted", "bool"),
    Column("spam_spans", "spam.spans", "int"),
    Column("spam_chars", "spam.chars", "int"),
    Column("spam_kinds", "spam.kinds", "texts"),
    Column("hacked", "spam.hacked", "bool"),
    Column("stocks", "stocks", "codes"),
    Column("regions", "regions", "codes"),
    Column("amounts", "amounts", "json"),
    Column("cluster", "duplicates.cluster", "text"),
    Column("original", "duplicates.original", "text"),
    Column("similarity", "duplicates.similarity", "real"),
    Column("is_partial", "is_partial", "bool"),
    Column("withdrawn_at", "withdrawn.at", "time"),
    Column("first_seen_at", "first_seen_at", "time"),
    Column("fetched_at", "fetched_at", "time"),
    Column("updated_at", "updated_at", "time"),
    Column("revision", "revision", "int"),
)
"""The columns of CSV and Parquet; JSON Lines carries whole documents, less what only search reads."""


@dataclass(slots=True)
class Request:
    """What to export, and how."""

    out: Path
    format: Format
    query: dict[str, Any] = field(default_factory=dict)
    form: Form = "original"
    """Which script the flat formats' ``title`` and ``body`` are in."""
    for_excel: bool = False
    """CSV with a byte order mark, and cells a spreadsheet would run as formulas made text."""

    @property
    def manifest(self) -> Path:
        """Where the manifest is: beside the file or folder."""
        return Path(f"{self.out}.manifest.json")

    def identity(self) -> dict[str, Any]:
        """Return what must be the same for an export to go on: of the flat formats the columns, too."""
        flat = {"form": self.form, "columns": [column.name for column in COLUMNS]}
        return {
            "format": self.format,
            "query": json.loads(json_util.dumps(self.query)),
            "form": "",
            "for_excel": self.for_excel,
        } | ({} if self.format == "jsonl" else flat)


def sha256_of(path: Path) -> str:
    """Return the hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _OneFile:
    """JSON Lines and CSV: one file that grows by a batch; what a kill left half-written is cut off."""

    def __init__(self, request: Request, manifest: Mapping[str, Any]) -> None:
        self._request = request
        self._rows: int = manifest["rows"]
        safe = sum(f["bytes"] for f in manifest["files"])
        self._digest = hashlib.sha256()
        self._file = request.out.open("r+b" if request.out.exists() else "w+b")
        left = safe
        while left and (chunk := self._file.read(min(left, _HASH_CHUNK))):
            self._digest.update(chunk)
            left -= len(chunk)
        if left:
            raise ExportError(f"{request.out} is shorter than its manifest says; use --restart")
        self._file.truncate(safe)
        self._bytes = safe

    def write(self, batch: Sequence[dict[str, Any]]) -> None:
        self._append(self.text(batch, first=self._rows == 0).encode(self.encoding(first=self._rows == 0)))
        self._rows += len(batch)

    def _append(self, data: bytes) -> None:
        if self._request.out.suffix == ".gz":
            data = gzip.compress(data, mtime=0)  # a member of its own; readers join them
        self._file.write(data)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._digest.update(data)
        self._bytes += len(data)

    def files(self) -> list[dict[str, Any]]:
        return [
            {
                "name": self._request.out.name,
                "rows": self._rows,
                "bytes": self._bytes,
                "sha256": self._digest.hexdigest(),
            }
        ]

    def finish(self) -> None:
        if self._rows == 0:  # a header, where there is one
            self._append(self.text([], first=True).encode(self.encoding(first=True)))
        self._file.close()

    def text(self, batch: Sequence[dict[str, Any]], *, first: bool) -> str:
        raise NotImplementedError

    def encoding(self, *, first: bool) -> str:
        del first
        return "utf-8"


class _JsonLines(_OneFile):
    def text(self, batch: Sequence[dict[str, Any]], *, first: bool) -> str:
        del first
        rows = ({"id": d["_id"], **as_json({k: v for k, v in d.items() if k != "_id"})} for d in batch)
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


class _Csv(_OneFile):
    def text(self, batch: Sequence[dict[str, Any]], *, first: bool) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n" if self._request.for_excel else "\n")
        if first:
            writer.writerow([c.name for c in COLUMNS])
        for document in batch:
            writer.writerow([self._cell(c, document) for c in COLUMNS])
        return out.getvalue()

    def encoding(self, *, first: bool) -> str:
        return "utf-8-sig" if first and self._request.for_excel else "utf-8"

    def _cell(self, column: Column, document: Mapping[str, Any]) -> str:
        value = _value(document, column, self._request.form)
        if value is None:
            return ""
        if column.kind in ("texts", "codes"):
            text = ";".join(value)
        elif column.kind == "json":
            text = json.dumps(as_json(value), ensure_ascii=False)
        else:
            text = str(as_json(value)).lower() if column.kind == "bool" else str(as_json(value))
        return "'" + text if self._request.for_excel and text[:1] in tuple("=+-@\t\r") else text


class _Parquet:
    """A part file per batch; a part the manifest does not know is half-written and replaced."""

    def __init__(self, request: Request, manifest: Mapping[str, Any]) -> None:
        self._request = request
        self._files: list[dict[str, Any]] = list(manifest["files"])
        self._schema = _schema()
        request.out.mkdir(parents=True, exist_ok=True)

    def write(self, batch: Sequence[dict[str, Any]]) -> None:
        arrow, parquet = pyarrow()
        rows = [
            {c.name: _parquet_value(_value(d, c, self._request.form, whole=True)) for c in COLUMNS}
            for d in batch
        ]
        path = self._request.out / f"part-{len(self._files):05d}.parquet"
        draft = path.with_suffix(".new")
        parquet.write_table(arrow.Table.from_pylist(rows, schema=self._schema), draft, compression="zstd")
        draft.replace(path)
        self._files.append(
            {
                "name": f"{self._request.out.name}/{path.name}",
                "rows": len(batch),
                "bytes": path.stat().st_size,
                "sha256": sha256_of(path),
            }
        )

    def files(self) -> list[dict[str, Any]]:
        return list(self._files)

    def finish(self) -> None:
        for draft in self._request.out.glob("part-*.new"):
            draft.unlink()
        if not self._files:
            self.write([])


WRITERS: dict[str, Any] = {"jsonl": _JsonLines, "csv": _Csv, "parquet": _Parquet}


def _value(document: Mapping[str, Any], column: Column, form: Form, *, whole: bool = False) -> Any:
    """Return a column's value; ``codes`` as distinct codes in order, or with ``whole`` as the records."""
    value: Any = document
    for name in column.path.format(form=form).split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if column.kind == "codes" and not whole:
        value = value or []
        marks = [f"{v['code']}.{v['exchange']}" if v.get("exchange") else v.get("code", "") for v in value]
        return list(dict.fromkeys(m for m in marks if m))
    return value


def _parquet_value(value: Any) -> Any:
    """Return a list of records with the span split, since Parquet knows no mixed lists."""
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return value
    return [{**v, "start": v["span"][0], "end": v["span"][1]} if v.get("span") else v for v in value]


def _schema() -> Any:
    """Return the Parquet schema: times in UTC, stocks, regions and amounts as lists of records."""
    arrow, _ = pyarrow()
    text, place = arrow.string(), [("text", arrow.string()), ("start", arrow.int32()), ("end", arrow.int32())]
    record = {
        "stocks": [(n, text) for n in ("code", "exchange", "name", "kind", "by")],
        "regions": [
            *((n, text) for n in ("code", "name", "level", "former")),
            *((n, arrow.list_(text)) for n in ("path", "candidates")),
        ],
        "amounts": [
            ("value", arrow.float64()),
            ("value_max", arrow.float64()),
            *((n, text) for n in ("currency", "unit", "per", "direction", "basis", "bound")),
        ],
    }
    kinds = {
        "text": text,
        "time": arrow.timestamp("ms", tz="UTC"),
        "bool": arrow.bool_(),
        "int": arrow.int64(),
        "real": arrow.float64(),
        "texts": arrow.list_(text),
    }
    return arrow.schema(
        [
            (c.name, arrow.list_(arrow.struct(record[c.name] + place)) if c.name in record else kinds[c.kind])
            for c in COLUMNS
        ]
    )


def pyarrow() -> tuple[Any, Any]:
    """Return pyarrow and its Parquet module; raises ``ExportError`` where it is not installed."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ExportError("Parquet needs pyarrow: pip install '.[parquet]'") from error
    return pa, pq
