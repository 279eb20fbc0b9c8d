"""Articles on local disk while MongoDB is away: nothing is acknowledged before it is safe somewhere.

A spool file is a run of records, each ``length, CRC-32, BSON``, appended and fsynced.  A process that dies
in the middle of a record leaves a torn tail that nobody was promised; reading stops there.  Each process
writes its own file under ``DATA_DIR/spool`` and holds a lock on it while it lives.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import bson
from bson.codec_options import CodecOptions

from crawler.store.articles import Incoming

try:
    import fcntl
except ImportError:  # Windows: files are then not locked, and only one crawl may run at a time
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEAD = struct.Struct("<II")
_LARGEST = 256 * 1024 * 1024
_OPTIONS: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
SUFFIX = ".spool"


class Spool:
    """The spool file of one process: made on first use, gone when all in it is stored."""

    def __init__(self, data_dir: str | Path, name: str) -> None:
        self.folder = Path(data_dir) / "spool"
        self.name = name
        self.count = 0
        """Articles in this process's file."""
        self._file: IO[bytes] | None = None

    def append(self, batch: Sequence[Incoming]) -> None:
        """Write a batch; when it returns, the batch is on the disk.  Raises OSError (disk full …)."""
        file = self._file or self._open()
        at = file.tell()
        try:
            file.write(b"".join(map(_record, batch)))
            file.flush()
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
        path = self.folder / f"{time.time_ns()}-{os.getpid()}-{self.name}{SUFFIX}"
        # Unbuffered: a write that failed must not be tried again by a later flush.
        file = path.open("xb", buffering=0)
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name, too, must survive a crash
        finally:
            os.close(folder)
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
        self._file = file

    def __iter__(self) -> Iterator[Incoming]:
        """Yield the file's articles in the order they were spooled, up to a torn tail."""
        self._file.seek(0)
        while (head := self._file.read(_HEAD.size)) and len(head) == _HEAD.size:
            length, check = _HEAD.unpack(head)
            body = self._file.read(length) if length <= _LARGEST else b""
            if len(body) != length or zlib.crc32(body) != check:
                return
            yield Incoming(**bson.decode(body, _OPTIONS))

    def done(self) -> None:
        """Remove the file: all of it is stored."""
        self.path.unlink(missing_ok=True)
        self._file.close()

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
