"""What somebody still has to do, for a lead, a niche or nobody, and when."""
