"""The reading of a note alone, before any code, rule or price: for `romberg read`."""
