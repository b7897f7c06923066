"""Minutes and units that do not fit."""
