frappe.listview_settings["Process Import"] = liuwan.FileImport.list;
