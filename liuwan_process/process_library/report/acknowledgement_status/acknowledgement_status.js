frappe.query_reports["Acknowledgement Status"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("Group By"),
			fieldtype: "Select",
			default: "Unit",
			reqd: 1,
			options: ["Unit", "Process", "Announcement", "Person"].map((value) => ({
				value,
				label: __(value),
			})),
		},
		{
			fieldname: "state",
			label: __("State"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("All") },
				...["Read in time", "Read late", "Open", "Overdue"].map((value) => ({
					value,
					label: __(value),
				})),
				{ value: "Excused", label: __("No longer asked") },
			],
		},
		{
			fieldname: "period",
			label: __("Sent In"),
			fieldtype: "Select",
			default: "This Year",
			reqd: 1,
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
			label: __("Sent From"),
			fieldtype: "Date",
			default: frappe.datetime.year_start(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{
			fieldname: "to_date",
			label: __("Sent Until"),
			fieldtype: "Date",
			default: frappe.datetime.year_end(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{ fieldname: "process", label: __("Process"), fieldtype: "Link", options: "Process" },
		{
			fieldname: "announcement",
			label: __("Announcement"),
			fieldtype: "Link",
			options: "Process Announcement",
		},
		{ fieldname: "org_unit", label: __("Unit"), fieldtype: "Link", options: "Org Unit" },
		{ fieldname: "staff", label: __("Person"), fieldtype: "Link", options: "Staff Member" },
	],

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		if (!data) return `<b>${shown}</b>`;
		if (column.fieldname === "group_title" && data.group) return this.people(shown, data.group);
		if (column.fieldname === "state_title") return this.pill(shown, data.state);
		const target = column.link_field && data[column.link_field];
		return target ? frappe.utils.get_form_link(column.link_doctype, target, true, shown) : shown;
	},

	// From a group to its people, within the same filters.
	people(shown, group) {
		const values = frappe.query_report.get_filter_values();
		const names = { Unit: "org_unit", Process: "process", Announcement: "announcement" };
		const wanted = { ...values, group_by: "Person", [names[values.group_by]]: group };
		const address = `/app/query-report/Acknowledgement Status?${new URLSearchParams(wanted)}`;
		return `<a href="${frappe.utils.escape_html(address)}">${shown}</a>`;
	},

	pill(shown, state) {
		const colors = {
			"Read in time": "green",
			"Read late": "orange",
			Open: "blue",
			Overdue: "red",
			Excused: "gray",
		};
		return `<span class="indicator-pill ${colors[state] || "gray"}">${shown}</span>`;
	},

	// The total that the server computed over all rows stays below the table when it is sorted.
	get_datatable_options(options) {
		const total = options.data?.at(-1);
		if (!total?.is_total) return options;
		const columnTotal = (_values, cell) => total[cell.column.id] ?? "";
		return { ...options, data: options.data.slice(0, -1), showTotalRow: true, hooks: { columnTotal } };
	},
};
