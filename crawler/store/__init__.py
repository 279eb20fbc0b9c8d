"""MongoDB: the embedded server, connection, schema, writes, revisions, spool."""
