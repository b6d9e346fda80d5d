frappe.query_reports["Compendium Changes"] = {
	filters: [
		{
			fieldname: "edition",
			label: __("Edition"),
			fieldtype: "Link",
			options: "Process Compendium",
			get_query: () => ({ filters: { status: ["!=", "Draft"] } }),
		},
		{
			fieldname: "against",
			label: __("Compared With"),
			fieldtype: "Link",
			options: "Process Compendium",
			get_query: () => ({ filters: { status: ["!=", "Draft"] } }),
		},
		{ fieldname: "org_unit", label: __("Responsible Unit"), fieldtype: "Link", options: "Org Unit" },
		{
			fieldname: "change",
			label: __("Change"),
			fieldtype: "Select",
			options: [
				{ value: "", label: __("All") },
				...["New", "Changed", "Removed"].map((value) => ({ value, label: __(value) })),
			],
		},
	],

	formatter(value, row, column, data, default_formatter) {
		if (value === null || value === undefined || value === "") return "";
		const shown = default_formatter(value, row, column, data);
		if (!data || data.is_total) return `<b>${shown}</b>`;
		if (column.fieldname === "change") {
			const colors = { New: "green", Changed: "orange", Removed: "red" };
			return `<span class="indicator-pill ${colors[data.kind]}">${shown}</span>`;
		}
		const target = column.link_field && data[column.link_field];
		return target ? frappe.utils.get_form_link(column.link_doctype, target, true, shown) : shown;
	},
};
