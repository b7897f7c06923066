"""The people of a clinic, for who manages them."""
