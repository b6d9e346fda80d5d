"""Job handbooks: what a position, a person and everybody does in which process, from the versions that count now."""
