// Rows that save typing: what a new process begins with, and the transitions that go without saying.
frappe.provide("liuwan.rows");

Object.assign(liuwan.rows, {
	begin(frm) {
		if (frm.is_new() && !frm.doc.steps?.length && !frm.doc.is_group) this.first(frm);
		const grid = frm.get_field("transitions").grid;
		grid.add_custom_button(__("Connect in Order"), () => this.connect(frm));
	},

	first(frm) {
		const add = (values) => frm.add_child("steps", { step_id: this.new_id(), ...values });
		add({ title: __("Request"), kind: "Start" });
		add({ title: __("Completed"), kind: "End", end_status: "Completed" });
		add({ title: __("Refused"), kind: "End", end_status: "Refused" });
		frm.refresh_field("steps");
	},

	// A new document that became a group, or none again, before anything was connected.
	start_over(frm) {
		if (frm.doc.transitions?.length) return;
		if (frm.doc.is_group) frm.clear_table("steps");
		else if (!frm.doc.steps?.length) this.first(frm);
		frm.refresh_field("steps");
	},

	// Until it is saved a step has a name that the server replaces; other rows can already refer to it.
	new_id: () => `~${frappe.utils.get_random(8)}`,

	// The start first and the ends last, so that new steps come where they belong; ways in the order of the
	// steps that they leave (of one step the order stays, as the first that holds is taken).
	arrange(frm) {
		this.sort(frm, "steps", (row) => ({ Start: 0, End: 2 })[row.kind] ?? 1);
		const places = Object.fromEntries((frm.doc.steps || []).map((row) => [row.step_id, row.idx]));
		this.sort(frm, "transitions", (row) => places[row.from_step] ?? 0);
	},

	sort(frm, table, place) {
		const rows = frm.doc[table] || [];
		rows.sort((a, b) => place(a) - place(b) || a.idx - b.idx);
		rows.forEach((row, number) => (row.idx = number + 1));
		frm.refresh_field(table);
	},

	// From each step to the next row, and from what can be refused (below too) to the end for that.
	connect(frm) {
		const steps = frm.doc.steps || [];
		const end = (refused) =>
			steps.find((row) => row.kind === "End" && (row.end_status === "Refused") === refused);
		const chain = [...steps.filter((row) => row.kind !== "End"), end(false)].filter(Boolean);
		chain.forEach((row, number) => {
			this.way(frm, row, chain[number + 1], "Approve");
			if (row.kind === "Approval" || (row.kind === "Sub-process" && row.sub_wait))
				this.way(frm, row, end(true), "Refuse");
		});
		this.arrange(frm);
		liuwan.choices.refresh(frm);
		frm.dirty();
	},

	way(frm, from, to, decision) {
		const has = frm.doc.transitions?.some(
			(row) => row.from_step === from.step_id && row.decision === decision
		);
		if (to && !has)
			frm.add_child("transitions", { from_step: from.step_id, to_step: to.step_id, decision });
	},

	// With a step go the rows that refer to it.
	forget(frm) {
		const ids = new Set(frm.doc.steps.map((row) => row.step_id));
		const gone = (row) => [row.from_step, row.to_step, row.step].some((id) => id && !ids.has(id));
		const tables = ["transitions", "participants", "field_access", "step_values"];
		for (const table of [...tables, "step_knowledge", "responsibilities"]) {
			frm.doc[table] = (frm.doc[table] || []).filter((row) => !gone(row));
			frm.refresh_field(table);
		}
		liuwan.choices.refresh(frm);
	},
});

frappe.ui.form.on("Process Step", {
	steps_add(frm, doctype, name) {
		frappe.get_doc(doctype, name).step_id = liuwan.rows.new_id();
	},
	title: (frm) => liuwan.choices.refresh(frm),
	steps_remove: (frm) => liuwan.rows.forget(frm),
});
frappe.ui.form.on("Process Form Field", {
	label: (frm) => liuwan.choices.refresh(frm),
	fieldtype: (frm) => liuwan.choices.refresh(frm),
	form_fields_remove: (frm) => liuwan.choices.refresh(frm),
});
