"""Duties 责任 (`extract`): of brackets, labels, columns of tables and prose; sets of bodies (`groups`)."""
