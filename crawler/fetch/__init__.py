"""Getting pages: which addresses may be asked, which are due, and what a failed request is called."""
