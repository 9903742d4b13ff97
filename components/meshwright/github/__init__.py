"""The programs of this project's GitHub actions: the preview of a pull request, and the check before a stack is applied.

`.github/actions` calls it as `python -m meshwright.github.preview` and `python -m meshwright.github.apply`. They read
the environment variables that GitHub sets for a job.
"""
