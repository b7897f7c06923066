"""The plan of care, its certification and its reports."""
