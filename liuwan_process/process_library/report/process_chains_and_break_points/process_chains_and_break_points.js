frappe.query_reports["Process Chains and Break Points"] = {
	filters: [
		{
			fieldname: "finding",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("All") },
				...["Connected", "Nobody Uses It", "Nobody Makes It"].map((value) => ({
					value,
					label: __(value),
				})),
			],
		},
		{
			fieldname: "domain",
			label: __("Domain"),
			fieldtype: "Link",
			options: "Process",
			get_query: () => ({ filters: { is_group: 1 } }),
		},
		{
			fieldname: "process",
			label: __("Process"),
			fieldtype: "Link",
			options: "Process",
			get_query: () => ({ filters: { is_group: 0 } }),
		},
		{
			fieldname: "basis",
			label: __("Basis"),
			fieldtype: "Select",
			default: "Current Versions",
			options: ["Current Versions", "Working Copies"].map((value) => ({ value, label: __(value) })),
		},
	],

	onload(report) {
		report.page.add_inner_button(__("End-to-end View"), () =>
			frappe.set_route("end-to-end", report.get_filter_value("process") || "")
		);
	},

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		const target = column.link_field && data?.[column.link_field];
		return target ? frappe.utils.get_form_link(column.link_doctype, target, true, shown) : shown;
	},
};
