// What a release holds, and what the office does when it could not be put into force.
frappe.ui.form.on("Process Release", {
	setup(frm) {
		frm.set_query("process_code", "processes", () => ({ filters: { is_group: 0 } }));
	},

	async refresh(frm) {
		const field = frm.get_field("shown").$wrapper.empty();
		if (frm.is_new()) return;
		offer(frm);
		field.html(await frappe.xcall("liuwan_process.api.releases.show", { release: frm.doc.name }));
		field.find(".released-drawing").css({ overflow: "auto", "max-height": "70vh" });
	},
});

function offer(frm) {
	if (frm.doc.process_instance)
		frm.add_custom_button(__("Open the Run"), () =>
			window.open(`/process/run/${frm.doc.process_instance}`, "_blank")
		);
	if (!frappe.user_roles.some((role) => ["Process Administrator", "System Manager"].includes(role))) return;
	if (frm.doc.status === "Failed") frm.add_custom_button(__("Try Again"), () => repeat(frm));
	if (["Approved", "Failed"].includes(frm.doc.status))
		frm.page.add_menu_item(__("Call Off"), () => call_off(frm));
}

async function repeat(frm) {
	await frappe.xcall("liuwan_process.api.releases.repeat", { release: frm.doc.name });
	frappe.show_alert({
		message: __("It is being put into force; look again in a moment."),
		indicator: "blue",
	});
	frm.reload_doc();
}

function call_off(frm) {
	const reason = { fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 };
	const act = async (values) => {
		await frappe.xcall("liuwan_process.api.releases.call_off", { release: frm.doc.name, ...values });
		frm.reload_doc();
	};
	frappe.prompt([reason], act, __("Call off what is not in force yet?"), __("Call Off"));
}
