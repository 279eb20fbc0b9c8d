"""Not an outlet: pages out of files, whoever published them."""
