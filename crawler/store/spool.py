"""Articles on local disk while MongoDB is away: nothing is acknowledged before it is safe somewhere.

A spool file is a run of records, each ``length, CRC-32, BSON``, appended and fsynced.  A process that dies
in the middle of a record leaves a torn tail that nobody was promised; reading stops there.  What was whole
and cannot be read any more is kept beside, under the name ``….damaged``.  Each process writes its own file
under ``DATA_DIR/spool`` and holds a lock on it while it lives.
"""

from __future__ import annotations

import mmap
import os
import struct
import time
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import bson
from bson.codec_options import CodecOptions
from bson.errors import BSONError

from crawler.store.incoming import Incoming

try:
    import fcntl
except ImportError:  # Windows: files are then not locked, and only one crawl may run at a time
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEAD = struct.Struct("<II")
_LEAST = 5  # bytes of an empty document
_OPTIONS: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
SUFFIX = ".spool"
DAMAGED = ".damaged"


class Spool:
    """The spool file of one process: made on first use, gone when all in it is stored."""

    def __init__(self, data_dir: str | Path, name: str) -> None:
        self.folder = Path(data_dir) / "spool"
        self.name = name
        self.count = 0
        """Articles this process has spooled."""
        self._paths: list[Path] = []
        self._file: IO[bytes] | None = None

    @property
    def waiting(self) -> int:
        """Articles this process has spooled that are not all stored by now."""
        return self.count if any(path.exists() for path in self._paths) else 0

    def wrote(self, path: Path) -> bool:
        """Tell whether a spool file is one of this process."""
        return path in self._paths

    def append(self, batch: Sequence[Incoming]) -> None:
        """Write a batch; when it returns, the batch is on the disk.  Raises OSError (disk full …)."""
        file = self._file or self._open()
        at = file.tell()
        rest = memoryview(b"".join(map(_record, batch)))
        try:
            while rest:  # a disk that is nearly full takes a part and says so only in the number
                rest = rest[file.write(rest) :]
            os.fsync(file.fileno())
        except OSError:
            self._undo(file, at)
            raise
        self.count += len(batch)

    def close(self) -> None:
        """Let go of the file; its articles wait for a replay."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> IO[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        while True:
            path = self.folder / f"{time.time_ns()}-{os.getpid()}-{self.name}{SUFFIX}"
            # Unbuffered: a write that failed must not be tried again by a later flush.
            file = path.open("xb", buffering=0)
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            if path.exists():
                break
            file.close()  # a replay was quicker than our lock, and took the empty file away
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name, too, must survive a crash
        finally:
            os.close(folder)
        self._paths.append(path)
        self._file = file
        return file

    def _undo(self, file: IO[bytes], at: int) -> None:
        """Cut off what a failed write left, or give the file up: after garbage nothing could be read."""
        try:
            file.truncate(at)
            file.seek(at)
        except OSError:
            self.close()


class Waiting:
    """A spool file that nobody writes to any more, held for replay."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self.unreadable = 0
        """Records that were whole once and are no articles now, or that cannot be stored."""
        self._file = file

    def __iter__(self) -> Iterator[Incoming]:
        """Yield the file's articles in the order they were spooled, up to a torn tail."""
        self.unreadable = 0
        if not os.fstat(self._file.fileno()).st_size:
            return
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            at = 0
            while at < len(data):
                body = _body_at(data, at)
                if body is None:
                    following = next((n for n in range(at + 1, len(data)) if _body_at(data, n)), None)
                    # At the end it is a record half written, which nobody was promised, unless all of its
                    # length is there.
                    self.unreadable += following is not None or _is_whole(data, at)
                    at = len(data) if following is None else following
                    continue
                at += _HEAD.size + len(body)
                new = _incoming(body)
                if new is None:
                    self.unreadable += 1
                else:
                    yield new

    def done(self) -> Path | None:
        """Let the file go, all in it that can be read is stored; returns where what cannot be is kept."""
        kept = None
        if self.unreadable:
            kept = self.path.replace(self.path.with_suffix(DAMAGED))
        else:
            self.path.unlink(missing_ok=True)
        self._file.close()
        return kept

    def release(self) -> None:
        """Leave the file for another time."""
        self._file.close()


def waiting(data_dir: str | Path) -> Iterator[Waiting]:
    """Yield the spool files whose writers are gone, oldest first, each locked until done or released."""
    for path in sorted((Path(data_dir) / "spool").glob("*" + SUFFIX)):
        try:
            file = path.open("rb")
        except FileNotFoundError:
            continue
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                continue
        if path.exists():
            yield Waiting(path, file)
        else:
            file.close()


def _record(new: Incoming) -> bytes:
    fields = {name: getattr(new, name) for name in Incoming.__slots__}
    body = bson.encode(fields)
    return _HEAD.pack(len(body), zlib.crc32(body)) + body


def _body_at(data: mmap.mmap, at: int) -> bytes | None:
    """Return the record that begins at this place; None where none does."""
    if not _is_whole(data, at):
        return None
    length, check = _HEAD.unpack_from(data, at)
    body = data[at + _HEAD.size : at + _HEAD.size + length]
    return body if zlib.crc32(body) == check else None


def _is_whole(data: mmap.mmap, at: int) -> bool:
    """Tell whether a record's head stands here, and as much as it announces (BSON says its length, too)."""
    start = at + _HEAD.size
    if start + _LEAST > len(data):
        return False
    length, _ = _HEAD.unpack_from(data, at)
    return _LEAST <= length <= len(data) - start and data[at : at + 4] == data[start : start + 4]


def _incoming(body: bytes) -> Incoming | None:
    """Return a record's article; None where it is none, or one of a program that knows other fields."""
    try:
        return Incoming(**bson.decode(body, _OPTIONS))
    except (BSONError, TypeError):
        return None
