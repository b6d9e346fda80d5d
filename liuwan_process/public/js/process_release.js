// Releasing a process through the groups, and its review: offered on the Process form; the server decides who may.
frappe.provide("liuwan.release");

Object.assign(liuwan.release, {
	api: (method, args) => frappe.xcall(`liuwan_process.api.releases.${method}`, args),

	offer(frm) {
		const { release, may_review } = frm.doc.__onload || {};
		frm.get_field("release_note").$wrapper.html(release?.note || "");
		if (!release) return;
		frm.page.set_indicator(release.state, release.colour);
		if (release.note) frm.dashboard.add_comment(release.note, "blue", true);
		if (may_review)
			frm.add_custom_button(
				__("Reviewed, No Change"),
				() => this.confirm_review(frm),
				__("Release by the Groups")
			);
		if (release.emergency)
			frm.page.add_menu_item(__("Publish in an Emergency"), () => this.emergency(frm));
		if (!release.release) return;
		const send = () => liuwan.publication.saved(frm, () => this.ask([frm.doc], ""));
		frm.add_custom_button(
			__("Send for Release"),
			send,
			release.direct ? __("Release by the Groups") : undefined
		);
		if (frm.doc.status === "Published" && !release.direct)
			frm.page.add_menu_item(__("Send for Retirement"), () => this.ask([frm.doc], "Retire"));
	},

	// One dialog for one process and for many of the list.
	ask(processes, action) {
		const retires = action === "Retire";
		const fields = [
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			{
				fieldname: "what_changed",
				fieldtype: "Small Text",
				label: __("What Changed"),
				hidden: retires || processes.length > 1,
			},
			{
				fieldname: "effective_date",
				fieldtype: "Date",
				label: __("In Force From"),
				description: __("Empty: as soon as the last group has approved."),
			},
			{
				fieldname: "review_months",
				fieldtype: "Int",
				label: __("Review Interval (Months)"),
				description: __("Empty: as the process says."),
				hidden: retires,
			},
		];
		const key = frappe.utils.get_random(20);
		const names = processes.map(({ title, name }) => __(title || name));
		const title = retires ? __("Send for Retirement") : __("Send for Release");
		const dialog = new frappe.ui.Dialog({
			title:
				names.length === 1
					? `${title}: ${names[0]}`
					: `${title}: ${__("{0} processes", [names.length])}`,
			fields,
			primary_action_label: __("Send"),
			primary_action: async (values) => {
				dialog.disable_primary_action();
				const args = { ...values, action, key, processes: processes.map(({ name }) => name) };
				const answer = await this.api("send", args).finally(() => dialog.enable_primary_action());
				dialog.hide();
				frappe.show_alert({
					message: __("Sent; now with {0}", [answer.with.join(", ")]),
					indicator: "green",
				});
				frappe.set_route("Form", "Process Release", answer.release);
			},
		});
		dialog.show();
	},

	emergency(frm) {
		const question = [
			{
				fieldname: "emergency",
				fieldtype: "Small Text",
				label: __("Why This Cannot Wait for the Groups"),
				reqd: 1,
				description: __("The process keeps the reason and your name; the process office is told."),
			},
		];
		const publish = async ({ emergency }) => {
			frappe.dom.freeze(__("Publishing…"));
			await liuwan.publication.call(frm, "publish", { emergency }).finally(() => frappe.dom.unfreeze());
			frm.reload_doc();
		};
		frappe.prompt(question, publish, __("Publish in an Emergency"), __("Publish"));
	},

	confirm_review(frm) {
		const note = { fieldname: "note", fieldtype: "Small Text", label: __("Note") };
		const confirm = async (values) => {
			const due = await this.api("confirm_review", { process: frm.doc.name, note: values.note || "" });
			const message = due
				? __("Reviewed; next review by {0}", [frappe.datetime.str_to_user(due)])
				: __("Reviewed");
			frappe.show_alert({ message, indicator: "green" });
			frm.reload_doc();
		};
		frappe.prompt([note], confirm, __("Reviewed, No Change"), __("Confirm"));
	},
});
