"""The procedure told with three applications, through the API alone."""
