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
				{
					fieldname: "comment",
					fieldtype: "Small Text",
					label: refusing ? __("Reason") : __("Comment (optional)"),
					reqd: refusing ? 1 : 0,
				},
			],
			primary_action_label: __(frm.selected_workflow_action),
			primary_action({ comment }) {
				answered = true;
				frm.doc.process_comment = comment;
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

liuwan_process.load_refusals = (frm) => {
	if (!frm.doc.process_instance) return;
	frappe
		.xcall("liuwan_process.api.desk.refusals", { doctype: frm.doctype, name: frm.docname })
		.then((actions) => (frm.process_refusals = actions));
};
