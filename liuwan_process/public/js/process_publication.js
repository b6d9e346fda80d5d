// Check, publish, retire and export: the server does the work, this asks for it and shows the answer.
frappe.provide("liuwan.publication");

Object.assign(liuwan.publication, {
	add_buttons(frm) {
		frm.page.add_menu_item(__("Export"), () => this.download(frm));
		if (frm.doc.current_version) frm.add_custom_button(__("Open the List"), () => this.open_list(frm));
		if (!frm.doc.__onload?.may_change) return;
		const { direct } = frm.doc.__onload.release || {};
		if (direct) frm.add_custom_button(__("Publish"), () => this.saved(frm, () => this.ask(frm)));
		frm.add_custom_button(__("Check Process"), () => this.saved(frm, () => this.check(frm)));
		frm.add_custom_button(__("Test Run"), () =>
			this.saved(frm, () => frappe.set_route("process-test", frm.doc.name))
		);
		if (direct && frm.doc.status === "Published")
			frm.page.add_menu_item(__("Retire"), () => this.retire(frm));
	},

	call: (frm, method, args) =>
		frappe.xcall(`liuwan_process.api.processes.${method}`, { process: frm.doc.name, ...args }),

	async saved(frm, then) {
		if (frm.is_dirty()) await frm.save();
		if (!frm.is_dirty()) then();
	},

	async check(frm) {
		frm.doc.__onload.view = await this.call(frm, "check");
		liuwan.drawing.show(frm);
		const problems = liuwan.drawing.count(frm);
		frm.get_field(problems ? "problems" : "readiness").tab?.set_active();
		if (!problems) frappe.show_alert({ message: __("Nothing stands in the way."), indicator: "green" });
	},

	// What the test runs never tried is said, and stands in nobody's way.
	async ask(frm) {
		if (liuwan.drawing.count(frm)) return this.check(frm);
		const tried = await frappe.xcall("liuwan_process.api.rehearsals.summary", { process: frm.doc.name });
		const coverage = { fieldname: "coverage", fieldtype: "HTML", options: tried };
		const touches = await liuwan.reading.field(frm);
		const note = { fieldname: "note", fieldtype: "Small Text", label: __("What Changed") };
		const title = __("Publish {0}", [frm.doc.title]);
		const publish = (values) => this.publish(frm, values.note || "").finally(() => dialog.hide());
		// hidden again when all is done: a dialog that was answered while it still opened stays open
		const dialog = frappe.prompt([coverage, touches, note], publish, title, __("Publish"));
	},

	async publish(frm, note) {
		frappe.dom.freeze(__("Publishing…"));
		try {
			const version = await this.call(frm, "publish", { note });
			frappe.show_alert({ message: __("Published as {0}", [version]), indicator: "green" });
			await frm.reload_doc();
		} finally {
			frappe.dom.unfreeze();
		}
	},

	retire(frm) {
		const question = __("Nobody can start {0} any more. Open runs go on to their end. Retire it?", [
			frm.doc.title,
		]);
		frappe.confirm(question, () => this.call(frm, "retire").then(() => frm.reload_doc()));
	},

	// A form that was made a moment ago is not yet known to the page: it has to be loaded anew.
	open_list(frm) {
		window.location.href = `/app/${frappe.router.slug(frm.doc.document_type)}`;
	},

	async download(frm) {
		const text = JSON.stringify(await this.call(frm, "export_definition"), null, 1);
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
		link.download = `${frm.doc.name}.json`;
		link.click();
		URL.revokeObjectURL(link.href);
	},
});
