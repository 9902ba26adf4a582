"""Spreadsheets somebody sends: opened without trusting them, read into plain rows."""
