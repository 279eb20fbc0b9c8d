"""Bytes or lines of a page → ``Draft``: charset, body, title, byline and date strings, images."""

from crawler.extract.lines import extract_lines
from crawler.extract.page import extract_html

__all__ = ["extract_html", "extract_lines"]
