"""MongoDB: how it is reached, what is written, judged and read.

================  ==================================================================================
reached           ``connection``; ``embedded``, with ``replica_set`` and ``process``; ``schema``, ``views``
an article        ``record`` (as a document), ``incoming``, ``articles`` (what it changes), ``changes``,
                  ``spam_changes``, ``judged``; ``visits`` and ``known`` (its address), ``duplicates``
written           ``writer`` (batches, retries), ``spool`` (while MongoDB is away), ``job`` (requests on disk)
a crawl           ``runs`` (its document and exit code), ``alive`` (whether it goes on)
cleaned again     ``rederive`` (one article), ``reclean`` (many), ``moves`` (and back)
spam              ``spam_review`` (a person's judgement), ``spam_memory`` (a site's other pages)
read              ``query``, ``search``, ``snippets``; ``history``, ``sites``, ``summary``; ``export``
================  ==================================================================================
"""
