"""The Library: a folder that holds documents and answers questions about them. (Contract; being filled in.)"""
