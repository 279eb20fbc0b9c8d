"""The engine: crawls regional financial news in Chinese and cleans it; knows no single site."""

from pathlib import Path

if not Path(__file__).exists():  # inside a zipped egg
    from crawler.egg import unpack

    __path__ = unpack(__file__)
