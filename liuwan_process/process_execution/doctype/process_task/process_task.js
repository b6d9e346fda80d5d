frappe.ui.form.on("Process Task", {
	refresh: (frm) => liuwan_process.show_light(frm, liuwan_process.task_light(frm.doc)),
});
