"""The screens, by noun: documents, versions, clauses, files taken in, copies, readings."""
