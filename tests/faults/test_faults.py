"""The short version of ``make bench-faults``."""

import json

import pytest

from bench.broken_pages import clean_broken_pages
from bench.fault_crawls import Zygote
from bench.fault_rounds import Result, Trial
from bench.faults import Progress, run, run_disk_full


def differs(result):
    return result.lost, result.doubled, result.altered, result.crashes


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trial")
    with Zygote(folder) as zygote, Trial(zygote, folder) as opened:
        yield opened


@pytest.mark.xdist_group("faults")
@pytest.mark.parametrize("kind", ["crawler", "mongod", "away", "network"])
def test_a_crawl_struck_again_and_again_stores_what_an_undisturbed_one_does(trial, kind):
    result = Result()
    for n in range(6):  # a crawl may come to its end before the blow
        result.add(trial.round(n * len(trial.groups), 2, (kind,), f"tests/{n}"))
        if result.blows[kind]:
            break
    assert result.blows[kind]
    assert differs(result) == (0, 0, 0, 0), result.notes


@pytest.mark.xdist_group("faults")
def test_a_disk_that_fills_up_under_a_crawl_loses_nothing(tmp_path):
    result, refused = run_disk_full(1, 3, tmp_path, Progress(None, {}))
    if refused:
        pytest.skip(refused)
    assert result.rounds == result.blows.total() == 1
    assert differs(result) == (0, 0, 0, 0), result.notes


@pytest.mark.xdist_group("faults")
def test_what_was_done_is_on_record(tmp_path):
    state = tmp_path / "state.jsonl"
    result = run(1, 3, tmp_path, Progress(state, {"seed": 3}), kinds=("crawler",))
    assert result.kills == result.blows["crawler"] == 1
    assert len(state.read_text().splitlines()) == 1 + result.rounds
    # The next run with the same seed has nothing left to do.
    again = run(1, 3, tmp_path / "unused", Progress(state, {"seed": 3}))
    assert (again.rounds, again.blows) == (result.rounds, result.blows)
    assert json.loads(state.read_text().splitlines()[0]) == {"seed": 3}


def test_broken_pages_crash_nothing_and_lose_no_character():
    result = clean_broken_pages(150, "tests")
    assert (result.crashes, result.unlike) == (0, 0), result.notes
