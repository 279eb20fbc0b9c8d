"""Keeping the catalogue of sites: live check-ups, golden pages, first guesses, the generated documents."""
