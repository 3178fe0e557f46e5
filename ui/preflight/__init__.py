"""开播检查: lights with their remedies, then one large button."""
