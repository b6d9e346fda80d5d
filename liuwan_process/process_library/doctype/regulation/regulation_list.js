frappe.listview_settings["Regulation"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colours = { Draft: "orange", "In Force": "green", Superseded: "gray", Repealed: "red" };
		return [__(doc.status), colours[doc.status], `status,=,${doc.status}`];
	},
};
