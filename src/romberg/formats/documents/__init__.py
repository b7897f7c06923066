"""Documents that are no plain text: bytes in, words out, read by a child process that may do little else."""
