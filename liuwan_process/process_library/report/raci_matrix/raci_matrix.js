frappe.query_reports["RACI Matrix"] = {
	filters: [
		{
			fieldname: "show",
			label: __("Show"),
			fieldtype: "Select",
			default: "Units and Processes",
			options: ["Units and Processes", "Positions and Steps"].map((value) => ({
				value,
				label: __(value),
			})),
		},
		{
			fieldname: "process",
			label: __("Process"),
			fieldtype: "Link",
			options: "Process",
			get_query: () => ({ filters: { is_group: 0 } }),
		},
		{ fieldname: "org_unit", label: __("Unit"), fieldtype: "Link", options: "Org Unit" },
		{
			fieldname: "domain",
			label: __("Domain"),
			fieldtype: "Link",
			options: "Process",
			get_query: () => ({ filters: { is_group: 1 } }),
		},
		{
			fieldname: "basis",
			label: __("Basis"),
			fieldtype: "Select",
			default: "Current Versions",
			options: ["Current Versions", "Working Copies"].map((value) => ({ value, label: __(value) })),
		},
	],

	onload(report) {
		// From a unit's letters in a process down to the positions and steps behind them.
		report.page.body.on("click", "[data-raci-process]", (event) => {
			event.preventDefault();
			const { raciProcess, raciUnit } = event.currentTarget.dataset;
			frappe.query_report.set_filter_value({
				show: "Positions and Steps",
				process: raciProcess,
				org_unit: raciUnit,
			});
		});
	},

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		if (!data || data.is_total) return `<b>${shown}</b>`;
		if (column.link_field && data[column.link_field])
			return frappe.utils.get_form_link(column.link_doctype, data[column.link_field], true, shown);
		if (column.entity_kind === "unit" && !data.step) {
			const attribute = (text) => frappe.utils.escape_html(text);
			return `<a href="#" data-raci-process="${attribute(data.process)}" data-raci-unit="${attribute(
				column.entity
			)}"><b>${shown}</b></a>`;
		}
		return column.entity_kind ? `<b>${shown}</b>` : shown;
	},
};
