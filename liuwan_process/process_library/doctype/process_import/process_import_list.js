frappe.listview_settings["Process Import"] = {
	add_fields: ["status"],
	get_indicator: (doc) => {
		const colors = {
			Draft: "gray",
			Queued: "blue",
			Running: "blue",
			Completed: "green",
			"Partly Completed": "orange",
			Failed: "red",
		};
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
