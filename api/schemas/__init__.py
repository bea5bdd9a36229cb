"""Shapes of what REST takes and answers, and of what `--json` prints."""
