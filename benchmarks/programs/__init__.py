"""The same environment of many services, as three kinds of program write it."""
