"""How fast the pipelines are beside other packages, and how time and memory grow. See README.md beside this file."""
