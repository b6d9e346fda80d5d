frappe.ui.form.on("Process Version", {
	async refresh(frm) {
		const wrapper = frm.get_field("drawing_html").$wrapper.html(frm.doc.__onload?.drawing || "");
		wrapper.css({ overflow: "auto", "max-height": "70vh" });
		frm.disable_save();
		if (!frappe.model.can_read("Process")) return;
		add_buttons(frm);
		const args = { version: frm.doc.name };
		const html = await frappe.xcall("liuwan_process.api.announcements.touched", args, "GET");
		frm.get_field("impact_html").$wrapper.html(html);
	},
});

function add_buttons(frm) {
	const { name, process_code, version } = frm.doc;
	const compare = (before, after) => () =>
		frappe.set_route("process-comparison", process_code, String(before), String(after));
	if (version > 1) frm.add_custom_button(__("Compare with the One Before"), compare(version - 1, version));
	frm.add_custom_button(__("Compare with the Working Copy"), compare(version, "working"));
	if (!frappe.model.can_create("Process Announcement")) return;
	frm.add_custom_button(__("Ask Those Concerned to Read It"), async () => {
		const made = await frappe.xcall("liuwan_process.api.announcements.prepare", { version: name });
		frappe.set_route("Form", "Process Announcement", made);
	});
}
