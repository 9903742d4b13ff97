"""What the GitHub actions run. GitHub's API is a double here: nothing of it was run on GitHub itself."""
