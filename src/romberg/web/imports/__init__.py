"""Imports: files dropped or chosen, worked through while the page shows how far, a result for each."""
