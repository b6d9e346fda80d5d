frappe.query_reports["Regulation Coverage"] = {
	filters: [
		{
			fieldname: "finding",
			label: __("Show"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("All") },
				...[
					"Clause Without a Process",
					"Process Without a Regulation",
					"Several Regulations in One Step",
					"Not in Force",
				].map((value) => ({
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
		{ fieldname: "org_unit", label: __("Responsible Unit"), fieldtype: "Link", options: "Org Unit" },
		{ fieldname: "regulation", label: __("Regulation"), fieldtype: "Link", options: "Regulation" },
		{
			fieldname: "basis",
			label: __("Basis"),
			fieldtype: "Select",
			default: "Current Versions",
			options: ["Current Versions", "Working Copies"].map((value) => ({ value, label: __(value) })),
		},
	],

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		const target = column.link_field && data?.[column.link_field];
		return target ? frappe.utils.get_form_link(column.link_doctype, target, true, shown) : shown;
	},
};
