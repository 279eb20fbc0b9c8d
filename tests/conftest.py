"""What every test may use: a real mongod, one for the session, and an empty database in it for each test."""

import json
import signal
import threading
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pymongo import MongoClient

from crawler.store import embedded

# Whatever a shell starts with "&" ignores Ctrl-C, and so would every command that a test interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def mongodb_uri(tmp_path_factory):
    """URI of the session's mongod; under xdist the workers share one, the last to leave stops it."""
    folder = tmp_path_factory.getbasetemp()
    if folder.name.startswith("popen-"):  # an xdist worker's own folder: share its parent's
        folder = folder.parent
    with embedded.start(folder / "mongod") as server:
        yield server.uri


@pytest.fixture
def database_name(mongodb_uri):
    """Name of a database that this test alone uses; dropped after it."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    yield name
    with MongoClient(mongodb_uri) as client:
        client.drop_database(name)


@pytest.fixture
def database(mongodb_uri, database_name):
    """The test's database through a blocking client, times aware in UTC."""
    with MongoClient(mongodb_uri, tz_aware=True, serverSelectionTimeoutMS=10_000) as client:
        yield client[database_name]


@pytest.fixture(scope="session")
def message_server():
    """The messages a server got, and its address as Apprise writes it."""
    messages = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield messages, f"json://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
