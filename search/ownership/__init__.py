"""Who is responsible, and what does a unit own? (`owners`; what governs a sentence: `governing`)"""
