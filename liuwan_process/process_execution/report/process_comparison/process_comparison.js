frappe.query_reports["Process Comparison"] = {
	filters: [
		{ fieldname: "first", label: __("First Process"), fieldtype: "Link", options: "Process" },
		{ fieldname: "second", label: __("Second Process"), fieldtype: "Link", options: "Process" },
		{
			fieldname: "period",
			label: __("Ended In"),
			fieldtype: "Select",
			default: "This Year",
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
			label: __("Ended From"),
			fieldtype: "Date",
			default: frappe.datetime.year_start(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{
			fieldname: "to_date",
			label: __("Ended Until"),
			fieldtype: "Date",
			default: frappe.datetime.year_end(),
			depends_on: "eval:doc.period=='Chosen Dates'",
		},
		{ fieldname: "org_unit", label: __("Unit"), fieldtype: "Link", options: "Org Unit" },
	],

	// A link has no value until its title was asked for: an address with both processes waits for them.
	async onload(report) {
		const chosen = new URLSearchParams(location.search);
		report._no_refresh = true;
		for (const name of ["first", "second"]) {
			const process = chosen.get(name);
			if (!process) continue;
			await frappe.utils.fetch_link_title("Process", process);
			await report.get_filter(name).set_value(process);
		}
		report._no_refresh = false;
	},

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		const target = column.link_field && data?.[column.link_field];
		return target ? frappe.utils.get_form_link(column.link_doctype, target, true, shown) : shown;
	},
};
