"""Small programs to try a mesh with."""
