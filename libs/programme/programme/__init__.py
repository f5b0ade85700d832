"""What the services share about the law, without input or output."""
