"""The registry layout: a CSV set in a folder or zip, or one XLSX with the same sheets."""
