frappe.ui.form.on("Process Settings", {
	refresh(frm) {
		frm.add_custom_button(__("Set Up the Release Flow"), async () => {
			frappe.dom.freeze(__("Publishing…"));
			const code = await frappe
				.xcall("liuwan_process.api.releases.set_up")
				.finally(() => frappe.dom.unfreeze());
			frappe.show_alert({ message: __("Published as {0}", [code]), indicator: "green" });
		});
	},
});
