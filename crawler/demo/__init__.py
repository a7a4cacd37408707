"""A small portal of each CMS family, served locally."""
