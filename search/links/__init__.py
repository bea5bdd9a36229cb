"""What comes from what: documents above one another (`lineage`), clauses (`pairing`) and figures (`compare`)."""
