"""A server that answers for every site at once with its golden pages, told apart by the Host header."""

import json
import threading
from contextlib import contextmanager
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, urlsplit


def read_pages(folders):
    """Return ``(method, address without scheme) → (file, content type, status)`` of all sites."""
    answers = {}
    for folder in folders:
        for page in json.loads((folder / "site.json").read_text("utf-8"))["pages"]:
            parts = urlsplit(quote(page["url"], safe="%/:?&=#*+,;@!$'()~[]"))
            address = f"{parts.netloc}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            answers[page.get("method", "GET"), address] = (
                folder / page["file"], page.get("type", "text/html"), page.get("status", 200)
            )  # fmt: skip
    return answers


@contextmanager
def serving(folders):
    """Serve on 127.0.0.1; gives the address.  Addresses may hold ``*``; unknown ones are 404."""
    answers = read_pages(folders)
    patterns = [key for key in answers if "*" in key[1]]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            self.rfile.read(length)
            key = (self.command, f"{self.headers['Host']}{self.path}")
            found = answers.get(key) or next(
                (answers[p] for p in patterns if p[0] == key[0] and fnmatchcase(key[1], p[1])), None
            )
            body = found[0].read_bytes() if found else b"not found"
            self.send_response(found[2] if found else 404)
            self.send_header("Content-Type", found[1] if found else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815

        def log_message(self, *_):
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
