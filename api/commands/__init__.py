"""What each command of `policykb` does; `api.cli` puts them together. A command asks the Library once and prints the answer."""
