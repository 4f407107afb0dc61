"""The pages of the panel: functions that receive an `Api` and render."""
