"""Rules and payers, readable by everybody: what is asked, by whose word, since when."""
