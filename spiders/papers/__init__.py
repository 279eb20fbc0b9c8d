"""A catalogue of digital newspapers as data, and the one spider that reads it."""
