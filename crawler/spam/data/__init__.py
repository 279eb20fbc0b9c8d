"""Word lists and the trained model.  The files named ``explicit_*`` hold explicit words."""
