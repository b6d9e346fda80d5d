// What the steps are tied to: each kind of row offers its own records, clauses those of the regulation of the row.
frappe.provide("liuwan.knowledge");

Object.assign(liuwan.knowledge, {
	records: {
		Input: "Process Object",
		Output: "Process Object",
		Clause: "Regulation",
		Risk: "Process Risk",
		Indicator: "",
	},

	// Parties that are records; the others are found from the request.
	parties: ["Process Role", "Position", "Org Unit"],

	// Titles in place of names, in the reader's language.
	format() {
		const shown = (doctype, value) =>
			frappe.utils.escape_html(
				__((doctype && frappe.utils.get_link_title(doctype, value)) || value || "")
			);
		const docfields = frappe.meta.docfield_map;
		docfields["Process Step Knowledge"].reference.formatter = (value, _df, _options, row) =>
			value ? shown(row?.reference_doctype || this.records[row?.kind], value) : "";
		docfields["Process Step Responsibility"].party_name.formatter = (value, _df, _options, row) =>
			value ? shown(row?.party, value) : "";
	},

	setup(frm) {
		frm.set_query("clause", "step_knowledge", (_doc, doctype, name) => ({
			query: "liuwan_process.api.knowledge.clauses",
			params: { regulation: frappe.get_doc(doctype, name).reference || "" },
		}));
		frm.set_query("reference", "step_knowledge", (_doc, doctype, name) =>
			frappe.get_doc(doctype, name).kind === "Clause"
				? { filters: { status: ["in", ["Draft", "In Force"]] } }
				: {}
		);
	},
});

liuwan.knowledge.format();

frappe.ui.form.on("Process", { setup: (frm) => liuwan.knowledge.setup(frm) });
frappe.ui.form.on("Process Step Knowledge", {
	step_knowledge_add(frm, doctype, name) {
		frappe.model.set_value(doctype, name, "reference_doctype", "Process Object");
	},
	kind(_frm, doctype, name) {
		const row = frappe.get_doc(doctype, name);
		const record = liuwan.knowledge.records[row.kind];
		if (record === row.reference_doctype) return;
		frappe.model.set_value(doctype, name, { reference_doctype: record, reference: "", clause: "" });
	},
});
frappe.ui.form.on("Process Step Responsibility", {
	responsibilities_add(_frm, doctype, name) {
		frappe.model.set_value(doctype, name, "party_doctype", "Process Role");
	},
	party(_frm, doctype, name) {
		const { party } = frappe.get_doc(doctype, name);
		const record = liuwan.knowledge.parties.includes(party) ? party : "";
		frappe.model.set_value(doctype, name, { party_doctype: record, party_name: "" });
	},
});
