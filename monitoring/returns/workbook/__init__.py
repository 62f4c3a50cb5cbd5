"""The return as an Excel workbook: written to be filled in, read back, and handed back marked."""
