"""The ingest as a Prefect flow, and the command that starts it. The highest layer: nothing imports it."""
