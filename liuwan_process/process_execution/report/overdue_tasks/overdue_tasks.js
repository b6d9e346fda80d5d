frappe.query_reports["Overdue Tasks"] = {
	filters: [
		{
			fieldname: "state",
			label: __("State"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("Open and closed late") },
				{ value: "Open", label: __("Still open") },
				{ value: "Closed late", label: __("Closed late") },
			],
		},
		{
			fieldname: "period",
			label: __("Closed In"),
			fieldtype: "Select",
			default: "This Month",
			reqd: 1,
			depends_on: "eval:doc.state!='Open'",
			options: [
				"This Week",
				"This Month",
				"Last Month",
				"This Quarter",
				"Last Quarter",
				"This Year",
				"Last Year",
				"Chosen Dates",
			].map((value) => ({ value, label: __(value) })),
		},
		{
			fieldname: "from_date",
			label: __("Closed From"),
			fieldtype: "Date",
			default: frappe.datetime.month_start(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{
			fieldname: "to_date",
			label: __("Closed Until"),
			fieldtype: "Date",
			default: frappe.datetime.month_end(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{ fieldname: "process", label: __("Process"), fieldtype: "Link", options: "Process" },
		{ fieldname: "org_unit", label: __("Unit"), fieldtype: "Link", options: "Org Unit" },
		{
			fieldname: "person",
			label: __("Person"),
			fieldtype: "Autocomplete",
			get_query: () => ({ query: "liuwan_process.analytics.choices.people" }),
		},
	],

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		if (!data) return `<b>${shown}</b>`;
		if (column.fieldname === "state" && !data.is_total) return this.red(shown, data.status === "Open");
		const target = column.link_field && data[column.link_field];
		return target ? frappe.utils.get_form_link(column.link_doctype, target, true, shown) : shown;
	},

	// All rows are late: the colour says so, and a word.
	red(shown, open) {
		const words = open ? `${__("Late")} · ${shown}` : shown;
		return `<span class="indicator-pill red">${words}</span>`;
	},

	// The total that the server computed over all rows stays below the table when it is sorted.
	get_datatable_options(options) {
		const total = options.data?.at(-1);
		if (!total?.is_total) return options;
		const columnTotal = (_values, cell) => total[cell.column.id] ?? "";
		return { ...options, data: options.data.slice(0, -1), showTotalRow: true, hooks: { columnTotal } };
	},
};
