"""Rulebooks as data: a folder of TOML for each."""
