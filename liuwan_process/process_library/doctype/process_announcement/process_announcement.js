frappe.ui.form.on("Process Announcement", {
	setup(frm) {
		frm.set_query("staff", "readers", () => ({ filters: { status: "Active" } }));
	},

	async refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.status === "Draft") frm.add_custom_button(__("Send"), () => ask_to_send(frm));
		if (frm.doc.status === "Sent") frm.add_custom_button(__("Close"), () => ask_to_close(frm));
		if (frm.doc.status === "Closed") frm.disable_form();
		if (frm.doc.status === "Draft") return;
		const html = await call(frm, "standing", "GET");
		frm.get_field("progress").$wrapper.html(html);
	},
});

const call = (frm, method, type = "POST") =>
	frappe.xcall(`liuwan_process.api.announcements.${method}`, { announcement: frm.doc.name }, type);

async function ask_to_send(frm) {
	if (frm.is_dirty()) await frm.save();
	const asked = frm.doc.readers.filter((row) => !row.left_out).length;
	const question = frm.doc.everybody
		? __("Ask all employees to read what changed?")
		: __("Ask {0} people to read what changed?", [asked]);
	frappe.confirm(question, () => call(frm, "send").then(() => frm.reload_doc()));
}

function ask_to_close(frm) {
	const question = __("Whoever has not read it is no longer asked to. Close it?");
	frappe.confirm(question, () => call(frm, "close").then(() => frm.reload_doc()));
}
