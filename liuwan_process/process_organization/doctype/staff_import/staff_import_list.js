frappe.listview_settings["Staff Import"] = liuwan.FileImport.list;
