"""Pure text work: dates, addresses, white space, scripts, normalising and validating."""
