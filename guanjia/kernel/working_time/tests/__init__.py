"""Proofs of working time; none of them needs a database."""
