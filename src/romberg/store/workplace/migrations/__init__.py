"""The steps that brought the workplace's tables to where they are."""
