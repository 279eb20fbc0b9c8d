"""The sites: one file each, data and no code, in a folder per region."""
