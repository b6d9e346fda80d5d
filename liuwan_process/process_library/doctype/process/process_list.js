frappe.listview_settings["Process"] = {
	add_fields: ["status", "is_group", "release_state", "in_force_from"],
	get_indicator(doc) {
		if (doc.is_group) return [__("Group"), "light-blue", "is_group,=,1"];
		if (doc.release_state) return release_state(doc);
		const colour = { Draft: "gray", Published: "green", Retired: "orange" }[doc.status];
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
	// Titles of shipped processes are shown in the reader's language.
	before_render() {
		cur_list.data?.forEach((doc) => (doc.title = __(doc.title)));
	},
	onload(list) {
		if (frappe.model.can_create("Process Release")) {
			const chosen = () => list.get_checked_items().filter((doc) => !doc.is_group);
			const offer = (label, action) =>
				list.page.add_actions_menu_item(label, () => liuwan.release.ask(chosen(), action), false);
			offer(__("Send for Release"), "");
			offer(__("Send for Retirement"), "Retire");
		}
		if (frappe.model.can_export("Process"))
			list.page.add_actions_menu_item(__("Export to Excel"), () => export_to_excel(list), false);
		if (frappe.model.can_create("Process Import"))
			list.page.add_menu_item(__("Import from Excel"), () => frappe.new_doc("Process Import"));
		if (frappe.model.can_create("Process")) list.page.add_menu_item(__("Import a Process"), choose_file);
	},
};

function release_state(doc) {
	const filter = `release_state,=,${doc.release_state}`;
	if (doc.release_state === "In Release") return [__("In release"), "blue", filter];
	if (!doc.in_force_from) return [__("Approved"), "purple", filter];
	const day = frappe.datetime.str_to_user(doc.in_force_from);
	return [__("Approved, in force from {0}", [day]), "purple", filter];
}

function export_to_excel(list) {
	const processes = encodeURIComponent(JSON.stringify(list.get_checked_items(true)));
	const href = `/api/method/liuwan_process.api.process_sheets.export?processes=${processes}`;
	Object.assign(document.createElement("a"), { href, download: "" }).click();
}

function choose_file() {
	const input = document.createElement("input");
	Object.assign(input, { type: "file", accept: ".json,application/json" });
	input.onchange = async () => {
		const args = { document: await input.files[0].text() };
		frappe.set_route(
			"Form",
			"Process",
			await frappe.xcall("liuwan_process.api.processes.import_definition", args)
		);
	};
	input.click();
}
