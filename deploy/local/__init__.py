"""The whole system on one machine under one supervisor: `python -m deploy.local`."""
