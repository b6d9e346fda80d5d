"""What the Process form shows beside its fields: the drawing and what stands in the way of publication."""


def of(process):
	return {}
