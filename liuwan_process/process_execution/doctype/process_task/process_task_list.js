frappe.listview_settings["Process Task"] = {
	add_fields: [...liuwan_process.light_fields, "closed_on"],
	get_indicator(doc) {
		const light = doc.status === "Cancelled" ? null : liuwan_process.task_light(doc);
		return liuwan_process.indicator(doc, light, liuwan_process.task_colours);
	},
};
