"""How did others word this? A question, from what is typed to the hits that are shown (`asking`)."""
