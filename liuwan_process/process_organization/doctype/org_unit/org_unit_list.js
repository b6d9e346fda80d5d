frappe.listview_settings["Org Unit"] = {
	get_indicator: (doc) =>
		doc.disabled ? [__("Disabled"), "gray", "disabled,=,1"] : [__("Enabled"), "green", "disabled,=,0"],
	add_fields: ["disabled"],
	has_indicator_for_draft: true,
};
