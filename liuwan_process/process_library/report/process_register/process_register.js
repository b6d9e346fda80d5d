frappe.query_reports["Process Register"] = {
	filters: [
		{
			fieldname: "domain",
			label: __("Domain"),
			fieldtype: "Link",
			options: "Process",
			get_query: () => ({ filters: { is_group: 1, parent_process: ["is", "not set"] } }),
		},
		{ fieldname: "org_unit", label: __("Responsible Unit"), fieldtype: "Link", options: "Org Unit" },
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("All") },
				...["Published", "Draft", "Retired"].map((value) => ({ value, label: __(value) })),
			],
		},
	],

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		if (!data) return `<b>${shown}</b>`;
		const target = column.link_field && data[column.link_field];
		if (!target) return shown;
		if (column.link_doctype !== "DocType")
			return frappe.utils.get_form_link(column.link_doctype, target, true, shown);
		return `<a href="/app/${frappe.router.slug(target)}">${shown}</a>`;
	},

	// The total that the server computed over all rows stays below the table when it is sorted.
	get_datatable_options(options) {
		const total = options.data?.at(-1);
		if (!total?.is_total) return options;
		const columnTotal = (_values, cell) => total[cell.column.id] ?? "";
		return { ...options, data: options.data.slice(0, -1), showTotalRow: true, hooks: { columnTotal } };
	},
};
