frappe.query_reports["Review Due"] = {
	filters: [
		{
			fieldname: "due_in",
			label: __("Due in Days"),
			fieldtype: "Int",
			default: 30,
		},
		{
			fieldname: "state",
			label: __("State of the Review"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("Overdue and due soon") },
				...["Overdue", "Due Soon", "Not Due Yet", "Without a Review", "All"].map((value) => ({
					value,
					label: __(value),
				})),
			],
		},
		{ fieldname: "org_unit", label: __("Responsible Unit"), fieldtype: "Link", options: "Org Unit" },
	],

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		if (!data) return `<b>${shown}</b>`;
		if (column.fieldname === "state_words" && data.colour)
			return `<span class="indicator-pill ${data.colour}">${shown}</span>`;
		const target = column.link_field && data[column.link_field];
		return target ? frappe.utils.get_form_link(column.link_doctype, target, true, shown) : shown;
	},

	// The total that the server computed over all rows stays below the table when it is sorted.
	get_datatable_options(options) {
		const total = options.data?.at(-1);
		if (!total?.is_total) return options;
		const columnTotal = (_values, cell) => total[cell.column.id] ?? "";
		return { ...options, data: options.data.slice(0, -1), showTotalRow: true, hooks: { columnTotal } };
	},
};
