"""One module for each search engine, all behind the Index protocol."""
