// The drawing and the problems beside the fields; a click on either leads to its row, an open row lights its box.
frappe.provide("liuwan.drawing");

Object.assign(liuwan.drawing, {
	show(frm) {
		const view = (frm.doc.__onload && frm.doc.__onload.view) || {};
		for (const name of ["problems", "drawing", "overview", "readiness", "versions"]) {
			const wrapper = frm.get_field(name).$wrapper.html(view[name] || "");
			wrapper.off(".liuwan").on("click.liuwan", "a[data-fieldname]", (event) => {
				event.preventDefault();
				this.open(frm, event.currentTarget.dataset);
			});
		}
		this.follow(frm);
	},

	// How many problems stand in the way of publication.
	count(frm) {
		return frm.doc.__onload?.view?.count || 0;
	},

	follow(frm) {
		const box = frm.get_field("drawing").$wrapper;
		const svg = box.find("svg");
		const { width = 0, height = 0 } = svg[0]?.viewBox.baseVal || {};
		box.css({ overflow: "auto", "max-height": height > 1200 ? "80vh" : "" });
		svg.css({
			display: "block",
			margin: "0 auto",
			width,
			"max-width": "100%",
			"min-width": 0.7 * width,
			height: "auto",
		});
		const open_step = (event) => {
			if (event.type === "keydown" && !["Enter", " "].includes(event.key)) return;
			event.preventDefault();
			const row = frm.doc.steps.find((step) => step.step_id === event.currentTarget.dataset.step);
			if (row) this.open(frm, { fieldname: "steps", row: row.name });
		};
		box.on("click.liuwan keydown.liuwan", "[data-step]", open_step);
		box.find("[data-step]").css("cursor", "pointer");
	},

	open(frm, { fieldname, row }) {
		const field = frm.get_field(fieldname);
		if (!field) return;
		field.tab?.set_active();
		const grid_row = row && field.grid?.grid_rows_by_docname[row];
		if (grid_row) {
			grid_row.toggle_view(true);
			frappe.utils.scroll_to(grid_row.wrapper, true, 80);
		} else {
			frm.scroll_to_field(fieldname);
		}
	},

	light(frm, step) {
		const boxes = frm.get_field("drawing").$wrapper.find("[data-step]");
		boxes.find(".shape").css("stroke-width", "");
		boxes
			.filter((_, box) => box.dataset.step === step)
			.find(".shape")
			.css("stroke-width", "4px");
	},
});

// "编辑" stays on one line in the rows.
frappe.dom.set_style(".btn-open-row { white-space: nowrap; }", "liuwan-open-row");

frappe.ui.form.on("Process Step", {
	form_render(frm, doctype, name) {
		liuwan.drawing.light(frm, frappe.get_doc(doctype, name).step_id);
	},
});
