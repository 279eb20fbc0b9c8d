import os
import shutil
import signal
import socketserver
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure
from pymongo.write_concern import WriteConcern

from crawler.store import embedded
from crawler.store.process import is_process


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where a server was started once, and one note written."""
    folder = tmp_path_factory.mktemp("embedded")
    with embedded.start(folder) as server:
        write(server, "notes")
    return folder


def write(server, collection):
    with MongoClient(server.uri) as client:
        concern = WriteConcern("majority", j=True)
        client.test.get_collection(collection, write_concern=concern).insert_one({"text": "在"})


def written(server, collection="notes"):
    with MongoClient(server.uri) as client:
        return client.test[collection].count_documents({})


def kill(server):
    os.kill(server.pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while server.is_alive and time.monotonic() < until:
        time.sleep(0.01)


def test_it_starts_keeps_what_is_written_and_survives_being_killed(folder):
    with embedded.start(folder) as server:
        write(server, "survivors")
        kill(server)
        assert server.revive()
        assert written(server, "survivors") == 1
        assert not server.revive()
        kill(server)
    assert embedded.running(folder) is None
    with embedded.start(folder) as server:
        assert written(server, "survivors") == 1


def test_the_last_to_leave_stops_it(folder):
    first = embedded.start(folder)
    second = embedded.start(folder)
    assert (first.pid, first.started_here, second.started_here) == (second.pid, True, False)
    assert not first.stop()
    assert second.is_alive
    assert second.stop()
    assert not second.is_alive
    assert not second.stop()


def test_a_killed_process_leaves_it_to_the_next_one(folder):
    code = (
        "import os; from crawler.store import embedded;"
        f"print(embedded.start({str(folder)!r}).pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    with embedded.start(folder) as server:
        assert server.pid == int(done.stdout)
        assert not server.started_here
    assert not server.is_alive


def test_a_copied_folder_does_not_lead_to_the_server_of_the_original(folder, tmp_path):
    with embedded.start(folder) as server:
        records = shutil.ignore_patterns("db")
        shutil.copytree(folder / "mongodb", tmp_path / "mongodb", ignore=records)
        assert embedded.running(tmp_path) is None
        with embedded.start(tmp_path) as other:
            assert other.pid != server.pid


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs the command lines of processes")
def test_a_server_on_no_record_keeps_no_other_from_starting(folder):
    """Its starter was killed, or the disk was full, in the moment between starting it and writing it down."""
    forgotten = embedded.start(folder)
    (folder / "mongodb" / "server.json").unlink()
    forgotten.hold.close()
    with embedded.start(folder) as server:
        assert server.pid != forgotten.pid
        assert not is_process(forgotten.pid)
        assert written(server) == 1


def test_a_server_that_cannot_be_written_down_is_not_left_running(folder):
    record = folder / "mongodb" / "server.json"
    record.unlink(missing_ok=True)
    record.mkdir()
    with pytest.raises(embedded.EmbeddedServerError, match=r"server\.json"):
        embedded.start(folder)
    assert not is_process(int((folder / "mongodb/db/mongod.lock").read_text() or 0))
    record.rmdir()
    with embedded.start(folder) as server:
        assert written(server) == 1


def test_only_this_machine_and_only_with_the_password(folder):
    with embedded.start(folder) as server:
        names = {"password", "keyfile", "server.json"}
        modes = {n: stat.S_IMODE((folder / "mongodb" / n).stat().st_mode) for n in names}
        assert modes == dict.fromkeys(names, 0o600)
        assert server.password not in repr(server)
        said = [
            path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if os.access(path, os.R_OK)
        ]
        assert not any(server.password.encode() in line for line in said)
        assert server.password not in (folder / "mongodb/mongod.log").read_text(errors="replace")
        with MongoClient("127.0.0.1", server.port, directConnection=True) as stranger:
            with pytest.raises(OperationFailure):
                stranger.test.notes.find_one()
            options = embedded_options(server)
        assert options["net"]["bindIp"] == "127.0.0.1"


def embedded_options(server):
    with MongoClient(server.uri) as client:
        return client.admin.command("getCmdLineOpts")["parsed"]


def test_a_taken_port_is_no_obstacle(folder):
    with embedded.start(folder) as server:
        port = server.port
        before = written(server)
        with MongoClient(server.uri) as client:
            client.test.notes.insert_one({})

    class Squatter(socketserver.TCPServer):
        allow_reuse_address = True

    with Squatter(("127.0.0.1", port), socketserver.BaseRequestHandler) as squatter:
        threading.Thread(target=squatter.serve_forever, daemon=True).start()
        with embedded.start(folder) as server:
            assert server.port != port
            assert written(server) == before + 1
        squatter.shutdown()


def test_a_server_that_cannot_run_is_explained(tmp_path, monkeypatch):
    broken = tmp_path / "bin" / "mongod"
    broken.parent.mkdir()
    broken.write_text(
        "#!/bin/sh\necho 'mongod: error while loading shared libraries: libcurl.so.4' >&2\nexit 127\n"
    )
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(broken.parent), prepend=os.pathsep)
    with pytest.raises(embedded.EmbeddedServerError, match=r"(?s)libcurl\.so\.4.*MONGODB_URI"):
        embedded.start(tmp_path)


def test_a_folder_that_cannot_be_used_is_explained(tmp_path):
    (tmp_path / "mongodb").write_text("in the way")
    with pytest.raises(embedded.EmbeddedServerError, match="MONGODB_URI"):
        embedded.start(tmp_path)
