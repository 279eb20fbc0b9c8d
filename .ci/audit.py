"""Are there known vulnerabilities in what a crawl runs on?  ``make audit``.

Asks the advisory services for every package that ``requirements.txt`` brings in, at the installed version.
Exit code 1: some are vulnerable.  Where no service answers, nothing was audited: that is said, and is no
failure of the build.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Sequence

SERVICES = ("osv", "pypi")
SECONDS = 25.0
"""For all services together."""
_SERVICE_TIMEOUT = "4"


def installed(requirements: Path) -> dict[str, str]:
    """Return name → version of the requirements and all they need, as installed here."""
    lines = [line.partition("#")[0].strip() for line in requirements.read_text(encoding="utf-8").splitlines()]
    waiting = [Requirement(line) for line in lines if line]
    found: dict[str, str] = {}
    while waiting:
        wanted = waiting.pop()
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            package = distribution(wanted.name)
        except PackageNotFoundError:
            continue
        name = canonicalize_name(wanted.name)
        if name not in found:
            found[name] = package.version
            waiting += [Requirement(line) for line in package.requires or ()]
    return found


def ask(service: str, packages: dict[str, str], seconds: float, osv_url: str = "") -> list[dict[str, Any]]:
    """Return the service's answers, one per package it knows; empty when it cannot be reached in time."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(f"{name}=={version}\n" for name, version in sorted(packages.items()))
        file.flush()
        command = [sys.executable, "-m", "pip_audit", "-r", file.name, "--no-deps", "--disable-pip"]
        command += ["-s", service, "-f", "json", "--timeout", _SERVICE_TIMEOUT, "--progress-spinner", "off"]
        command += ["--osv-url", osv_url] if osv_url else []
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
            answers: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, ValueError, KeyError):
            return []
    return [answer for answer in answers if "skip_reason" not in answer]


def main(arguments: Sequence[str] | None = None) -> int:
    """Audit, tell, return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--osv-url", default="", help="an OSV service of your own")
    osv_url = parser.parse_args(arguments).osv_url
    packages = installed(Path(__file__).parents[1] / "requirements.txt")
    until = time.monotonic() + SECONDS
    for service in SERVICES:
        answers = ask(service, packages, max(1.0, until - time.monotonic()), osv_url)
        if answers:
            break
    else:
        print(
            "audit NOT DONE: no advisory service could be asked from here,"
            f" none of {len(packages)} packages was looked at"
        )
        return 0
    vulnerable = [answer for answer in answers if answer["vulns"]]
    for answer in vulnerable:
        for found in answer["vulns"]:
            fixed = ", ".join(found["fix_versions"]) or "no version yet"
            print(f"{answer['name']} {answer['version']}: {found['id']}, fixed in {fixed}")
    looked_at = f"{len(answers)} of {len(packages)} packages looked at"
    print(f"audit ({service}): {looked_at}, {len(vulnerable)} vulnerable")
    if unknown := sorted(packages.keys() - {answer["name"] for answer in answers}):
        print(f"audit: not looked at: {', '.join(unknown)}")
    return 1 if vulnerable else 0


if __name__ == "__main__":
    sys.exit(main())
