"""The platform's own panel: companies, figures, errors, the trail of who did what."""
