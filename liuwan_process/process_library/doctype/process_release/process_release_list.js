frappe.listview_settings["Process Release"] = {
	add_fields: ["status", "effective_date"],
	has_indicator_for_draft: true,
	has_indicator_for_cancelled: true,
	get_indicator(doc) {
		const colours = {
			Draft: "gray",
			"In Release": "blue",
			Approved: "purple",
			"In Force": "green",
			Failed: "red",
			"Not Released": "orange",
			"Called Off": "orange",
		};
		const filter = `status,=,${doc.status}`;
		if (doc.status === "Approved" && doc.effective_date > frappe.datetime.get_today()) {
			const day = frappe.datetime.str_to_user(doc.effective_date);
			return [__("Approved, in force from {0}", [day]), colours.Approved, filter];
		}
		return [__(doc.status), colours[doc.status], filter];
	},
};
