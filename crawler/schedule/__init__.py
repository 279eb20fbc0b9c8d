"""When sites are crawled: how often each is due, and which are due now."""
