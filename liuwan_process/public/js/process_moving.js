// Running cases go on in the version in force: the server says which can and why others cannot.
frappe.provide("liuwan.moving");

Object.assign(liuwan.moving, {
	office: () => frappe.user_roles.includes("Process Administrator"),

	call: (method, args) => frappe.xcall(`liuwan_process.api.moving.${method}`, args),

	async offer(frm) {
		if (!this.office() || frm.doc.status !== "Published") return;
		const { count, progress } = await this.call("waiting", { process: frm.doc.name });
		if (progress?.running) this.follow(frm);
		else if (count)
			frm.add_custom_button(__("Move Running Cases ({0})", [count]), () =>
				this.ask({ process: frm.doc.name, done: (outcome) => this.tell(frm, outcome) })
			);
	},

	// `instance`: this one case only.
	ask({ process, instance, done }) {
		const dialog = new frappe.ui.Dialog({
			title: instance ? __("Move This Case") : __("Move Running Cases"),
			size: "extra-large",
			fields: [
				{ fieldname: "cases", fieldtype: "HTML" },
				{
					fieldname: "everything",
					fieldtype: "Check",
					label: __("Move every case that can, also those that are not listed"),
					hidden: 1,
				},
				{
					fieldname: "accept",
					fieldtype: "Check",
					label: __(
						"Also move cases with a loss: what the new form does not show stays in the record"
					),
					onchange: () => this.tick_losses(dialog),
				},
				{ fieldname: "comment", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			],
			primary_action_label: __("Move"),
			primary_action: async (values) => {
				const args = this.chosen(dialog, process, values);
				if (!args.instances.length && !args.everything)
					return frappe.show_alert({ message: __("No case is chosen."), indicator: "orange" });
				dialog.disable_primary_action();
				done(await this.call("move", args).finally(() => dialog.enable_primary_action()));
				dialog.hide();
			},
		});
		const box = dialog.get_field("cases").$wrapper;
		box.on("change", "[data-old-step]", () => this.check(dialog, process, instance));
		box.on("change", "[data-every-case]", (event) =>
			this.boxes(dialog).prop("checked", event.target.checked)
		);
		dialog.show();
		this.check(dialog, process, instance);
	},

	async check(dialog, process, instance) {
		const args = { process, instance, mapping: this.mapping(dialog) };
		const { html, listed, total } = await this.call("check", args);
		dialog.get_field("cases").$wrapper.html(html);
		dialog.set_df_property("everything", "hidden", listed === total);
		this.tick_losses(dialog);
	},

	boxes: (dialog) => dialog.get_field("cases").$wrapper.find("[data-case]:enabled"),

	tick_losses(dialog) {
		const losses = dialog.get_field("cases").$wrapper.find("[data-loss]");
		const accepted = Boolean(dialog.get_value("accept"));
		losses.prop("disabled", !accepted).prop("checked", accepted);
	},

	mapping(dialog) {
		const chosen = dialog.get_field("cases").$wrapper.find("[data-old-step]").toArray();
		if (!chosen.length) return undefined;
		return Object.fromEntries(chosen.map((select) => [select.dataset.oldStep, select.value]));
	},

	chosen(dialog, process, { comment, accept, everything }) {
		const ticked = this.boxes(dialog).filter(":checked").toArray();
		return {
			process,
			comment,
			instances: ticked.map((box) => box.dataset.case),
			mapping: this.mapping(dialog),
			accept_losses: accept ? 1 : 0,
			everything: everything ? 1 : 0,
		};
	},

	tell(frm, outcome) {
		if (outcome.running) return this.follow(frm);
		const indicator = outcome.stayed ? "orange" : "green";
		frappe.msgprint({ title: __("Move Running Cases"), message: outcome.html, indicator });
		frm.reload_doc();
	},

	// Also after a reload of the page: the job's progress is kept by the server.
	async follow(frm) {
		if (frappe.get_route_str() !== `Form/${frm.doctype}/${frm.doc.name}`) return;
		const outcome = await this.call("progress", { process: frm.doc.name });
		const { running, done, total } = outcome || {};
		if (!running) {
			frm.dashboard.hide_progress();
			return outcome && this.tell(frm, outcome);
		}
		frm.dashboard.show_progress(
			__("Move Running Cases"),
			Math.max(1, (100 * done) / total),
			__("{0} of {1} cases", [done, total])
		);
		setTimeout(() => this.follow(frm), 2000);
	},
});

frappe.ui.form.on("Process", {
	refresh(frm) {
		if (!frm.is_new()) liuwan.moving.offer(frm);
	},
});

frappe.ui.form.on("Process Instance", {
	async refresh(frm) {
		if (frm.doc.status !== "Running" || !liuwan.moving.office()) return;
		const { message } = await frappe.db.get_value("Process", frm.doc.process_code, "current_version");
		if (!message.current_version || message.current_version === frm.doc.process_version) return;
		const process = frm.doc.process_code;
		const tell = (outcome) => liuwan.moving.tell(frm, outcome);
		frm.add_custom_button(__("Move to {0}", [message.current_version]), () =>
			liuwan.moving.ask({ process, instance: frm.doc.name, done: tell })
		);
	},
});
