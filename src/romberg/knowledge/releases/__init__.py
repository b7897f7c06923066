"""Releases: the publishers' own files read, proved, kept in a store of the user's, compared and checked."""
