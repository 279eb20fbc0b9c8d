"""The dashboard: how the sites are, what was cut from an article and why, and putting it back."""
