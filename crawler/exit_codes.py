"""What the exit codes of our commands say; what to do about each is in docs/operators.md."""

OK = 0
FAILED = 1
"""An error in code or settings, or something ended early.  2 is Scrapy's: options that make no sense."""
EMPTY = 3
"""A crawl found nothing where there used to be something."""
DATABASE_AWAY = 4
REJECTS = 5
"""Too many of a crawl's pages were set aside."""
LOST = 6
"""Something could be kept nowhere."""
BLOCKED = 7
"""The site does not want the crawl."""
STOPPED = 130
"""As a shell says of a program that Ctrl-C ended."""
PIPE_CLOSED = 141
"""As a shell says of a program that SIGPIPE ended."""
