"""Searches, planned searches and the suppression list over HTTP."""

from backend.prospecting.router import schedules, searches, suppressions

ROUTERS = (searches.router, schedules.router, suppressions.router)
