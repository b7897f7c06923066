"""What a code asks for in particular, and the note does not show."""
