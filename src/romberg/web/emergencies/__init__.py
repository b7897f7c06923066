"""Records opened in an emergency, and those who look at it afterwards."""
