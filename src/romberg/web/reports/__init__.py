"""Reports of a clinic: pages that print, and the same as files."""
