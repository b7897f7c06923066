"""The files and papers of a sample: the universe read, the sheet to review, the plan kept, the estimate as a paper."""
