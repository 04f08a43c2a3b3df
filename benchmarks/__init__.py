"""Measurements: how fast the parts are, and how our pages differ from pdfplumber's. Not needed to run Scrutineer."""
