frappe.ui.form.on("Regulation", {
	refresh(frm) {
		liuwan.where_used.show(frm);
		if (frm.is_new() || frm.doc.status === "Draft" || !frappe.model.can_create("Regulation")) return;
		frm.add_custom_button(__("New Version"), async () => {
			const name = await frappe.xcall("liuwan_process.api.knowledge.new_version", {
				regulation: frm.doc.name,
			});
			frappe.set_route("Form", "Regulation", name);
		});
	},
});
