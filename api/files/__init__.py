"""What is handed on as a file: Word, Excel, a page that stands alone."""
