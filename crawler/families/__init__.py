"""One base spider per CMS family: how its lists read, what its article pages look like."""
