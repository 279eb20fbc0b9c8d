"""What the word lists find, and where."""

from crawler.spam.vocabulary import lexicon, terms


def test_a_word_at_the_end_of_a_text_ends_there_whatever_longer_ones_begin_alike():
    words = lexicon()
    assert all(hit.end <= len(word) for word in terms() for hit in words.hits(word))
