"""Three faces of one Library: REST (`routes`), the command `policykb` (`cli`) and web pages (`pages`). No domain rule here."""
