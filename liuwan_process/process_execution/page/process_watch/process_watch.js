// Running cases of a process on its drawing, what is stuck, and what the process office does about it.
frappe.pages["process-watch"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Watch Cases"), single_column: true });
	$(frappe.render_template("process_watch", {})).appendTo(page.body);
	wrapper.watch = new WatchPage(page);
};
frappe.pages["process-watch"].on_page_show = (wrapper) => wrapper.watch.open(frappe.get_route()[1]);
frappe.pages["process-watch"].on_page_hide = () => frappe.realtime.doctype_unsubscribe("Process Instance");

// Dark enough for white words; the word itself stands in the badge.
const LIGHTS = { late: "#b42318", near: "#9a4a00", "on time": "#067647" };
const CALM = 3000; // milliseconds between two refreshes that nobody asked for

class WatchPage {
	constructor(page) {
		this.page = page;
		this.body = $(page.body);
		this.process = page.add_field({
			fieldname: "process",
			fieldtype: "Link",
			options: "Process",
			label: __("Process"),
			get_query: () => ({ filters: { is_group: 0, status: ["!=", "Draft"] } }),
			change: () => this.chosen(),
		});
		this.days = page.add_field({
			fieldname: "overdue_days",
			fieldtype: "Int",
			label: __("Overdue for More Than (Days)"),
			default: 3,
			change: () => this.shown && this.load(),
		});
		page.set_primary_action(__("Refresh"), () => this.load(), "refresh");
		page.add_menu_item(__("Messages That Could Not Be Delivered"), () =>
			frappe.set_route("List", "Process Message", { status: "Dead" })
		);
		this.listen();
	}

	listen() {
		this.body.on("click keydown", ".watch-drawing [data-step]", (event) => {
			if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
			event.preventDefault();
			this.open_step(event.currentTarget.dataset.step);
		});
		this.body.on("click", "button[data-step]", ({ currentTarget: { dataset } }) =>
			this.open_step(dataset.step, dataset.start)
		);
		this.body.on("click", "[data-case]", (event) => this.offer(event.currentTarget.dataset));
		frappe.realtime.on("list_update", ({ doctype }) => {
			if (doctype !== "Process Instance" || frappe.get_route()[0] !== "process-watch") return;
			clearTimeout(this.timer);
			this.timer = setTimeout(() => this.load(), CALM);
		});
	}

	open(process) {
		frappe.realtime.doctype_subscribe("Process Instance");
		this.load(process || this.shown);
	}

	chosen() {
		const process = this.process.get_value();
		if (process && process !== this.shown) this.load(process);
	}

	async load(process = this.shown) {
		const overdue_days = this.days.get_value() || 0;
		const view = await frappe.xcall("liuwan_process.api.watching.show", { process, overdue_days });
		if (view.process !== this.shown) this.close_step();
		this.shown = view.process;
		if (view.process && view.process !== this.process.get_value()) this.process.set_value(view.process);
		this.body.find(".watch-drawing").html(view.drawing);
		this.body.find(".watch-drawing [data-step]").css("cursor", "pointer");
		this.body.find(".watch-panel").html(view.panel);
		this.light(view.lights);
		if (this.step) this.open_step(this.step, this.start);
	}

	light(lights) {
		for (const box of this.body.find(".watch-drawing [data-step]").toArray()) {
			const badge = box.querySelector(".badge rect");
			const colour = LIGHTS[lights[box.dataset.step]];
			if (badge && colour) badge.style.fill = colour;
		}
	}

	async open_step(step, start = 0) {
		[this.step, this.start] = [step, start];
		const args = { process: this.shown, step, start };
		const { title, html } = await frappe.xcall("liuwan_process.api.watching.cases", args);
		this.body.find(".watch-step").prop("hidden", false);
		this.body.find(".watch-step-title").text(title);
		this.body.find(".watch-cases").html(html);
	}

	close_step() {
		this.step = null;
		this.body.find(".watch-step").prop("hidden", true);
	}

	// What may be done with a case depends on where it stands: the server says.
	async offer({ case: instance, title }) {
		const offered = await frappe.xcall("liuwan_process.api.watching.offered", { instance });
		const select = (fieldname, label, options, acts) => ({
			fieldname,
			label,
			fieldtype: "Select",
			options,
			default: options[0]?.value,
			depends_on: `eval:${JSON.stringify(acts)}.includes(doc.act)`,
			mandatory_depends_on: `eval:${JSON.stringify(acts)}.includes(doc.act)`,
		});
		const dialog = new frappe.ui.Dialog({
			title,
			fields: [
				{
					fieldname: "act",
					fieldtype: "Select",
					label: __("Act"),
					options: offered.acts,
					default: offered.acts[0]?.value,
					reqd: 1,
				},
				select("step", __("Stands In"), offered.standing, ["jump", "leave_out"]),
				select("to_step", __("To the Step"), offered.targets, ["jump"]),
				{ fieldname: "comment", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
			],
			primary_action_label: __("Carry Out"),
			primary_action: async (values) => {
				await frappe.xcall("liuwan_process.api.watching.carry_out", { instance, ...values });
				dialog.hide();
				frappe.show_alert({ message: __("Done"), indicator: "green" });
				this.load();
			},
		});
		dialog.show();
	}
}
