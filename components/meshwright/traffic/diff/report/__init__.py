"""Reports of a diff: Markdown for a pull request, JSON for programs, and the grouped lines that the terminal shows."""
