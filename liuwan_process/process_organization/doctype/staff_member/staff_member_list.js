frappe.listview_settings["Staff Member"] = {
	add_fields: ["status"],
	get_indicator: (doc) => [
		__(doc.status),
		doc.status === "Active" ? "green" : "gray",
		`status,=,${doc.status}`,
	],
};
