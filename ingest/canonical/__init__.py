"""Canonical text (`text`): printed lines joined, mended, tables flattened to spaces read, with a way back to the source."""
