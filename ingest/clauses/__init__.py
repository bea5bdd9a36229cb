"""The clause tree (`structure`): which printed marks open a clause (`outline`), and where its heading ends (`headings`)."""
