// The server draws, checks and publishes; this script asks for it and shows the answer.
frappe.ui.form.on("Process", {
	setup(frm) {
		frm.set_query("parent_process", () => ({ filters: { is_group: 1 } }));
		frm.set_query("document_type", () => ({ query: "liuwan_process.api.processes.forms_query" }));
	},

	validate(frm) {
		liuwan.choices.arrange(frm);
	},

	refresh(frm) {
		liuwan.choices.begin(frm);
		liuwan.drawing.show(frm);
		if (!frm.is_new() && !frm.doc.__onload?.may_change) frm.disable_form();
		if (frm.is_new() || frm.doc.is_group) return;
		if (frm.doc.__onload?.may_change) add_publication(frm);
		frm.page.add_menu_item(__("Export"), () => download(frm));
		if (frm.doc.current_version) {
			frm.add_custom_button(__("Open the List"), () => open_list(frm.doc.document_type));
		}
	},
});

function add_publication(frm) {
	frm.add_custom_button(__("Publish"), () => saved(frm, ask_and_publish)).addClass("btn-primary-dark");
	frm.add_custom_button(__("Check Process"), () => saved(frm, check));
	if (frm.doc.status === "Published") frm.page.add_menu_item(__("Retire"), () => retire(frm));
}

// A form that was made a moment ago is not yet known to the page: it has to be loaded anew.
function open_list(doctype) {
	window.location.href = `/app/${frappe.router.slug(doctype)}`;
}

async function saved(frm, then) {
	if (frm.is_dirty()) await frm.save();
	if (!frm.is_dirty()) then(frm);
}

async function check(frm) {
	frm.doc.__onload.view = await frappe.xcall("liuwan_process.api.processes.check", { process: frm.doc.name });
	liuwan.drawing.show(frm);
	frm.get_field(liuwan.drawing.count(frm) ? "problems" : "readiness").tab?.set_active();
	if (!liuwan.drawing.count(frm)) frappe.show_alert({ message: __("Nothing stands in the way."), indicator: "green" });
}

function ask_and_publish(frm) {
	if (liuwan.drawing.count(frm)) return check(frm);
	const note = { fieldname: "note", fieldtype: "Small Text", label: __("What Changed") };
	frappe.prompt(note, (values) => publish(frm, values.note), __("Publish {0}", [frm.doc.title]), __("Publish"));
}

async function publish(frm, note) {
	frappe.dom.freeze(__("Publishing…"));
	try {
		const args = { process: frm.doc.name, note: note || "" };
		const version = await frappe.xcall("liuwan_process.api.processes.publish", args);
		frappe.show_alert({ message: __("Published as {0}", [version]), indicator: "green" });
		await frm.reload_doc();
	} finally {
		frappe.dom.unfreeze();
	}
}

function retire(frm) {
	const question = __("Nobody can start {0} any more. Open runs go on to their end. Retire it?", [frm.doc.title]);
	frappe.confirm(question, async () => {
		await frappe.xcall("liuwan_process.api.processes.retire", { process: frm.doc.name });
		frm.reload_doc();
	});
}

async function download(frm) {
	const args = { process: frm.doc.name };
	const content = await frappe.xcall("liuwan_process.api.processes.export_definition", args);
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
	link.download = `${frm.doc.name}.json`;
	link.click();
	URL.revokeObjectURL(link.href);
}
