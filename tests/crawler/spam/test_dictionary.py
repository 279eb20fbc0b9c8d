"""What the tagger knows of a language's words."""

import numpy as np

from crawler.spam import dictionary, tagger
from crawler.spam.canonical import points_of


def test_pairs_are_as_common_as_the_words_of_a_dictionary_have_them():
    points = dictionary.han(points_of("公司，司公"))
    classes = tagger.load().dictionary.classes(points) // dictionary.CLASSES_OF_TRIPLES
    inside, *_, across, last = classes.tolist()
    assert inside > across
    assert last == 0
    assert points[2] == 0
    rows = tagger.load().dictionary.classes(np.stack([points, points]))
    assert rows.shape == (2, len(points))


def test_tables_are_stored_as_they_are_read():
    tables = [np.zeros(dictionary.BUCKETS, dtype=np.uint8) for _ in range(2)]
    for table, places in zip(tables, ((0, 7, 65_000), (1, dictionary.BUCKETS - 1)), strict=True):
        table[list(places)] = range(1, len(places) + 1)
    made = dictionary.Dictionary(*tables)
    again = dictionary.of(made.stored())
    assert np.array_equal(again.pairs, made.pairs)
    assert np.array_equal(again.triples, made.triples)
