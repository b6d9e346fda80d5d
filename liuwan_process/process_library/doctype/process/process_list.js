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
		if (!frappe.model.can_create("Process")) return;
		list.page.add_menu_item(__("Import a Process"), choose_file);
		list.page.add_menu_item(__("Import from BPMN"), choose_drawing);
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

// A process of its own from a file of any modeller, after a look at what the file makes of it.
function choose_drawing() {
	const input = document.createElement("input");
	Object.assign(input, { type: "file", accept: ".bpmn,.xml,application/xml" });
	input.onchange = async () => look_at_drawing(await as_base64(input.files[0]));
	input.click();
}

function as_base64(file) {
	return new Promise((done, failed) => {
		const reader = new FileReader();
		reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
		reader.onerror = failed;
		reader.readAsDataURL(file);
	});
}

async function look_at_drawing(content) {
	const found = await frappe.xcall("liuwan_process.api.bpmn.preview_new", { content });
	const counts = __("The file holds {0} steps and {1} transitions.", [found.steps, found.transitions]);
	const told = found.report || `<p>${__("Nothing in it had to be changed or left out.")}</p>`;
	const fields = [
		{ fieldname: "title", fieldtype: "Data", label: __("Title"), reqd: 1, default: found.title },
		{ fieldname: "code", fieldtype: "Data", label: __("Code"), reqd: 1, default: found.code },
		{ fieldname: "report", fieldtype: "HTML", options: `<p>${counts}</p>${told}` },
	];
	const make = ({ title, code }) => create_from_drawing(dialog, { content, title, code });
	const dialog = new frappe.ui.Dialog({
		...{ title: __("Import from BPMN"), size: "large", fields },
		...{ primary_action_label: __("Create the Process"), primary_action: make },
	});
	dialog.show();
}

async function create_from_drawing(dialog, args) {
	dialog.disable_primary_action();
	const name = await frappe
		.xcall("liuwan_process.api.bpmn.create", args)
		.finally(() => dialog.enable_primary_action());
	dialog.hide();
	frappe.set_route("Form", "Process", name);
}
