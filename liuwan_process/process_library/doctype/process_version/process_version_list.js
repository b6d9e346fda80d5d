frappe.listview_settings["Process Version"] = {
	get_indicator(doc) {
		const colour = { Current: "green", Superseded: "gray", Retired: "orange" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};
