"""The kernel: facts in, verdict out; exact and without input or output."""
