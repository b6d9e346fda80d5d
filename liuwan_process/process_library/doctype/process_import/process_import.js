const METHODS = "liuwan_process.api.process_sheets";

const is_running = (frm) => ["Queued", "Running"].includes(frm.doc.status);

frappe.ui.form.on("Process Import", {
	onload(frm) {
		frappe.realtime.on("process_import", () => poll(frm));
	},
	refresh(frm) {
		frm.add_custom_button(__("Download Template"), () =>
			window.open(`/api/method/${METHODS}.download_template`)
		);
		if (frm.is_new()) return;
		show_progress(frm);
		if (frm.doc.refused_rows?.length) add_refused_button(frm);
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
	const url = `/api/method/${METHODS}.download_refusals?name=${encodeURIComponent(frm.doc.name)}`;
	frm.add_custom_button(__("Download Refused Rows"), () => window.open(url));
}

function show_progress(frm) {
	if (!is_running(frm)) return frm.dashboard.hide_progress();
	frm.dashboard.show_progress(__("Import"), frm.doc.progress || 1, frm.doc.stage);
}

function poll_later(frm) {
	clearTimeout(frm.process_import_timer);
	frm.process_import_timer = setTimeout(() => poll(frm), 2000);
}

async function poll(frm) {
	if (frappe.get_route_str() !== `Form/Process Import/${frm.doc.name}`) return;
	const { message } = await frappe.call(`${METHODS}.import_status`, { name: frm.doc.name });
	if (message.status !== frm.doc.status) return frm.reload_doc();
	Object.assign(frm.doc, message);
	frm.refresh_fields();
	show_progress(frm);
	if (is_running(frm)) poll_later(frm);
}
