"""The facts enrichment reads, as tab-separated files, and the script that builds them.

A file's first line is a comment: ``# version <date> <sources>``; columns are named on the second.
"""
