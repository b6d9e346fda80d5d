const METHODS = "liuwan_process.process_organization.doctype.staff_import.staff_import";

const is_running = (frm) => ["Queued", "Running"].includes(frm.doc.status);

frappe.ui.form.on("Staff Import", {
	onload(frm) {
		frappe.realtime.on("staff_import", () => poll(frm));
	},
	refresh(frm) {
		frm.add_custom_button(__("Download Template"), () =>
			window.open(`/api/method/${METHODS}.download_template`)
		);
		if (frm.is_new()) return;
		show_progress(frm);
		add_refused_button(frm);
		is_running(frm) ? frm.disable_save() : frm.enable_save();
		if (is_running(frm)) poll_later(frm);
		else if (!frm.is_dirty()) add_start_button(frm);
	},
});

function add_start_button(frm) {
	const label = frm.doc.status === "Draft" ? __("Start Import") : __("Import Again");
	frm.add_custom_button(label, async () => {
		await frm.call("start");
		frm.reload_doc();
	})
		.addClass("btn-primary")
		.removeClass("btn-default");
}

function add_refused_button(frm) {
	if (!frm.doc.rows_refused) return;
	frm.add_custom_button(__("Download Refused Rows"), () =>
		window.open(`/api/method/${METHODS}.download_refused_rows?name=${encodeURIComponent(frm.doc.name)}`)
	);
}

function show_progress(frm) {
	if (!is_running(frm)) return frm.dashboard.hide_progress();
	frm.dashboard.show_progress(__("Import"), frm.doc.progress || 1, frm.doc.stage);
}

function poll_later(frm) {
	clearTimeout(frm.staff_import_timer);
	frm.staff_import_timer = setTimeout(() => poll(frm), 2000);
}

async function poll(frm) {
	if (frappe.get_route_str() !== `Form/Staff Import/${frm.doc.name}`) return;
	const { message } = await frappe.call("liuwan_process.api.people.import_status", {
		name: frm.doc.name,
	});
	if (message.status !== frm.doc.status) return frm.reload_doc();
	Object.assign(frm.doc, message);
	frm.refresh_fields();
	show_progress(frm);
	if (is_running(frm)) poll_later(frm);
}
