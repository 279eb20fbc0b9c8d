"""The page the project began with, read line by line by a person; pinned by hash, its text not copied."""

import hashlib
from pathlib import Path

import pytest

from crawler.text.convert import to_hans, to_hant
from crawler.text.script import detect, is_machine_made, one_sided_counts
from crawler.text.search_key import fold

SEED = Path(__file__).parents[3] / "../shared/data/seed_article.txt"
pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the seed article is not here")

# Line, and the first half of the SHA-256 of its reviewed Simplified and Traditional forms.
REVIEWED = [
    (0, "46151e903b4b07e7", "ba19a5741fab1578"),
    (2, "1e23c796a26e60b0", "a203136a390afada"),
    (4, "b5d72f9ac1d69c49", "369bd68148cf777a"),
    (6, "819d5b06692d9481", "99b16e11526f3cfd"),
    (8, "083db69e50ee46b1", "197dfddfe402dfe8"),
    (10, "89207203683debdf", "cbf23f9b23322b62"),
    (12, "d769c5815cd7c8d7", "edd1596ba8387ed5"),
    (14, "b7022265fc8a4223", "934b760c252240c5"),
    (16, "e4f83a48a2ad5b35", "6fed5741990af0fe"),
    (18, "d6f6806e0420fd78", "2fb7d8362c082e40"),
    (20, "f2d9c5bf5098d5f6", "41ae493f44f978f1"),
]


@pytest.fixture(scope="module")
def lines():
    return SEED.read_text("utf-8").split("\n")


@pytest.mark.parametrize(("number", "hans", "hant"), REVIEWED)
def test_each_line_reads_as_reviewed(lines, number, hans, hant):
    def half(text):
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    line = lines[number]
    assert half(to_hans(line, script="hant")) == hans, to_hans(line, script="hant")
    assert half(to_hant(line, script="hant", repair=True)) == hant


@pytest.mark.parametrize(
    ("published", "hans", "hant"),
    [
        ("位于市北區", "位于市北区", "位於市北區"),
        ("帆云科技", "帆云科技", "帆雲科技"),
        ("制定于一體", "制定于一体", "制定於一體"),
        ("百余家", "百余家", "百餘家"),
        ("從注冊落地", "从注册落地", "從註冊落地"),
        ("重點布局發展", "重点布局发展", "重點布局發展"),
        ("創新示范基地", "创新示范基地", "創新示範基地"),
        ("近年來,青島", "近年来，青岛", "近年來，青島"),
        ("動衛中心", "动卫中心", "動衛中心"),
    ],
)
def test_what_an_editor_looks_at_first(lines, published, hans, hant):
    text = "\n".join(lines[:20])
    assert published in text
    assert hans in to_hans(text)
    assert hant in to_hant(text, repair=True)


def test_the_article_is_machine_made_traditional_and_its_forms_are_pure(lines):
    text = "\n".join(lines[:21])
    assert detect(text) == "hant"
    assert is_machine_made(text)
    assert one_sided_counts(to_hans(text))[1] == 0
    assert one_sided_counts(to_hant(text, repair=True))[0] == 0
    assert not is_machine_made(to_hant(text, repair=True))
    assert fold(to_hans(text, tidied=False)) == fold(text)
