"""Papers that leave the house: the report on a visit, a patient's packet, letters; each taken as a file that prints."""
