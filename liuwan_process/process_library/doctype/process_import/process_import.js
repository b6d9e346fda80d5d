new liuwan.FileImport("Process Import", {
	template: "liuwan_process.api.process_sheets.download_template",
	refused: "liuwan_process.api.process_sheets.download_refusals",
	status: "liuwan_process.api.process_sheets.import_status",
});
