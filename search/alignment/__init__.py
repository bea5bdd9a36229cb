"""Is a plan in line with the one above it (`align`), with all below it (`coverage`), and whence is a clause (`trace`)?"""
