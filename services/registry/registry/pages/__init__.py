"""The public pages: HTML made on the server, without a script, in Chinese and English."""
