"""The programs of the GitHub actions, with a test double of GitHub's API: nothing was run on GitHub itself."""
