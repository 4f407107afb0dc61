"""Inbox: every webhook from outside, kept once and handled by a job, so that nothing a platform says is lost."""
