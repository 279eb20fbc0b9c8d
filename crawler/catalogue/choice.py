"""Which sites a command is about: the options that choose them, and what these come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.command_line import Narrowing, add_sites, names_in

if TYPE_CHECKING:
    import argparse

    from scrapy import Spider
    from scrapy.settings import BaseSettings

    from crawler.site import NewsSpider

_NOT_OUTLETS = ("sample", "archive")
"""Folders of ``spiders/`` that are crawled only when named."""


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Declare ``--region``, ``--family`` and ``--sites``."""
    parser.add_argument(
        "--region",
        action=Narrowing,
        default="",
        help="ISO code (CN-SD; CN: all of it) or folder of spiders/ (cn_sd, sample)",
    )
    parser.add_argument("--family", action=Narrowing, default="", help="CMS family, such as founder_classic")
    add_sites(parser, " (default: all but the catalogue's)")


def spiders_for(settings: BaseSettings, opts: argparse.Namespace) -> list[type[NewsSpider]]:
    """Return the spiders the options ask for, by name; raises ``UsageError`` for none."""
    from scrapy.spiderloader import get_spider_loader

    from crawler.families.papers import paper_named

    loader = get_spider_loader(settings)
    spiders: list[type[Any]] = [loader.load(name) for name in loader.list()]
    spiders += [paper for name in names_in(opts.sites) if (paper := paper_named(name))]
    names = chosen(spiders, opts.region, opts.family, opts.sites)
    return sorted((spider for spider in spiders if spider.name in names), key=lambda spider: spider.name)


def chosen(spiders: list[type[Spider]], region: str = "", family: str = "", sites: str = "") -> list[str]:
    """Return the names of the spiders the options ask for, in order; raises ``UsageError`` for none."""
    names = set(names_in(sites))
    if unknown := names - {spider.name for spider in spiders}:
        raise UsageError(f"--sites {','.join(sorted(unknown))}: no such spider; `scrapy list` names them")
    regions = {spider.__module__.split(".")[1] for spider in spiders}
    for code in (getattr(spider, "region", "") for spider in spiders):
        regions |= {code, code.partition("-")[0]}
    _require_known("--region", region, regions)
    _require_known("--family", family, {getattr(spider, "family", "") for spider in spiders})
    found = []
    for spider in spiders:
        folder = spider.__module__.split(".")[1]
        if names and spider.name not in names:
            continue
        if getattr(spider, "needs_arguments", False):  # `paper` is one of many, by -a id=…
            continue
        if not names and region != folder and folder in _NOT_OUTLETS:
            continue
        code = getattr(spider, "region", "")
        if region and region not in {folder, code} and not code.startswith(f"{region}-"):
            continue
        if family and getattr(spider, "family", "") != family:
            continue
        found.append(spider.name)
    if not found:
        raise UsageError("no site fits --region, --family and --sites together")
    return sorted(found)


def _require_known(option: str, value: str, known: set[str]) -> None:
    """Raise ``UsageError`` naming the values there are, for one that no site has."""
    if value and value not in known:
        raise UsageError(f"{option} {value}: no site has it; {', '.join(sorted(known - {''}))}")
