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

	// A plain click stays on this page; the address is for a new tab.
	onload(report) {
		report.page.main.off("click.runs").on("click.runs", "a.runs-behind", (event) => {
			if (event.ctrlKey || event.metaKey) return;
			event.preventDefault();
			event.stopPropagation();
			this.show_runs(report, event.currentTarget);
		});
	},

	async show_runs(report, link) {
		const filters = Object.fromEntries(new URL(link.href).searchParams);
		const step = { value: filters.step, label: link.dataset.title };
		if (step.value) report.get_filter("step").set_data([step]);
		// A link shows its title only after asking for it, and has no value until then.
		if (filters.process) await frappe.utils.fetch_link_title("Process", filters.process);
		report._no_refresh = true;
		for (const [name, value] of Object.entries(filters)) await report.get_filter(name).set_value(value);
		report._no_refresh = false;
		report.refresh(true);
	},

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		if (!data) return `<b>${shown}</b>`;
		const target = column.link_field && data[column.link_field];
		if (target) return frappe.utils.get_form_link(column.link_doctype, target, true, shown);
		if (!column.drill) return shown;
		const title = frappe.utils.escape_html(data.label);
		return `<a class="runs-behind" href="${this.runs_behind(data)}" data-title="${title}">${shown}</a>`;
	},

	runs_behind(data) {
		const chosen = frappe.query_report.get_filter_values();
		const step = chosen.group_by === "Step";
		const filters = { ...chosen, group_by: step ? "Task" : "Run" };
		if (data.process) filters.process = data.process;
		if (data.org_unit) filters.org_unit = data.org_unit;
		if (step) filters.step = data.step; // last, as it depends on the others
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
