"""What readers of the library say of a process: questions, whether its page was useful."""
