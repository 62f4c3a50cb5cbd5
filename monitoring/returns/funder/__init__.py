"""The return to a funder: what is included, what may be shown of it, and the workbook."""
