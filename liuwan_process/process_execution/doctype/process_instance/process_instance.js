frappe.ui.form.on("Process Instance", {
	refresh(frm) {
		if (frm.is_new()) return;
		liuwan_process.show_light(frm, liuwan_process.run_light(frm.doc));
		frm.add_custom_button(__("Print the Case (PDF)"), () => {
			const name = encodeURIComponent(frm.doc.name);
			window.open(`/api/method/liuwan_process.api.prints.case?instance=${name}`, "_blank", "noopener");
		});
	},
});
