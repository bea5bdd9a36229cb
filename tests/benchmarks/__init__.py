"""Speed, memory and quality, each shown by a command that prints figures and ratios side by side.

python -m tests.benchmarks            all of them (`make bench`)
python -m tests.benchmarks.parsing    characters per second and peak memory of the parser
python -m tests.benchmarks.fuzz       mutated and random files: a Document or one error each (minutes; not part of `make bench`)
python -m tests.benchmarks.cold       a command from its start to its last line
python -m tests.benchmarks.linking    linking one more document of 3,000, aligning two long plans
python -m tests.benchmarks.scale      a library of 200,000 clauses or more (a quarter of an hour; not part of `make bench`)
python -m tests.benchmarks.statutes   quality and latency of each way to search on a retrieval benchmark
"""
