"""The platform's own panel: tenants, figures, errors and the trail of who did what."""
