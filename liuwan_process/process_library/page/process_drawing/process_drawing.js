// A process drawn by hand. The server puts what was drawn into the working copy, and says what it could not take.
frappe.pages["process-drawing"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Drawing"), single_column: true });
	wrapper.classList.add("process-drawing");
	wrapper.drawing = new DrawingPage(page);
};
frappe.pages["process-drawing"].on_page_show = (wrapper) => wrapper.drawing.open(frappe.get_route()[1]);

class DrawingPage {
	METHODS = "liuwan_process.api.bpmn";
	BUNDLES = ["process_drawing.bundle.css", "process_drawing.bundle.js"];

	constructor(page) {
		this.page = page;
		$(frappe.render_template("process_drawing", {})).appendTo(page.body);
		this.canvas = page.body[0].querySelector(".drawing-canvas");
		const tool = (label, act) => page.add_inner_button(label, () => this.shown && act());
		tool(__("Undo"), () => this.stack.undo());
		tool(__("Redo"), () => this.stack.redo());
		tool(__("Whole Drawing"), () => this.fit());
		tool("+", () => this.zoom(1));
		tool("−", () => this.zoom(-1));
		page.add_menu_item(__("Keep as a File"), () => this.keep());
		page.set_secondary_action(__("Back to the Process"), () =>
			frappe.set_route("Form", "Process", this.process)
		);
		window.addEventListener("beforeunload", (event) => this.is_changed && event.preventDefault());
		$(page.parent).on("hide", () => this.leave());
	}

	get stack() {
		return this.modeler.get("commandStack");
	}

	get is_changed() {
		return Boolean(this.shown?.may_change && this.stack.canUndo());
	}

	async open(process) {
		if (!process) return frappe.set_route("List", "Process");
		if (this.is_changed) return this.stay(process);
		this.process = process;
		this.shown = null;
		delete this.canvas.dataset.shows;
		const [drawing] = await Promise.all([this.get(process), frappe.require(this.BUNDLES)]);
		if (process !== this.process) return;
		this.modeler ??= this.begin();
		await this.show(drawing);
		this.fit();
		this.canvas.dataset.shows = process;
	}

	// What was drawn and not saved is still here; another process waits until it is decided about.
	stay(process) {
		if (process === this.process) return;
		const question = __("What you drew in {0} is not saved. Leave it?", [this.shown.title.bold()]);
		const leave = () => {
			this.stack.clear();
			this.open(process);
		};
		frappe.confirm(question, leave, () => frappe.set_route("process-drawing", this.process));
	}

	leave() {
		if (!this.is_changed) return;
		const message = __("What you drew in {0} is not saved yet.", [this.shown.title.bold()]);
		frappe.show_alert({ message, indicator: "orange" }, 10);
	}

	begin() {
		const modeler = liuwan.new_drawing(this.canvas);
		modeler.on("commandStack.changed", () => this.tell());
		window.addEventListener("resize", () => modeler.get("canvas").resized());
		return modeler;
	}

	async get(process) {
		const args = { process };
		const { message } = await frappe.call({ method: `${this.METHODS}.drawing`, args, type: "GET" });
		return message;
	}

	async show(drawing) {
		await this.modeler.importXML(drawing.xml);
		this.shown = drawing;
		this.page.set_title(drawing.title);
		if (drawing.may_change) this.page.set_primary_action(__("Save"), () => this.save());
		else this.page.clear_primary_action();
		this.tell();
	}

	tell() {
		if (!this.shown) return;
		if (!this.shown.may_change) this.page.set_indicator(__("Read Only"), "gray");
		else if (this.is_changed) this.page.set_indicator(__("Not Saved"), "orange");
		else this.page.clear_indicator();
	}

	async save() {
		this.modeler.get("directEditing").complete();
		if (!this.is_changed) return frappe.show_alert(__("Nothing was changed."));
		const { xml } = await this.modeler.saveXML();
		const { modified, language } = this.shown;
		const args = { process: this.process, xml, modified, language };
		frappe.dom.freeze(__("Saving…"));
		const saved = await frappe
			.xcall(`${this.METHODS}.save_drawing`, args)
			.catch(() => null) // the server has said why not
			.finally(() => frappe.dom.unfreeze());
		if (!saved) return;
		await this.renew(saved);
		frappe.show_alert({ message: __("The drawing is in the working copy."), indicator: "green" });
		if (saved.report) this.report(saved.report);
	}

	// As the server understood it, in the part of the drawing at which one was looking.
	async renew(saved) {
		const view = this.modeler.get("canvas").viewbox();
		await this.show(saved);
		this.modeler.get("canvas").viewbox(view);
	}

	report(html) {
		const title = __("What Was Not Taken as It Was Drawn");
		const dialog = new frappe.ui.Dialog({
			title,
			size: "large",
			fields: [{ fieldname: "report", fieldtype: "HTML", options: html }],
		});
		dialog.show();
	}

	async keep() {
		if (!this.shown) return;
		const { xml } = await this.modeler.saveXML({ format: true });
		const href = URL.createObjectURL(new Blob([xml], { type: "application/xml" }));
		Object.assign(document.createElement("a"), { href, download: `${this.process}.bpmn` }).click();
		URL.revokeObjectURL(href);
	}

	fit() {
		this.modeler.get("canvas").zoom("fit-viewport", "auto");
	}

	zoom(direction) {
		this.modeler.get("zoomScroll").stepZoom(direction);
	}
}
