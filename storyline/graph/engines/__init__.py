"""Where tasks are done: in this process, in several on this machine, on a cluster."""
