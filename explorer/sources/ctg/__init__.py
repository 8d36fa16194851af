"""The Cleaning the Glass Pro Data Feed: its payloads, read into the house's records."""
