frappe.ui.form.on("Process Message", {
	refresh(frm) {
		frm.disable_save();
		if (!["Dead", "Failed"].includes(frm.doc.status)) return;
		const hint =
			frm.doc.status === "Dead"
				? __(
						"This message was given up. Mend the cause, then send it again. If it may have arrived, ask first."
					)
				: __("This message could not be sent; it is tried again at the time shown.");
		frm.set_intro(hint, frm.doc.status === "Dead" ? "red" : "orange");
		frm.add_custom_button(__("Send again"), async () => {
			await liuwan_process.send_again([frm.doc.name]);
			frm.reload_doc();
		});
	},
});
