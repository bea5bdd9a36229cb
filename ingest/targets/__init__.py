"""Targets 指标 (`extract`): of a sentence (`sentence`), of a table (`tables`, `cells`), and commitments without a figure."""
