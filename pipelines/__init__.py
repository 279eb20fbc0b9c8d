"""The way of an article: one step per file, in the order of ``ITEM_PIPELINES``."""
