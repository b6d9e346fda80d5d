// The choices of steps and fields in the tables of a process, and rows that save typing.
frappe.provide("liuwan.choices");

const STEP_COLUMNS = {
	"Process Transition": ["from_step", "to_step"],
	"Process Participant Rule": ["step", "from_step"],
	"Process Field Access": ["step"],
};
const FIELD_COLUMNS = { "Process Participant Rule": ["form_field"], "Process Field Access": ["fieldname"] };
const TABLE_COLUMNS = { "Process Form Field": ["parent_table"] };
const GRIDS = {
	"Process Transition": "transitions",
	"Process Participant Rule": "participants",
	"Process Field Access": "field_access",
	"Process Form Field": "form_fields",
};
const WITHOUT_VALUE = ["Section Break", "Column Break", "Heading", "HTML"];

Object.assign(liuwan.choices, {
	// What stands for a value, by column: `shown["Process Transition.to_step"]["unit_head"]` is "Unit head".
	shown: {},

	// Columns that show titles instead of names. Frappe copies a column's formatter, so it has to look up what holds now.
	setup() {
		for (const columns of [STEP_COLUMNS, FIELD_COLUMNS, TABLE_COLUMNS]) {
			for (const [doctype, names] of Object.entries(columns)) {
				for (const name of names) {
					const title = (value) => this.shown[`${doctype}.${name}`]?.[value] || value || "";
					frappe.meta.docfield_map[doctype][name].formatter = (value) => frappe.utils.escape_html(title(value));
				}
			}
		}
		frappe.meta.docfield_map["Process Transition"].action.formatter = (value) => frappe.utils.escape_html(__(value || ""));
		frappe.meta.docfield_map["Process Step"].limit_amount.formatter = (value, _df, _options, row) =>
			value ? `${value} ${__(row?.limit_unit || "")}` : "";
	},

	begin(frm) {
		if (frm.is_new() && !frm.doc.steps?.length && !frm.doc.is_group) this.first_rows(frm);
		this.refresh(frm);
		const grid = frm.get_field("transitions").grid;
		grid.add_custom_button(__("Connect in Order"), () => this.connect(frm));
	},

	refresh(frm) {
		const steps = (frm.doc.steps || []).map((row) => ({ value: row.step_id || row.title, label: row.title }));
		this.offer(frm, STEP_COLUMNS, steps);
		this.offer(frm, FIELD_COLUMNS, this.fields(frm));
		const tables = (frm.doc.form_fields || []).filter((row) => row.fieldtype === "Table");
		this.offer(frm, TABLE_COLUMNS, tables.map(this.named));
		const names = this.fields(frm).map((field) => `${field.value} (${field.label})`);
		const hint = __("For example: days > 3. Empty: always. Names: {0}", [names.join(", ") || "—"]);
		frm.get_field("transitions").grid.update_docfield_property("condition", "description", hint);
	},

	fields(frm) {
		const linked = frm.doc.__onload?.view?.fields;
		const own = (row) => !row.parent_table && !WITHOUT_VALUE.includes(row.fieldtype);
		return linked || (frm.doc.form_fields || []).filter(own).map(this.named);
	},

	named: (row) => ({ value: row.fieldname || row.label, label: row.label || row.fieldname }),

	offer(frm, columns, choices) {
		const shown = Object.fromEntries(choices.map((choice) => [choice.value, choice.label]));
		const options = [{ value: "", label: "" }, ...choices.filter((choice) => choice.value)];
		for (const [doctype, names] of Object.entries(columns)) {
			const grid = frm.get_field(GRIDS[doctype]).grid;
			for (const name of names) {
				this.shown[`${doctype}.${name}`] = shown;
				grid.update_docfield_property(name, "options", options);
			}
			grid.refresh();
		}
	},

	first_rows(frm) {
		this.add_step(frm, { title: __("Request"), kind: "Start" });
		this.add_step(frm, { title: __("Completed"), kind: "End", end_status: "Completed" });
		this.add_step(frm, { title: __("Refused"), kind: "End", end_status: "Refused" });
		frm.refresh_field("steps");
	},

	add_step(frm, values) {
		frm.add_child("steps", { step_id: this.new_id(), ...values });
	},

	// Until it is saved a step has a name that the server replaces; other rows can already refer to it.
	new_id: () => `~${frappe.utils.get_random(8)}`,

	// The start first and the ends last, so that new steps come where they belong.
	arrange(frm) {
		const place = (row) => ({ Start: 0, End: 2 })[row.kind] ?? 1;
		frm.doc.steps?.sort((a, b) => place(a) - place(b) || a.idx - b.idx).forEach((row, i) => (row.idx = i + 1));
		frm.refresh_field("steps");
	},

	// From each step to the next row, and from each approval to the end where the request is refused.
	connect(frm) {
		const steps = frm.doc.steps || [];
		const done = steps.find((row) => row.kind === "End" && row.end_status !== "Refused");
		const refused = steps.find((row) => row.kind === "End" && row.end_status === "Refused");
		const chain = [...steps.filter((row) => row.kind !== "End"), done].filter(Boolean);
		const has = (row, decision) => frm.doc.transitions?.some((t) => t.from_step === row.step_id && t.decision === decision);
		const add = (row, next, decision) =>
			next && !has(row, decision) && frm.add_child("transitions", { from_step: row.step_id, to_step: next.step_id, decision });
		chain.forEach((row, place) => {
			add(row, chain[place + 1], "Approve");
			if (row.kind === "Approval") add(row, refused, "Refuse");
		});
		this.arrange(frm);
		this.refresh(frm);
		frm.refresh_field("transitions");
		frm.dirty();
	},
});

const renew = (frm) => liuwan.choices.refresh(frm);
frappe.ui.form.on("Process Step", {
	steps_add(frm, doctype, name) {
		frappe.get_doc(doctype, name).step_id = liuwan.choices.new_id();
	},
	title: renew,
	steps_remove(frm) {
		const ids = new Set(frm.doc.steps.map((row) => row.step_id));
		const gone = (row) => [row.from_step, row.to_step, row.step].some((id) => id && !ids.has(id));
		for (const table of ["transitions", "participants", "field_access"]) {
			frm.doc[table] = (frm.doc[table] || []).filter((row) => !gone(row));
			frm.refresh_field(table);
		}
		renew(frm);
	},
});
frappe.ui.form.on("Process Form Field", { label: renew, fieldtype: renew, form_fields_remove: renew });

// Before the first grid is made: it copies the columns.
liuwan.choices.setup();
