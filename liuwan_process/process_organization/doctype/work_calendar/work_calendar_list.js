frappe.listview_settings["Work Calendar"] = {
	add_fields: ["is_default"],
	get_indicator: (doc) =>
		doc.is_default
			? [__("Default"), "blue", "is_default,=,1"]
			: [__("For Units"), "gray", "is_default,=,0"],
};
