"""The routes of accounts, by story: signing in, one's own account, the second factor, the team."""

from backend.accounts.router import own_account, second_factor, signing_in, team

ROUTERS = (signing_in.router, own_account.router, second_factor.router, team.router)
