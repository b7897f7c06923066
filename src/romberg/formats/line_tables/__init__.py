"""Tables of claim lines: our own columns, maps of foreign ones, and files of any size read in pieces."""
