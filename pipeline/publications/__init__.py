"""Publications of councils: found on their sites, fetched with manners, kept in an archive. No Prefect, no commands."""
