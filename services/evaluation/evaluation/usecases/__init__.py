"""One file per act: what the procedure knows how to do."""
