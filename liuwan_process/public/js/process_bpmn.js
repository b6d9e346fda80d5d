// Export to BPMN, and import with a look at what the file makes of the process. The server reads and judges the file.
frappe.provide("liuwan.bpmn");

Object.assign(liuwan.bpmn, {
	METHODS: "liuwan_process.api.bpmn",

	offer(frm) {
		frm.page.add_menu_item(__("Export as BPMN"), () =>
			liuwan.publication.saved(frm, () => this.download(frm))
		);
		if (!frm.doc.__onload?.may_change) return;
		const draw = () => frappe.set_route("process-drawing", frm.doc.name);
		frm.add_custom_button(__("Edit Drawing"), () => liuwan.publication.saved(frm, draw));
		frm.page.add_menu_item(__("Import from BPMN"), () =>
			liuwan.publication.saved(frm, () => this.choose(frm))
		);
	},

	download(frm) {
		const href = `/api/method/${this.METHODS}.download?process=${encodeURIComponent(frm.doc.name)}`;
		Object.assign(document.createElement("a"), { href, download: `${frm.doc.name}.bpmn` }).click();
	},

	choose(frm) {
		const input = document.createElement("input");
		Object.assign(input, { type: "file", accept: ".bpmn,.xml,application/xml" });
		input.onchange = async () => this.look(frm, await this.base64(input.files[0]));
		input.click();
	},

	base64: (file) =>
		new Promise((done, failed) => {
			const reader = new FileReader();
			reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
			reader.onerror = failed;
			reader.readAsDataURL(file);
		}),

	call(frm, method, content) {
		return frappe.xcall(`${this.METHODS}.${method}`, { process: frm.doc.name, content });
	},

	async look(frm, content) {
		const found = await this.call(frm, "preview", content);
		const dialog = new frappe.ui.Dialog({
			title: __("Import from BPMN"),
			size: "large",
			fields: [{ fieldname: "report", fieldtype: "HTML", options: this.summary(found) }],
			primary_action_label: __("Replace the Working Copy"),
			primary_action: async () => {
				dialog.disable_primary_action();
				await this.call(frm, "fill", content).finally(() => dialog.enable_primary_action());
				dialog.hide();
				frappe.show_alert({ message: __("The working copy is replaced."), indicator: "green" });
				frm.reload_doc();
			},
		});
		dialog.show();
	},

	summary({ steps, transitions, ours, report }) {
		const counts = __("The file holds {0} steps and {1} transitions.", [steps, transitions]);
		const taken = ours
			? __("It was written by Liuwan Process: form, people, limits and all else are taken from it.")
			: __("It was made by another program: steps and transitions are taken; the form stays as it is.");
		const stays = __(
			"What stands in the working copy now is replaced; versions and running cases are not."
		);
		const whole = report ? "" : `<p>${__("Nothing in it had to be changed or left out.")}</p>`;
		return `<p>${counts} ${taken}</p><p>${stays}</p>${whole}${report}`;
	},
});
