"""What makes Romberg's tables and pages from the publishers' figures and from what is loaded."""
