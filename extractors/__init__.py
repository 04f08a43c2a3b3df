"""A PDF's bytes in, schema objects out. No database, network, Prefect or clock."""
