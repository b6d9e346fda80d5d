frappe.ui.form.on("Process Object", { refresh: (frm) => liuwan.where_used.show(frm) });
