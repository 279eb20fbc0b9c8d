"""What a text is about, with evidence: securities, places, amounts, each with its span.  Pure."""
