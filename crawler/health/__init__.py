"""The health of sites: what each crawl came to, beside what that site's crawls usually come to.

``figures`` counts a crawl, ``judgement`` compares it with earlier ones, ``record`` keeps a site's alarms
from when they begin to when they end: these three are pure.  ``watch`` is the glue to the crawl and to
``sites``, ``list_spam`` looks at list pages, ``alerts`` sends messages.
"""
