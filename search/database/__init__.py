"""`library.db`, the truth of a library. Others ask `store.Store`; modules that begin with `_` speak SQL for it."""
