# %% [markdown]
"""A notebook-style walk through the database, each question a plot.

Cells begin with `# %%` (VS Code, Spyder; `jupytext --to ipynb docs/example_analysis.py`).  As a program it
draws every plot: `python docs/example_analysis.py OUT_FOLDER [MONGODB_URI [DATABASE]]`.
Needs `pip install '.[analysis]'`.
"""

# %% Where the articles are, and where the plots go
import sys
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from pymongo import MongoClient

mpl.use("Agg")
mpl.rcParams["font.sans-serif"] = ["Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"]
mpl.rcParams["font.sans-serif"] += ["WenQuanYi Zen Hei", "SimHei", "DejaVu Sans"]
import matplotlib.pyplot as plt

OUT = Path(sys.argv[1] if len(sys.argv) > 1 else "plots")
URI = sys.argv[2] if len(sys.argv) > 2 else "mongodb://127.0.0.1:27017"
DATABASE = sys.argv[3] if len(sys.argv) > 3 else "regional_news"
OUT.mkdir(parents=True, exist_ok=True)
db = MongoClient(URI, tz_aware=True)[DATABASE]


def save(axes: "plt.Axes", name: str, title: str) -> None:
    """Write a plot as SVG (text stays text) and close it."""
    axes.set_title(title)
    axes.figure.tight_layout()
    axes.figure.savefig(OUT / f"{name}.svg", metadata={"Date": None})
    plt.close(axes.figure)


# %% Articles per day and outlet: a gap is a crawl that failed or a paper that did not appear
days = pd.DataFrame(db.articles_per_day.find())
table = days.pivot_table(index="day", columns="outlet", values="articles", aggfunc="sum").fillna(0)
save(table.plot.bar(stacked=True), "articles_per_day", "Articles per day")

# %% How much of it is copied, and how much was injected
share = days.groupby("outlet")[["articles", "copies", "hacked"]].sum()
save(share.plot.barh(), "copies", "Articles, copies among them, hacked pages")

# %% The securities written about most, counted once per article
stocks = pd.DataFrame(db.stock_days.find())
top = stocks.groupby(["code", "exchange"])["articles"].sum().nlargest(20)
top.index = [".".join(key) for key in top.index]
save(top.sort_values().plot.barh(), "stocks", "Articles that name a security")

# %% Places, by province: the first two digits of a GB/T 2260 code
places = pd.DataFrame(db.region_days.find())
names = {
    row["_id"]: row["province"]
    for row in db.articles.aggregate(
        [
            {"$unwind": "$regions"},
            {"$match": {"regions.code": {"$regex": "^[0-9]"}}},
            {
                "$group": {
                    "_id": {"$substrCP": ["$regions.code", 0, 2]},
                    "province": {"$first": {"$first": "$regions.path"}},
                }
            },
        ]
    )
}
provinces = places.groupby(places["code"].str[:2].map(names))["articles"].sum().sort_values()
save(provinces.plot.barh(), "provinces", "Articles that name a place, by province")

# %% Year-on-year changes as reported: the share of falls says more than any headline
changes = pd.DataFrame(
    db.articles.aggregate(
        [
            {"$unwind": "$amounts"},
            {"$match": {"amounts.unit": "%", "amounts.basis": "yoy"}},
            {"$project": {"outlet": 1, "value": "$amounts.value", "text": "$amounts.text"}},
        ]
    )
)
save(changes["value"].clip(-100, 100).plot.hist(bins=40), "changes", "Year-on-year changes reported, %")

# %% Who copies whom
flows = pd.DataFrame(
    [(copy["outlet"], row["outlet"]) for row in db.first_publishers.find() for copy in row["copies"]],
    columns=["copied by", "first in"],
)
flows = pd.crosstab(flows["copied by"], flows["first in"])
save(flows.plot.barh(stacked=True), "copied_by", "Texts first printed elsewhere")

# %% What a reader of the output should know: how many articles, since when
first, last = (db.articles.find_one(sort=[("published_at", way)])["published_at"] for way in (1, -1))
print(
    f"{db.articles.estimated_document_count()} articles, {first:%Y-%m-%d} to {last:%Y-%m-%d}; plots in {OUT}"
)
