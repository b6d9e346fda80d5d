frappe.ui.form.on("Process Version", {
	refresh(frm) {
		const wrapper = frm.get_field("drawing_html").$wrapper.html(frm.doc.__onload?.drawing || "");
		wrapper.css({ overflow: "auto", "max-height": "70vh" });
		frm.disable_save();
	},
});
