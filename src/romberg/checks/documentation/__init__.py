"""What the note itself lacks or contradicts."""
