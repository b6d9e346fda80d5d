// An old version, or what an earlier restoring set aside, back as the working copy: asked for with a reason.
frappe.provide("liuwan.versions");

Object.assign(liuwan.versions, {
	listen(frm) {
		const box = frm.get_field("versions").$wrapper;
		box.off(".restore").on("click.restore", "[data-put-back], [data-restoration]", (event) => {
			const { putBack, restoration, title } = event.currentTarget.dataset;
			liuwan.publication.saved(frm, () => this.ask(frm, title, { version: putBack, restoration }));
		});
	},

	call: (frm, method, args, type) =>
		frappe.xcall(`liuwan_process.api.versions.${method}`, { process: frm.doc.name, ...args }, type),

	async ask(frm, title, source) {
		const found = await this.call(frm, "before_restoring", {}, "GET");
		const dialog = new frappe.ui.Dialog({
			title: __("Put back: {0}", [title]),
			fields: this.fields(found),
			primary_action_label: __("Put Back"),
			primary_action: (values) => this.put_back(frm, dialog, found, { ...source, ...values }),
		});
		dialog.show();
	},

	fields({ unpublished, changes }) {
		const escape = frappe.utils.escape_html;
		const lines = changes.map((line) => `<li>${escape(line)}</li>`).join("");
		const lost = __(
			"The working copy has changes that were never published. They are set aside and can be put back later:"
		);
		const told = unpublished
			? `<p>${lost}</p><ul>${lines}</ul>`
			: `<p>${__("The working copy holds nothing that has not been published.")}</p>`;
		const agree = {
			fieldname: "over_changes",
			fieldtype: "Check",
			reqd: 1,
			label: __("Set these changes aside"),
		};
		return [
			{ fieldname: "told", fieldtype: "HTML", options: told },
			...(unpublished ? [agree] : []),
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		];
	},

	async put_back(frm, dialog, { modified }, values) {
		await this.call(frm, "put_back", { modified, ...values });
		dialog.hide();
		await frm.reload_doc();
		frappe.show_alert({ message: __("Put back. Nothing has been published."), indicator: "green" });
	},
});

frappe.ui.form.on("Process", {
	refresh(frm) {
		if (!frm.is_new() && !frm.doc.is_group) liuwan.versions.listen(frm);
	},
});
