// The choices of steps and fields in the tables of a process, and titles shown in place of names.
frappe.provide("liuwan.choices");

Object.assign(liuwan.choices, {
	// Table field of the form: its DocType, and its columns that name a step, a field or a table.
	tables: {
		transitions: ["Process Transition", { steps: ["from_step", "to_step"] }],
		participants: ["Process Participant Rule", { steps: ["step", "from_step"], fields: ["form_field"] }],
		field_access: ["Process Field Access", { steps: ["step"], paths: ["fieldname"] }],
		form_fields: ["Process Form Field", { tables: ["parent_table"] }],
		step_values: ["Process Step Value", { steps: ["step"] }],
		step_knowledge: ["Process Step Knowledge", { steps: ["step"] }],
		responsibilities: ["Process Step Responsibility", { steps: ["step"] }],
		steps: ["Process Step", { fields: ["created_into"] }],
	},

	// What stands for a value: `shown.steps["unit_head"]` is "Unit head".
	shown: { steps: {}, fields: {}, paths: {}, tables: {} },

	// Frappe copies a column with its formatter, so a formatter looks up what holds now.
	setup() {
		const text = (value) => frappe.utils.escape_html(value || "");
		const docfields = frappe.meta.docfield_map;
		for (const [doctype, columns] of Object.values(this.tables)) {
			for (const [kind, names] of Object.entries(columns)) {
				for (const name of names) {
					docfields[doctype][name].formatter = (value) => text(this.shown[kind][value] || value);
				}
			}
		}
		const said = (value) => text(__(value || ""));
		docfields["Process Transition"].action.formatter = said;
		docfields["Process Step"].title.formatter = docfields["Process Step"].lane.formatter = said;
		docfields["Process Form Field"].options.formatter = (value) => text(value?.replaceAll("\n", " / "));
		docfields["Process Form Field"].label.formatter = (value, _df, _options, row) =>
			row?.parent_table ? `${text(this.shown.tables[row.parent_table])} › ${said(value)}` : said(value);
		docfields["Process Participant Rule"].scope.formatter = (value, _df, _options, row) =>
			row?.rule === "Process role" ? said(value) : "";
		docfields["Process Step"].limit_amount.formatter = (value, _df, _options, row) =>
			value ? `${value} ${__(row?.limit_unit || "")}` : "";
	},

	refresh(frm) {
		const choices = {
			steps: this.steps(frm),
			fields: this.fields(frm),
			paths: this.paths(frm),
			tables: this.form_tables(frm),
		};
		for (const [kind, found] of Object.entries(choices)) {
			this.shown[kind] = Object.fromEntries(found.map((choice) => [choice.value, choice.label]));
		}
		for (const [table, [_doctype, columns]] of Object.entries(this.tables)) {
			const grid = frm.get_field(table).grid;
			for (const [kind, names] of Object.entries(columns)) {
				const options = [{ value: "", label: "" }, ...choices[kind].filter((choice) => choice.value)];
				names.forEach((name) => grid.update_docfield_property(name, "options", options));
			}
			grid.refresh();
		}
		for (const name of ["absence_first", "absence_last", "absence_stand_in"])
			frm.set_df_property(name, "options", choices.fields);
		this.explain_conditions(frm, choices.fields);
	},

	steps: (frm) =>
		(frm.doc.steps || []).map((row) => ({ value: row.step_id || row.title, label: __(row.title) })),

	fields(frm) {
		const without_value = ["Section Break", "Column Break", "Heading", "HTML"];
		const own = (row) => !row.parent_table && !without_value.includes(row.fieldtype);
		return frm.doc.__onload?.view?.fields || (frm.doc.form_fields || []).filter(own).map(this.named);
	},

	// Fields, each table followed by its columns.
	paths(frm) {
		const columns = (frm.doc.form_fields || []).filter((row) => row.parent_table);
		const of = (field) =>
			columns
				.filter((row) => row.parent_table === field.value)
				.map((row) => ({
					value: `${field.value}.${row.fieldname || row.label}`,
					label: `${field.label} › ${__(row.label) || row.fieldname}`,
				}));
		const linked = frm.doc.__onload?.view?.paths;
		return linked || this.fields(frm).flatMap((field) => [field, ...of(field)]);
	},

	form_tables(frm) {
		return (frm.doc.form_fields || []).filter((row) => row.fieldtype === "Table").map(this.named);
	},

	named: (row) => ({ value: row.fieldname || row.label, label: __(row.label) || row.fieldname }),

	explain_conditions(frm, fields) {
		const names = fields.map((field) => `${field.value} (${field.label})`).join(", ") || "—";
		const hint = __("For example: days > 3. Empty: always. Names or labels: {0}", [
			frappe.utils.escape_html(names),
		]);
		frm.get_field("transitions").grid.update_docfield_property("condition", "description", hint);
	},
});

// Before the first grid is made: it copies the columns.
liuwan.choices.setup();
