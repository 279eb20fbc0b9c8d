"""Precision and recall on the labelled cases beside this file: hard ones first of all.

A case is one line of a table: the text, and what should be found in it, in any order.
"""

from pathlib import Path

import pytest

from crawler.enrich.amounts import find_amounts
from crawler.enrich.regions import find_regions
from crawler.enrich.stocks import find_stocks

HERE = Path(__file__).parent


def rows(name):
    return [line.split("\t") for line in (HERE / f"{name}.tsv").read_text("utf-8").splitlines()[1:]]


def stock_cases():
    for text, expected in rows("stocks"):
        found = [f"{s['code']}.{s['exchange']}={s['name']}" for s in find_stocks(text)]
        yield text, found, expected.translate(str.maketrans("", "", "“”「」"))


def region_cases():
    for text, context, expected in rows("regions"):
        found = [f"{r['code']}@{r['text']}" for r in find_regions(text, context=context) if r["code"]]
        yield text, found, expected


def written(amount):
    value = "~".join(f"{amount[k]:.10g}" for k in ("value", "value_max") if k in amount)
    unit = amount["currency"] + amount["unit"] + (f"/{amount['per']}" if "per" in amount else "")
    words = [value, unit, amount.get("direction", ""), amount.get("basis", "")]
    return " ".join(w for w in words if w) + "=" + amount["text"]


def plain(expected):
    value, _, rest = expected.partition(" ")
    return "~".join(f"{float(v):.10g}" for v in value.split("~")) + " " + rest


def amount_cases():
    for text, currency, expected in rows("amounts"):
        found = [written(a) for a in find_amounts(text, currency=currency or "CNY")]
        yield text, found, ";".join(plain(e) for e in expected.split(";") if e)


@pytest.mark.parametrize("cases", [stock_cases, region_cases, amount_cases])
def test_precision_and_recall_stay_above_their_floors(cases):
    right = wrong = missed = 0
    failures = []
    for text, found, expected in cases():
        rest = [e for e in expected.split(";") if e]
        extra = []
        for one in found:
            if one in rest:
                rest.remove(one)
                right += 1
            else:
                extra.append(one)
        wrong += len(extra)
        missed += len(rest)
        if extra or rest:
            failures.append((text, extra, rest))
    assert right / (right + wrong) >= 0.98, failures
    assert right / (right + missed) >= 0.97, failures


def test_the_labelled_set_is_large_and_a_third_of_it_holds_nothing_to_find():
    expected = [row[-1] for name in ("stocks", "regions", "amounts") for row in rows(name)]
    assert len(expected) >= 600
    assert sum(not e for e in expected) >= len(expected) / 4
