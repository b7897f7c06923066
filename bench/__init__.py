"""How fast Romberg is, as ratios within one run: `python -m bench`."""
