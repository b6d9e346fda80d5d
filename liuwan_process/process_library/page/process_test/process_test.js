// Plays a draft before publication: one person in all roles. The server does the moves; nothing real is written.
frappe.pages["process-test"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Test Run"), single_column: true });
	$(frappe.render_template("process_test", {})).appendTo(page.body);
	wrapper.test = new TestPage(page);
};
frappe.pages["process-test"].on_page_show = (wrapper) => wrapper.test.open(frappe.get_route()[1]);

class TestPage {
	constructor(page) {
		this.page = page;
		this.body = $(page.body);
		const field = (df) => page.add_field({ change: () => this.chosen(), ...df });
		this.process = field({
			fieldname: "process",
			fieldtype: "Link",
			options: "Process",
			label: __("Process"),
			get_query: () => ({ filters: { is_group: 0 } }),
		});
		this.initiator = field({
			fieldname: "initiator",
			fieldtype: "Link",
			options: "Staff Member",
			label: __("Initiator"),
		});
		this.lead = field({
			fieldname: "lead_person",
			fieldtype: "Link",
			options: "Staff Member",
			label: __("Lead Person"),
		});
		this.urgent = field({ fieldname: "urgent", fieldtype: "Check", label: __("Urgent") });
		page.set_primary_action(__("Begin"), () => this.begin());
		page.add_button(__("Play Automatically"), () => this.play());
		page.add_button(__("Back to the Process"), () => frappe.set_route("Form", "Process", this.shown));
		this.body.on("change", ".test-choose", (event) => this.show_task(event.target.value));
		this.body.on("click", "[data-action]", (event) => this.decide(event.currentTarget.dataset.action));
		this.body.on("click", "[data-return]", (event) => this.send_back(event.currentTarget.dataset.return));
	}

	call(method, args, freeze_message) {
		return frappe
			.call({
				method: `liuwan_process.api.rehearsals.${method}`,
				args,
				freeze: true,
				freeze_message,
				type: method === "show" ? "GET" : "POST",
			})
			.then(({ message }) => message);
	}

	open(process) {
		if (!process) return;
		this.load(process);
		if (process !== this.process.get_value()) this.process.set_value(process);
	}

	chosen() {
		const process = this.process.get_value();
		if (process && process !== this.shown) this.load(process);
	}

	async load(process) {
		this.shown = process;
		this.show(await this.call("show", { process }));
	}

	async begin() {
		const [process, initiator] = [this.shown, this.initiator.get_value()];
		if (!process || !initiator) return frappe.show_alert(__("Choose a process and an initiator."));
		const args = {
			process,
			initiator,
			lead_person: this.lead.get_value(),
			urgent: this.urgent.get_value() ? 1 : 0,
		};
		this.show(await this.call("begin", args));
	}

	async play() {
		const [process, initiator] = [this.shown, this.initiator.get_value()];
		if (!process || !initiator) return frappe.show_alert(__("Choose a process and an initiator."));
		this.show(await this.call("play_automatically", { process, initiator }, __("Playing…")));
	}

	show(view) {
		this.view = view;
		this.lead.$wrapper.toggle(view.lead);
		this.urgent.$wrapper.toggle(view.urgent);
		this.body.find(".test-drawing").html(view.drawing);
		this.dot_untried(view.untried);
		this.body.find(".test-coverage-box").html(view.coverage);
		this.body.find(".test-panel").html(view.panel).toggle(Boolean(view.panel));
		if (view.problems?.length)
			frappe.msgprint({ title: __("Cannot be tested yet"), message: view.problems, as_list: true });
		this.show_tasks();
	}

	// Arrows that were never taken are dotted; the list beside the drawing names them.
	dot_untried(untried) {
		const arrows = this.body.find(".test-drawing [data-transition]").toArray();
		for (const arrow of arrows) {
			const line = arrow.querySelector("path");
			if (line && untried.includes(Number(arrow.dataset.transition)))
				Object.assign(line.style, { strokeDasharray: "1 6", strokeLinecap: "round" });
		}
	}

	show_tasks() {
		const choose = this.body.find(".test-choose").empty();
		for (const { name, title } of this.view.tasks) choose.append(new Option(title, name));
		choose.prop("hidden", this.view.tasks.length < 2);
		this.body.find(".test-task").prop("hidden", !this.view.tasks.length);
		if (this.view.tasks.length) this.show_task(this.view.tasks[0].name);
	}

	show_task(name) {
		this.task = this.view.tasks.find((task) => task.name === name);
		const parent = this.body.find(".test-form").empty();
		const fields = this.task.fields.map(({ value, ...df }) =>
			df.fieldtype === "Table" ? { ...df, data: value || [] } : df
		);
		this.form = new frappe.ui.FieldGroup({ fields, body: parent });
		this.form.make();
		for (const { fieldname, fieldtype, value } of this.task.fields)
			if (value && fieldtype !== "Table") this.form.set_value(fieldname, value);
		this.show_actions();
	}

	show_actions() {
		const box = this.body.find(".test-actions").empty();
		const button = (label, colour, data) =>
			$("<button>").addClass(`btn btn-sm btn-${colour}`).text(label).attr(data).appendTo(box);
		for (const { action, label, refuses } of this.task.actions)
			button(label, refuses ? "danger" : "primary", { "data-action": action });
		for (const { value, label } of this.task.earlier)
			button(__("Return to {0}", [label]), "default", { "data-return": value });
	}

	values() {
		const editable = this.task.fields.filter((df) => !df.read_only);
		const given = editable.map((df) => [df.fieldname, this.form.get_value(df.fieldname)]);
		return Object.fromEntries(given.filter(([_name, value]) => value !== undefined && value !== null));
	}

	async decide(action) {
		const args = { test_run: this.view.test_run, task: this.task.name, action, values: this.values() };
		this.show(await this.call("decide", args));
	}

	async send_back(step) {
		const args = { test_run: this.view.test_run, task: this.task.name, step };
		this.show(await this.call("send_back", args));
	}
}
