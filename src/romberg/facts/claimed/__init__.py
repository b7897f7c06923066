"""Facts of claims alone, of many lines at once: columns out of sorted arrays, null where only a note would say."""
