"""``scrapy dashboard`` from its start to Ctrl-C, and what it refuses."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from setuptools import Distribution

from crawler.store import embedded
from crawler.store.process import is_process

from .conftest import serving

ROOT = Path(__file__).parents[3]


def refused(*arguments, **environ):
    command = [sys.executable, "-m", "scrapy", "dashboard", *arguments]
    return subprocess.run(command, env=os.environ | environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--port", "70000"), "70000: not a port, 0 to 65535"),
        (("--bind", "newsbox"), "--bind newsbox: not an address such as 127.0.0.1"),
        (("--bind", "0.0.0.0"), "--bind 0.0.0.0: there is no password and no encryption"),
        (("now",), "now: wanted nothing more"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_starts(arguments, said, tmp_path):
    done = refused(*arguments, DATA_DIR=str(tmp_path))
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_named(mongodb_uri, database_name):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = refused("--port", port, MONGODB_URI=mongodb_uri, MONGODB_DATABASE=database_name)
    assert done.returncode == 1
    assert f"error: port {port} is taken; --port N names another" in done.stderr


def test_without_a_database_it_does_not_start():
    done = refused("--port", "0", MONGODB_URI="mongodb://u:secret@127.0.0.1:9/?serverSelectionTimeoutMS=300")
    assert (done.returncode, "secret" in done.stderr) == (4, False), done.stderr


def test_an_empty_database_is_looked_at_and_not_made(mongodb_uri, database):
    environ = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name}
    with serving(environ) as (_, address):
        for path in ("/", "/articles", "/articles?q=x", "/review"):
            with urllib.request.urlopen(address + path) as answer:
                assert answer.status == 200
    assert database.name not in database.client.list_database_names()


def test_an_embedded_server_that_dies_comes_back_and_ends_with_it(tmp_path):
    with serving({"DATA_DIR": str(tmp_path), "MONGODB_URI": ""}) as (process, address):
        pid = json.loads((tmp_path / "mongodb" / "server.json").read_text())["pid"]
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(urllib.error.HTTPError) as away:
            urllib.request.urlopen(address)
        assert away.value.code == 503
        assert "It had stopped and was started again: reload." in away.value.read().decode()
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200
        again = json.loads((tmp_path / "mongodb" / "server.json").read_text())["pid"]
    assert process.returncode == 0
    assert not is_process(pid)
    assert not is_process(again)


def test_a_database_that_goes_away_is_said_and_found_again(tmp_path):
    with embedded.start(tmp_path) as server, serving({"MONGODB_URI": server.uri}) as (_, address):
        os.kill(server.pid, signal.SIGKILL)
        with pytest.raises(urllib.error.HTTPError) as away:
            urllib.request.urlopen(address)
        assert away.value.code == 503
        page = away.value.read().decode()
        assert "The database is away" in page
        assert server.password not in page
        assert server.revive()
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200


def test_a_wheel_and_an_egg_carry_the_templates_and_the_stylesheet():
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        project = Distribution()
        project.parse_config_files()
        project.set_defaults()
        build = project.get_command_obj("build_py")
        build.ensure_finalized()
        build.manifest_files = {}  # asking git or a manifest would write beside the sources
        packed = {
            Path(name)
            for package in project.packages
            for name in build.find_data_files(package, build.get_package_dir(package))
        }
    finally:
        os.chdir(here)
    files = [path.relative_to(ROOT) for path in (ROOT / "crawler" / "web").rglob("*") if path.is_file()]
    assert {path for path in files if path.suffix in {".html", ".css", ".svg"}} <= packed
