"""Quotation marks of either script and what is typed for them: one set for all that strip or compare them."""

QUOTES = "“”„‟「」『』〝〞〟﹁﹂﹃﹄«»＂‘’‚‛＇`´'\""
