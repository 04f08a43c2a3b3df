"""The types that cross a border, the dataset's declaration and the lookups. Imports nothing of ours."""
