"""Official papers: the form to stamp, notices to the applicant, the district's list."""
