"""The ShotTracker Event API: its payloads, read into the house's records."""
