"""What this project's GitHub actions run: the preview of a pull request, and the check before a stack is applied.

`.github/actions` calls it as `python -m meshwright.github.preview` and `python -m meshwright.github.apply`. Everything is
found in the environment that GitHub sets for a job.
"""
