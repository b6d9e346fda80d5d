// Asks for a comment before an act from the desk's Actions menu; a refusal cannot go without one.
frappe.provide("liuwan_process");

liuwan_process.ask_comment = (frm) =>
	new Promise((resolve, reject) => {
		const refusing = frm.process_refusals?.includes(frm.selected_workflow_action);
		let answered = false;
		frappe.dom.unfreeze(); // the form freezes the page before it asks
		const dialog = new frappe.ui.Dialog({
			title: __(frm.selected_workflow_action),
			fields: [
				...liuwan_process.start_fields(frm),
				{
					fieldname: "comment",
					fieldtype: "Small Text",
					label: refusing ? __("Reason") : __("Comment (optional)"),
					reqd: refusing ? 1 : 0,
				},
			],
			primary_action_label: __(frm.selected_workflow_action),
			primary_action({ comment, ...start }) {
				answered = true;
				frm.doc.process_comment = comment;
				frm.doc.process_start = start;
				dialog.hide();
				frappe.dom.freeze();
				resolve();
			},
			on_hide() {
				if (!answered) reject();
			},
		});
		dialog.show();
	});

// Lead person and green channel, where a start asks for them
liuwan_process.start_fields = (frm) => {
	const { lead, green } = (!frm.doc.process_instance && frm.process_start_options) || {};
	const fields = [];
	if (lead === "optional" || lead === "required")
		fields.push({
			fieldname: "lead_person",
			fieldtype: "Link",
			options: "User",
			label: __("Lead person"),
			reqd: lead === "required" ? 1 : 0,
			ignore_user_permissions: 1,
		});
	if (green?.left)
		fields.push(
			{ fieldname: "urgent", fieldtype: "Check", label: __("Urgent"), description: green.words },
			{
				fieldname: "urgent_reason",
				fieldtype: "Small Text",
				label: __("Why it is urgent"),
				depends_on: "urgent",
				mandatory_depends_on: "urgent",
			}
		);
	return fields;
};

liuwan_process.load_refusals = (frm) => {
	if (!frm.doc.process_instance) {
		frappe
			.xcall("liuwan_process.api.desk.start_options", { doctype: frm.doctype })
			.then((options) => (frm.process_start_options = options));
		return;
	}
	liuwan_process.offer_task_acts(frm);
	frappe
		.xcall("liuwan_process.api.desk.refusals", { doctype: frm.doctype, name: frm.docname })
		.then((actions) => (frm.process_refusals = actions));
};
