"""Effects, one kind a module: archive, worker, extract, normalise, reconcile, load, store, cli."""
