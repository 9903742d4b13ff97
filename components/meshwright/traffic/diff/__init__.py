"""What a change of the description does to traffic."""
