"""One module for each third-party engine; nothing else in the package imports them."""
