"""Search by words: what a query means (`query`, `synonyms`), what an engine promises (`engine`), and two that keep it."""
