"""The procedure told with nine applications, through the API alone."""
