"""The names of rules: the trees know each by its number, and fail on a page where an unknown one speaks."""

import ast
import importlib
import inspect
import pkgutil
import re

from crawler import spam
from crawler.spam import evidence, marks, recurring, scoring

RULE = re.compile(r"(\w+)@\d")


def given(module):
    """Names in the rules that a module's code gives its findings: ``name@version``."""
    tree = ast.parse(inspect.getsource(module))
    strings = [x.value for x in ast.walk(tree) if isinstance(x, ast.Constant)]
    return {m[1] for x in strings if isinstance(x, str) and (m := RULE.match(x))}


MODULES = [importlib.import_module(f"crawler.spam.{m.name}") for m in pkgutil.iter_modules(spam.__path__)]
CERTAIN = given(marks)
"""Of kits: never weighed."""
MARKED = given(scoring)
"""What no rule has found."""
AGAIN = given(recurring)
"""What was weighed elsewhere on the page."""


def test_every_rule_that_is_weighed_has_its_number_and_every_number_its_rule():
    names = set().union(*map(given, MODULES)) - CERTAIN - MARKED - AGAIN
    assert names == set(evidence.RULES) - {""}
    assert len(evidence.RULES) == len(set(evidence.RULES))


def test_rules_that_are_not_weighed_are_not_among_those_the_trees_know():
    assert len(CERTAIN) >= 2
    assert len(MARKED) == len(AGAIN) == 1
    assert not (CERTAIN | MARKED | AGAIN) & set(evidence.RULES)


def test_rules_that_are_treated_apart_exist():
    assert set(evidence.RULES) >= scoring._OF_THE_TEXT | evidence._LISTS
