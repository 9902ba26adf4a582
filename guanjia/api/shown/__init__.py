"""How things are shown to programs: rows become what the schemas promise, in a fixed number of queries."""
