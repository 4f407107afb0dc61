"""Valldemar, a town that does not exist: its businesses' websites, and the services that know them, all offline."""
