new liuwan.FileImport("Staff Import", {
	template: "liuwan_process.process_organization.doctype.staff_import.staff_import.download_template",
	refused: "liuwan_process.process_organization.doctype.staff_import.staff_import.download_refused_rows",
	status: "liuwan_process.api.people.import_status",
});
