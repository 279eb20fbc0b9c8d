"""For ``scrapyd-deploy``, which builds its egg with this file; everything stands in pyproject.toml."""

from setuptools import setup

setup()
