"""How a drawing is worked out, stage by stage. `definition/layout.py` runs the stages, `definition/svg.py` draws."""
