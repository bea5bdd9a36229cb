"""Search by meaning: texts as vectors (`dense`), and how the built-in embedding is trained (`train`)."""
