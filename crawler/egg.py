"""Running from a zipped egg, as scrapyd does: unpack it, because the tables and models are real files."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path


def unpack(module_file: str) -> list[str]:
    """Unpack the egg that ``crawler/__init__.py`` (``module_file``) lies in; return the package's new path.

    Later imports of ``spiders`` and ``pipelines`` find the unpacked ones, too.  The folder lives as long
    as the process.
    """
    egg = Path(module_file).parents[1]
    folder = tempfile.mkdtemp(prefix="regional_news-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with zipfile.ZipFile(egg) as packed:
        packed.extractall(folder)
    sys.path.insert(0, folder)
    return [str(Path(folder, "crawler"))]
