"""The dashboard as one page: figures that people look at."""
