frappe.listview_settings["Process Compendium"] = {
	add_fields: ["status", "job_status"],
	get_indicator(doc) {
		if (["Queued", "Running"].includes(doc.job_status))
			return [__(doc.job_status), "blue", `job_status,=,${doc.job_status}`];
		const colors = { Draft: "gray", Made: "orange", Released: "green" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
};
