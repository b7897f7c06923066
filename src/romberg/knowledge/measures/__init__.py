"""What is published on outcome measures."""
