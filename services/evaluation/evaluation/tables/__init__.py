"""The tables of this service, one module per aggregate."""
