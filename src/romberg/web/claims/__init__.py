"""The claim of a visit that is signed off: made on a page, sent once, its file taken again whenever it is wanted."""
