frappe.query_reports["Responsibility Gaps"] = {
	filters: [
		{
			fieldname: "gap",
			label: __("Gap"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("All") },
				...[
					"Nobody Accountable",
					"Several Accountable",
					"Nobody Does It",
					"Role That Nobody Fills",
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

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		const target = column.link_field && data?.[column.link_field];
		return target ? frappe.utils.get_form_link(column.link_doctype, target, true, shown) : shown;
	},
};
