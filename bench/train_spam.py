# ruff: noqa: E501  (tables)
"""Train ``crawler/spam/data/model.npz``: ``nice .venv/bin/python -m bench.train_spam`` (scikit-learn needed).

Positives: phrases, messages and doorway sentences generated from ``bench/data``, and the labelled lines of
``../shared/data/spam``.  Negatives: pieces and paragraphs of the clean texts there, page furniture, words of the
language.  Seeds are fixed; the same inputs give the same file.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.spam_pages import CITIES, HIDINGS, Words, grammar, message, phrase
from crawler.spam.canonical import canonical
from crawler.spam.model import BITS, Model, buckets, codes
from crawler.spam.page import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).parents[1]
SHARED = ROOT / "../shared/data"
TARGET = ROOT / "crawler/spam/data/model.npz"
VERSION = "1"
SEED = 20261122

GENUINE = {
    "p": [
        "首页",
        "新闻",
        "财经",
        "股票",
        "基金",
        "期货",
        "外汇",
        "银行",
        "保险",
        "债券",
        "体育",
        "娱乐",
        "汽车",
        "房产",
        "教育",
        "科技",
        "军事",
        "国际",
        "国内",
        "社会",
        "时尚",
        "健康",
        "旅游",
        "文化",
        "历史",
        "读书",
        "游戏",
        "彩票",
        "图片",
        "视频",
        "直播",
        "论坛",
        "博客",
        "微博",
        "专题",
        "评论",
        "滚动",
        "港股",
        "美股",
        "行情",
        "数据",
        "研报",
        "公司",
        "产业",
        "理财",
        "黄金",
        "收藏",
        "女性",
        "亲子",
        "美食",
        "数码",
        "手机",
        "家电",
        "地方",
        "政务",
        "法治",
        "公益",
        "党建",
        "三农",
        "能源",
        "环保",
        "电子报",
        "数字报",
        "要闻",
        "头版",
        "副刊",
        "广告",
        "区县",
        "民生",
        "天气",
        "交通",
        "招聘",
        "就业",
        "二手房",
        "家居",
        "艺术",
    ],
    "o": [
        "新华网",
        "人民网",
        "央视网",
        "中国网",
        "光明网",
        "新浪财经",
        "腾讯财经",
        "网易财经",
        "搜狐财经",
        "凤凰网",
        "东方财富网",
        "和讯网",
        "同花顺",
        "中证网",
        "证券时报网",
        "中国证券网",
        "第一财经",
        "财新网",
        "每经网",
        "界面新闻",
        "澎湃新闻",
        "经济日报",
        "中国新闻网",
        "国家体育总局",
        "中国福利彩票",
        "中国体育彩票",
        "国家税务总局",
        "证监会",
        "上交所",
        "深交所",
        "港交所",
        "中国银行",
        "工商银行",
        "建设银行",
        "招商银行",
        "平安银行",
        "中国平安",
        "中国人寿",
        "贵州茅台",
        "五粮液",
        "比亚迪",
        "宁德时代",
        "腾讯控股",
        "阿里巴巴",
        "网易游戏",
        "完美世界",
        "新濠国际",
        "银河娱乐",
        "金沙中国",
        "永利澳门",
        "美高梅中国",
        "澳博控股",
        "安踏体育",
        "李宁",
        "阿里体育",
        "腾讯体育",
        "新浪体育",
        "乐视体育",
        "中体产业",
        "电广传媒",
        "万达电影",
        "中国电影",
        "光线传媒",
        "猫眼娱乐",
        "三七互娱",
        "世纪华通",
        "澳门博彩监察协调局",
        "大乐透",
        "双色球",
        "福彩3d",
    ],
    "a": [
        "客户端下载",
        "手机版",
        "电脑版",
        "app下载",
        "下载app",
        "官方网站",
        "官方微博",
        "官方微信",
        "登录",
        "注册",
        "用户登录",
        "免费注册",
        "会员中心",
        "忘记密码",
        "设为首页",
        "加入收藏",
        "网站地图",
        "联系我们",
        "关于我们",
        "广告服务",
        "版权声明",
        "隐私政策",
        "招贤纳士",
        "法律声明",
        "意见反馈",
        "举报中心",
        "返回顶部",
        "更多",
        "上一页",
        "下一页",
        "上一篇",
        "下一篇",
        "打印",
        "分享",
        "在线投稿",
        "在线客服",
        "在线咨询",
        "在线观看",
        "在线直播",
        "排行榜",
        "热门推荐",
        "相关阅读",
        "精彩推荐",
        "热门标签",
        "友情链接",
        "开户",
        "我要开户",
        "开奖公告",
        "走势图",
        "查询",
        "官网",
        "入口",
    ],
}


@dataclass(slots=True)
class Sample:
    """Canonical texts with labels, weights and groups (what is left out together)."""

    texts: list[str] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, texts: Iterable[str], label: int, weight: float = 1.0) -> None:
        """Add texts, folded to their canonical form."""
        for text in texts:
            folded = canonical(text).text.strip()
            if folded:
                self.texts.append(folded)
                self.labels.append(label)
                self.weights.append(weight)


def rows(name: str) -> list[dict[str, Any]]:
    """Read one ``.jsonl.gz`` of ``../shared/data/spam``; empty where it is absent."""
    path = SHARED / "spam" / name
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def hard_negatives() -> list[tuple[str, str]]:
    """Return (name, text) of the genuine texts that resemble spam."""
    found = []
    for path in sorted((SHARED / "spam/hard_negatives").glob("*.txt")):
        lines = path.read_text("utf-8").split("\n")
        found.append((path.stem, "\n".join(x for x in lines if not x.startswith("# "))))
    return found


def page_texts() -> list[str]:
    """Return the text nodes of the real pages: furniture and paragraphs alike."""
    from lxml import html as lxml_html

    found: list[str] = []
    for folder in ("pages", "pages2"):
        for path in sorted((SHARED / folder).rglob("*.html.gz")):
            body = gzip.decompress(path.read_bytes())
            try:
                text = body.decode("utf-8")
            except UnicodeDecodeError:
                text = body.decode("gb18030", "replace")
            try:
                tree = lxml_html.fromstring(
                    text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8")
                )
            except Exception:  # noqa: BLE001  an unreadable development page is simply not used
                continue
            for element in tree.iter():
                if element.tag in ("script", "style") or not isinstance(element.tag, str):
                    continue
                around = (element.text, element.tail if element.getparent() is not None else None)
                chinese = [x for x in around if x and re.search("[\u4e00-\u9fff]{2}", x)]
                found += [re.sub(r"\s+", " ", x).strip() for x in chinese]
    return sorted(set(found))


def pieces(texts: Iterable[str], longest: int = 40) -> Iterator[str]:
    """Cut texts at separators."""
    for text in texts:
        for piece in SEPARATORS.split(canonical(text).text):
            if 1 < len(piece) <= longest and not piece.isdigit():
                yield piece


_SOLD = re.compile(r"套现|白条提现|花呗提现|取现提额|加微信|进群|跟单|代开|养卡|荐股")
_REACH = re.compile(
    r"(?:qq|微信|v信|企鹅|\bq)[群号:【 ]{0,4}[a-z0-9_-]{5,}|加v\w{5,}|(?:花呗|白条).*(?:花呗|白条).*(?:花呗|白条)"
)
_GAMES = re.compile("时时彩|北京pk|分分彩|幸运28|龙虎和")


def doubtful(text: str) -> bool:
    """Say whether a row of the "nearly clean" texts is itself an advertisement: not fit as a negative."""
    folded = canonical(text).text
    return bool(_SOLD.search(folded) and _REACH.search(folded)) or len(set(_GAMES.findall(folded))) > 1


def genuine_anchors(rng: Random, count: int) -> Iterator[str]:
    """Anchors real sites have: sections, outlets, furniture, and their combinations with places."""
    for _ in range(count):
        a, b, c = rng.choice(GENUINE["p"]), rng.choice(GENUINE["o"]), rng.choice(GENUINE["a"])
        yield rng.choice(
            [
                a,
                b,
                c,
                b + c,
                a + c,
                a + rng.choice(GENUINE["p"]),
                rng.choice(CITIES) + a,
                rng.choice(CITIES) + a + "网",
                b + a,
            ]
        )


def build(
    *,
    vocabulary_fold: int = -1,
    text_fold: int = -1,
    folds: int = 4,
    real: bool = True,
    reviewed: Sequence[dict[str, Any]] = (),
) -> tuple[Sample, Sample]:
    """Return the anchor and passage samples, leaving out a part of the vocabulary and of the clean texts."""
    rng = Random(SEED)
    words = Words(list(grammar()), vocabulary_fold, folds)
    hidings = [h for h in HIDINGS if h != "entities"]
    anchor, passage = Sample(), Sample()

    def keep(i: int) -> bool:
        return text_fold < 0 or i % folds != text_fold

    drawn = [
        phrase(rng, words, kind)
        for kind in words.classes
        for _ in range(6000 if kind in ("adult", "gambling") else 2500 if kind == "lottery" else 900)
    ]
    anchor.add(sorted(set(drawn)), 1)
    anchor.add((HIDINGS[rng.choice(hidings)](rng, x) for x in drawn[::6]), 1, 0.7)
    calls = [message(rng, words, "cta", fold=vocabulary_fold, folds=folds) for _ in range(5000)]
    doors = [
        "".join(
            message(rng, words, "door", fold=vocabulary_fold, folds=folds) for _ in range(rng.randint(1, 4))
        )
        for _ in range(3500)
    ]
    passage.add(calls, 1)
    passage.add(doors, 1)
    passage.add((HIDINGS[rng.choice(hidings)](rng, x) for x in calls[::4]), 1, 0.7)
    passage.add(
        (
            " ".join(phrase(rng, words, kind) for _ in range(rng.randint(1, 8)))
            for kind in words.classes
            for _ in range(120)
        ),
        1,
        0.5,
    )
    if real:
        for row in rows("real_lines.jsonl.gz"):
            if row["id"].startswith("mt_"):
                continue
            bad = [
                x
                for x, s in zip(row["lines"], row["spam"], strict=True)
                if s and "id=" not in x and "[已删]" not in x
            ]
            cut = sorted(set(pieces(bad)))
            rng.shuffle(cut)
            anchor.add(cut[:400], 1, 1.0)
            passage.add([x for x in bad if len(x) > 40][:40], 1, 2.0)
        for row in rows("synthetic.jsonl.gz"):
            if "spam" in row:
                bad = [x for x, s in zip(row["lines"], row["spam"], strict=True) if s]
                anchor.add(sorted(set(pieces(bad)))[:20], 1, 0.3)
        for row in rows("messages.jsonl.gz"):
            text = re.sub(r"\b(?:NAME|PLACE)\b", "", row["text"].split("\n", 1)[1])
            text = (
                re.sub(r"DIGIT", "5", text).replace("CELLPHONE", "13800000000").replace("PHONE", "4000000000")
            )
            passage.add(
                [re.sub(r"\s+", "", text).replace("WECHAT", "微信abc123").replace("URL", "www.abc.com")],
                1,
                2.0,
            )

    for row in reviewed:
        for sample in (anchor, passage):
            sample.add([row["text"]], row["spam"], 2.0)
    clean = [
        r["text"] for i, r in enumerate(rows("clean_finance.jsonl.gz")) if keep(i) and not doubtful(r["text"])
    ]
    hard = [t for i, (_, t) in enumerate(hard_negatives()) if keep(i)]
    furniture = [x for i, r in enumerate(rows("chrome.jsonl.gz")) if keep(i) for x in r["lines"]]
    nodes = [x for i, x in enumerate(page_texts()) if keep(i // 50)]
    anchor.add(sorted(set(pieces(clean)))[::2], 0, 0.4)
    anchor.add(sorted(set(pieces(hard))), 0, 1.5)
    anchor.add(sorted(set(pieces(furniture)) | {x for x in furniture if len(x) <= 40}), 0, 1.5)
    anchor.add(sorted(set(pieces(nodes)) | {x for x in nodes if len(x) <= 40}), 0, 1.0)
    anchor.add(sorted(set(genuine_anchors(rng, 6000))), 0, 1.0)
    anchor.add(_dictionary(rng), 0, 0.15)
    passage.add(clean[::2], 0)
    passage.add(hard, 0, 3.0)
    for text in hard:
        passage.add([x for x in re.split("[。!?！？\n]", text) if len(x) > 8], 0, 1.5)
    for text in clean[1::6]:
        passage.add([x for x in re.split("[。!?！？\n]", text) if len(x) > 8], 0, 0.5)
    passage.add([x for x in furniture if len(x) > 6], 0, 1.0)
    passage.add([x for x in nodes if len(x) > 8], 0, 0.7)
    return anchor, passage


def _dictionary(rng: Random) -> list[str]:
    import jieba

    path = Path(jieba.__file__).parent / "dict.txt"
    spam = {e for slots in grammar().values() for entries in slots.values() for e in entries}
    found = [line.split(" ", 1)[0] for line in path.read_text("utf-8").splitlines()]
    found = [w for w in found if 2 <= len(w) <= 6 and w not in spam]
    rng.shuffle(found)
    return found[:40000]


def fit(sample: Sample, c: float = 30.0) -> tuple[np.ndarray, float, float]:
    """Fit one score; return int8 weights, their scale and the bias."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    columns, starts, values = [], [0], []
    for text in sample.texts:
        points = codes(text)
        grams = np.concatenate(list(buckets(points)))
        columns.append(grams)
        values.append(np.full(len(grams), 1 / np.sqrt(len(grams)), dtype=np.float64))
        starts.append(starts[-1] + len(grams))
    x = csr_matrix(
        (np.concatenate(values), np.concatenate(columns).astype(np.int32), np.array(starts)),
        shape=(len(sample.texts), 1 << BITS),
    )
    x.sum_duplicates()
    y = np.array(sample.labels)
    w = np.array(sample.weights)
    w = w / w.mean()
    learner = SGDClassifier(
        loss="log_loss", alpha=1 / (c * len(y)), max_iter=8, tol=None, random_state=SEED, average=True
    )
    learner.fit(x, y, sample_weight=w)
    weights = learner.coef_[0]
    scale = float(np.percentile(np.abs(weights[weights != 0]), 99.9)) / 127
    return np.clip(np.round(weights / scale), -127, 127).astype(np.int8), scale, float(learner.intercept_[0])


def train(**left_out: Any) -> Model:
    """Build the samples and fit both scores."""
    anchor, passage = build(**left_out)
    a, p = fit(anchor), fit(passage)
    return Model.of(a[0], p[0], (a[1], p[1]), (a[2], p[2]), VERSION)


def save(model: Model, path: Path) -> None:
    """Write the weights."""
    np.savez_compressed(
        path,
        anchor=model.anchor,
        passage=model.passage,
        scales=np.array(model.scales),
        biases=np.array(model.biases),
        version=np.array(model.version),
    )


def inputs_hash() -> str:
    """Return a short hash of what this project's own training inputs are."""
    inputs = [
        Path(__file__),
        *sorted((ROOT / "bench/data").glob("*.tsv")),
        ROOT / "crawler/spam/canonical.py",
        ROOT / "crawler/spam/model.py",
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in inputs)).hexdigest()[:12]


def load_from(path: Path) -> Model:
    """Read weights written by ``save``."""
    with np.load(path, allow_pickle=False) as stored:
        scales, biases = stored["scales"].tolist(), stored["biases"].tolist()
        return Model.of(
            stored["anchor"],
            stored["passage"],
            (scales[0], scales[1]),
            (biases[0], biases[1]),
            str(stored["version"]),
        )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--output", type=Path, default=TARGET)
    options.add_argument(
        "--fold", type=int, default=-1, help="leave this quarter of vocabulary and clean texts out"
    )
    options.add_argument("--reviewed", type=Path, help="rows of `scrapy spam export`")
    chosen = options.parse_args()
    judged = (
        [json.loads(x) for x in chosen.reviewed.read_text("utf-8").splitlines()] if chosen.reviewed else []
    )
    target = chosen.output
    save(train(vocabulary_fold=chosen.fold, text_fold=chosen.fold, reviewed=judged), target)
    print(f"{target}: {target.stat().st_size / 1e6:.2f} MB")
