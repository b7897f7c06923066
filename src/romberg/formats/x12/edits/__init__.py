"""What is wrong with a file of claims before it is sent: one edit for one defect, each with a stable code."""
