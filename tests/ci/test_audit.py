"""``make audit`` against advisory services of our own making."""

import importlib.util
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

pytest.importorskip("pip_audit", reason="pip-audit comes with the extra `lint`")

spec = importlib.util.spec_from_file_location("audit", Path(__file__).parents[2] / ".ci/audit.py")
audit = importlib.util.module_from_spec(spec)
spec.loader.exec_module(audit)

PACKAGES = {"lxml": "6.0.2", "w3lib": "2.3.1"}


@pytest.fixture
def service():
    """Start an OSV service that knows of vulnerabilities in these packages; returns its address."""
    servers = []

    def start(*vulnerable):
        class Osv(BaseHTTPRequestHandler):
            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                name = asked["package"]["name"]
                known = {"package": {"name": name, "ecosystem": "PyPI"}, "ranges": [], "versions": []}
                vulns = [{"id": "PYSEC-1", "summary": "x", "affected": [known]}] * (name in vulnerable)
                body = json.dumps({"vulns": vulns} if vulns else {}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Osv)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/v1/query"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("vulnerable", "code", "said"),
    [((), 0, "2 of 2 packages looked at, 0 vulnerable"), (("lxml",), 1, "lxml 6.0.2: PYSEC-1, fixed in")],
)
def test_what_the_service_says_decides(service, monkeypatch, capsys, vulnerable, code, said):
    monkeypatch.setattr(audit, "installed", lambda _path: PACKAGES)
    assert audit.main(["--osv-url", service(*vulnerable)]) == code
    assert said in capsys.readouterr().out


def test_a_service_out_of_reach_is_no_pass(monkeypatch, capsys):
    monkeypatch.setattr(audit, "installed", lambda _path: PACKAGES)
    monkeypatch.setattr(audit, "SERVICES", ("osv",))
    assert audit.main(["--osv-url", "http://127.0.0.1:9/"]) == 0
    assert "NOT DONE" in capsys.readouterr().out


def test_all_that_the_requirements_bring_in_is_looked_at(tmp_path):
    (tmp_path / "requirements.txt").write_text(
        "scrapy>=2  # with a remark\n\n# a remark\nnot-for-us; sys_platform == 'plan9'\n"
    )
    found = audit.installed(tmp_path / "requirements.txt")
    assert {"scrapy", "twisted", "lxml", "zope-interface"} <= found.keys()
    assert "not-for-us" not in found
