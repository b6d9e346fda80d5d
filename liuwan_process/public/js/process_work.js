// Automatic steps and sub-processes: what can be chosen for them, and how their values are written.
frappe.provide("liuwan.work");

Object.assign(liuwan.work, {
	// Purposes whose target is a field of the form at hand.
	into_form: ["Field of this form", "Taken from the answer", "Taken from the sub-process"],

	setup(frm) {
		frm.set_query("sub_process", "steps", () => ({ filters: { status: "Published" } }));
		frm.set_query("create_doctype", "steps", () => ({
			query: "liuwan_process.api.processes.forms_query",
		}));
	},

	explain(frm) {
		const fields = liuwan.choices.fields(frm);
		const names = fields.map((field) => `${field.value} (${field.label})`).join(", ") || "—";
		const hint = __(
			"For example: amount * 2, or 'Paid'. Names or labels: {0}. Taken from the answer: the place in it, for example result.number.",
			[frappe.utils.escape_html(names)]
		);
		frm.get_field("step_values").grid.update_docfield_property("value", "description", hint);
	},

	format() {
		frappe.meta.docfield_map["Process Step Value"].target.formatter = (value, _df, _options, row) => {
			const label = this.into_form.includes(row?.purpose) && liuwan.choices.shown.fields[value];
			return frappe.utils.escape_html(label || value || "");
		};
	},
});

liuwan.work.format();

frappe.ui.form.on("Process", {
	setup: (frm) => liuwan.work.setup(frm),
	refresh: (frm) => liuwan.work.explain(frm),
});
