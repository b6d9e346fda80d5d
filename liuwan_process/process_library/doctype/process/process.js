// The parts are in public/js: choices in the tables, rows that save typing, drawing, publication.
frappe.ui.form.on("Process", {
	setup(frm) {
		frm.set_query("parent_process", () => ({ filters: { is_group: 1 } }));
		frm.set_query("document_type", () => ({ query: "liuwan_process.api.processes.forms_query" }));
	},

	// A domain or a group holds processes and has no flow of its own.
	level(frm) {
		if (frm.is_new())
			frm.set_value("is_group", ["Domain", "Process Group"].includes(frm.doc.level) ? 1 : 0);
	},

	is_group(frm) {
		if (frm.is_new()) liuwan.rows.start_over(frm);
	},

	validate(frm) {
		liuwan.rows.arrange(frm);
	},

	refresh(frm) {
		liuwan.rows.begin(frm);
		liuwan.choices.refresh(frm);
		liuwan.drawing.show(frm);
		if (frm.is_new()) return;
		if (!frm.doc.__onload?.may_change) frm.disable_form();
		if (frm.doc.is_group) return;
		liuwan.publication.add_buttons(frm);
		liuwan.release.offer(frm);
		liuwan.bpmn.offer(frm);
	},
});
