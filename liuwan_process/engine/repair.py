"""What the process office may do with a step that the engine could not do."""

AGAIN = "Try again"
WITHOUT = "Go on without"
OFFERED = {AGAIN: "approve", WITHOUT: "approve"}
