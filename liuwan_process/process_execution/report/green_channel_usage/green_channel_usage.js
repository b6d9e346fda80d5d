frappe.query_reports["Green Channel Usage"] = {
	filters: [
		{
			fieldname: "show",
			label: __("Show"),
			fieldtype: "Select",
			default: "Months",
			reqd: 1,
			options: [
				{ value: "Months", label: __("By month, process and unit") },
				{ value: "Runs", label: __("Run by run") },
			],
		},
		{
			fieldname: "period",
			label: __("Started In"),
			fieldtype: "Select",
			default: "This Month",
			reqd: 1,
			options: [
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
			label: __("Started From"),
			fieldtype: "Date",
			default: frappe.datetime.month_start(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{
			fieldname: "to_date",
			label: __("Started Until"),
			fieldtype: "Date",
			default: frappe.datetime.month_end(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{ fieldname: "process", label: __("Process"), fieldtype: "Link", options: "Process" },
		{ fieldname: "org_unit", label: __("Unit"), fieldtype: "Link", options: "Org Unit" },
	],

	// A link has no value until its title was asked for: the address of a drill-down waits for them.
	async onload(report) {
		const chosen = new URLSearchParams(location.search);
		report._no_refresh = true;
		for (const [name, doctype] of [
			["process", "Process"],
			["org_unit", "Org Unit"],
		]) {
			if (!chosen.get(name)) continue;
			await frappe.utils.fetch_link_title(doctype, chosen.get(name));
			await report.get_filter(name).set_value(chosen.get(name));
		}
		report._no_refresh = false;
	},

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		if (!data) return `<b>${shown}</b>`;
		const target = column.link_field && data[column.link_field];
		if (target) return frappe.utils.get_form_link(column.link_doctype, target, true, shown);
		return column.drill ? `<a href="${this.runs_behind(data)}">${shown}</a>` : shown;
	},

	// The runs of one month, process and unit
	runs_behind(data) {
		const first = frappe.datetime.str_to_obj(data.month);
		const last = new Date(first.getFullYear(), first.getMonth() + 1, 0);
		const filters = {
			show: "Runs",
			period: "Chosen Dates",
			from_date: data.month,
			to_date: frappe.datetime.obj_to_str(last),
			process: data.process_code,
			org_unit: data.org_unit,
		};
		return `/app/query-report/Green Channel Usage?${new URLSearchParams(filters)}`;
	},
};
