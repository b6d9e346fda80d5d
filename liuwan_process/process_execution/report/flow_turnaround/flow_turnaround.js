frappe.query_reports["Flow Turnaround"] = {
	filters: [
		{
			fieldname: "group_by",
			label: __("Group By"),
			fieldtype: "Select",
			default: "Process",
			reqd: 1,
			options: [
				{ value: "Process", label: __("Process") },
				{ value: "Unit", label: __("Initiator's Unit") },
				{ value: "Step", label: __("Step") },
				{ value: "Run", label: __("Each Run") },
				{ value: "Task", label: __("Each Task") },
			],
		},
		{
			fieldname: "period",
			label: __("Period"),
			fieldtype: "Select",
			default: "This Month",
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
			label: __("Ended From"),
			fieldtype: "Date",
			default: frappe.datetime.month_start(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{
			fieldname: "to_date",
			label: __("Ended Until"),
			fieldtype: "Date",
			default: frappe.datetime.month_end(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{ fieldname: "process", label: __("Process"), fieldtype: "Link", options: "Process" },
		{ fieldname: "org_unit", label: __("Unit"), fieldtype: "Link", options: "Org Unit" },
		{
			fieldname: "step",
			label: __("Step"),
			fieldtype: "Autocomplete",
			depends_on: "eval:doc.process && ['Step', 'Task'].includes(doc.group_by)",
			get_query: () => ({
				query: "liuwan_process.analytics.choices.steps",
				params: { process: frappe.query_report.get_filter_value("process") },
			}),
		},
		{
			fieldname: "status",
			label: __("Outcome"),
			fieldtype: "Select",
			default: "Decided",
			depends_on: "eval:!['Step', 'Task'].includes(doc.group_by)",
			options: [
				{ value: "Decided", label: __("Completed or refused") },
				{ value: "Completed", label: __("Completed") },
				{ value: "Refused", label: __("Refused") },
				{ value: "Withdrawn", label: __("Withdrawn") },
				{ value: "Terminated", label: __("Terminated") },
				{ value: "All Ended", label: __("All that ended") },
			],
		},
	],

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		if (!data) return `<b>${shown}</b>`;
		const target = column.link_field && data[column.link_field];
		if (target) return frappe.utils.get_form_link(column.link_doctype, target, true, shown);
		return column.drill ? `<a href="${this.runs_behind(data)}">${shown}</a>` : shown;
	},

	runs_behind(data) {
		const chosen = frappe.query_report.get_filter_values();
		const step = chosen.group_by === "Step";
		const filters = { ...chosen, group_by: step ? "Task" : "Run" };
		if (data.process) filters.process = data.process;
		if (data.org_unit) filters.org_unit = data.org_unit;
		if (step) filters.step = data.step;
		return `/app/query-report/Flow Turnaround?${new URLSearchParams(filters)}`;
	},

	// The total that the server computed over all rows stays below the table when it is sorted.
	get_datatable_options(options) {
		const total = options.data?.at(-1);
		if (!total?.is_total) return options;
		const columnTotal = (_values, cell) => total[cell.column.id] ?? "";
		return { ...options, data: options.data.slice(0, -1), showTotalRow: true, hooks: { columnTotal } };
	},
};
