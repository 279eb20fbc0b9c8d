"""The short version of ``make bench-faults``."""

import json

from bench.broken_pages import clean_broken_pages
from bench.faults import Progress, run


def test_a_crawl_struck_again_and_again_stores_what_an_undisturbed_one_does(tmp_path):
    state = tmp_path / "state.jsonl"
    result = run(4, 3, tmp_path, Progress(state, {"seed": 3}), kinds=("crawler", "network"))
    assert result.kills == result.blows["crawler"] == 4
    found = (result.lost, result.doubled, result.altered, result.crashes)
    assert found == (0, 0, 0, 0), result.notes
    # What was done is on record: the next run with the same seed has nothing left to do.
    assert len(state.read_text().splitlines()) == 1 + result.rounds
    again = run(4, 3, tmp_path / "unused", Progress(state, {"seed": 3}))
    assert (again.rounds, again.blows) == (result.rounds, result.blows)
    assert json.loads(state.read_text().splitlines()[0]) == {"seed": 3}


def test_broken_pages_crash_nothing_and_lose_no_character():
    result = clean_broken_pages(150, "tests")
    assert (result.crashes, result.unlike) == (0, 0), result.notes
