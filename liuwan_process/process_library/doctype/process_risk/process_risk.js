frappe.ui.form.on("Process Risk", { refresh: (frm) => liuwan.where_used.show(frm) });
