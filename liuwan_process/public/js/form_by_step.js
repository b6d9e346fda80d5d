// The form of a process in the desk: hides and locks what the server says for this reader, down to columns and rows.
frappe.provide("liuwan_process");

liuwan_process.show_step = (frm) => {
	const step = frm.doc.__onload?.liuwan_step;
	if (!step) return;
	for (const df of frm.meta.fields) {
		if (df.permlevel === 9)
			frm.set_df_property(df.fieldname, "hidden", step.hidden.includes(df.fieldname) ? 1 : 0);
	}
	for (const [name, rules] of Object.entries(step.tables)) {
		const grid = frm.fields_dict[name]?.grid;
		if (!grid) continue;
		if (!grid.docfields) grid.setup_fields(); // a table that was not drawn yet
		for (const df of grid.docfields) {
			grid.update_docfield_property(
				df.fieldname,
				"hidden",
				rules.hidden.includes(df.fieldname) ? 1 : 0
			);
			grid.update_docfield_property(
				df.fieldname,
				"read_only",
				rules.locked.includes(df.fieldname) ? 1 : 0
			);
			grid.update_docfield_property(
				df.fieldname,
				"reqd",
				rules.required.includes(df.fieldname) ? 1 : 0
			);
		}
		grid.cannot_add_rows = rules.rows === "fixed";
		grid.cannot_delete_rows = rules.rows !== "free";
		grid.refresh();
	}
};

$(document).on("form-refresh", (_event, frm) => liuwan_process.show_step(frm));
