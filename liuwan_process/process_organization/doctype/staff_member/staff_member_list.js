frappe.listview_settings["Staff Member"] = {
	add_fields: ["status"],
	get_indicator: (doc) => [
		__(doc.status, null, "Staff Member"),
		doc.status === "Active" ? "green" : "gray",
		`status,=,${doc.status}`,
	],
};
