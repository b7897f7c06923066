"""Claims, remittances and acknowledgements as X12 carries them: segments read as they stream by, and written."""
