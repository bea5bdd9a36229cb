"""bytes -> Document. Pure: no database, no other document, no network."""
