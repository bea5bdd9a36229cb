"""The web pages, and what their forms do."""
