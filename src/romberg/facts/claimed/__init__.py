"""Facts of claims alone, for lines by the hundred thousand: columns out of sorted arrays, null where a note would say."""
