"""The house rules, checked: names, sizes and what the pure packages may import."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SITES = sorted(p for p in (ROOT / "spiders").rglob("*.py") if p.name != "__init__.py")
STEPS = sorted(p for p in (ROOT / "pipelines").glob("*.py") if p.name != "__init__.py")
MODULES = sorted(
    p for room in ("crawler", "pipelines", "spiders", "tests", "bench") for p in (ROOT / room).rglob("*.py")
)
PURE = sorted(
    [p for room in ("extract", "text", "spam", "enrich") for p in (ROOT / "crawler" / room).rglob("*.py")]
    + [ROOT / "crawler" / "items.py"]
)
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}
FORBIDDEN_IN_PURE = {"scrapy", "pymongo", "twisted", "motor", "itemadapter", "requests", "urllib3"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def attribute(path: Path, wanted: str) -> tuple[str, str]:
    """Return the class in ``path`` and the literal value of its attribute ``wanted``."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == wanted:
                    return node.name, ast.literal_eval(line.value)
    raise AssertionError(f"{name_of(path)} declares no class with {wanted} = …")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", SITES, ids=name_of)
def test_a_site_is_named_alike_everywhere_and_is_short(path):
    class_name, spider_name = attribute(path, "name")
    camel = "".join(part[:1].upper() + part[1:] for part in spider_name.split("_"))
    assert spider_name == path.stem
    assert class_name == f"{camel}Spider"
    assert len(path.read_text("utf-8").splitlines()) <= 25
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), "a site says in its docstring what it is"


@pytest.mark.parametrize("path", STEPS, ids=name_of)
def test_a_step_is_glue_named_as_its_file(path):
    class_name, step_name = attribute(path, "name")
    camel = "".join(part.capitalize() for part in step_name.split("_"))
    assert step_name == path.stem
    assert class_name == f"{camel}Pipeline"
    assert len(path.read_text("utf-8").splitlines()) <= 40


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_a_pure_module_reaches_for_no_framework_and_no_other_room(path):
    names = imported(path)
    assert not {name.split(".")[0] for name in names} & FORBIDDEN_IN_PURE
    allowed = ("crawler.items", "crawler.extract", "crawler.text", "crawler.spam", "crawler.enrich")
    assert all(
        name.startswith(allowed)
        for name in names
        if name.split(".")[0] in ("crawler", "pipelines", "spiders")
    )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_name_says_what_the_thing_is(path):
    assert not NAMELESS & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}


def test_every_step_of_the_table_is_a_file_and_every_file_is_in_the_table():
    from crawler.settings import ITEM_PIPELINES

    listed = {path.split(".")[1] for path in ITEM_PIPELINES}
    assert listed == {path.stem for path in STEPS}


def test_no_machine_path_or_registry_host_is_written_down():
    tracked = (
        [p for p in MODULES if p != Path(__file__)]
        + [p for p in ROOT.glob("*.*") if p.name != ".git"]  # in a worktree a file that names a folder
        + list((ROOT / "docs").rglob("*.md"))
    )
    leak = re.compile(r"(?<![\w.])/(?:home|root|work|Users)/[a-z]|files\.pythonhosted|deb\.debian\.org")
    assert [name_of(p) for p in tracked if p.is_file() and leak.search(p.read_text("utf-8", "replace"))] == []
