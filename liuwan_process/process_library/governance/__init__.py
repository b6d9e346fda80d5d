"""Who may set up, change and retire processes, how that is approved, put into force, and looked over again in time."""
