// On the form of a process: what whoever has the task can do besides deciding on it.
frappe.provide("liuwan_process");

Object.assign(liuwan_process, {
	async offer_task_acts(frm) {
		if (!frm.doc.process_instance || frm.is_new()) return;
		const found = await frappe.xcall("liuwan_process.api.desk.task_acts", {
			doctype: frm.doctype,
			name: frm.docname,
		});
		if (frm.docname !== found.name) return; // another form has been opened meanwhile
		const offer = (label, name, fields) =>
			frm.add_custom_button(
				label,
				() => liuwan_process.do_task_act(frm, found, label, name, fields),
				__("Task")
			);
		offer(__("Comment"), "comment", [liuwan_process.words("text", __("Comment"), 1)]);
		if (!found.task) return;
		if (found.earlier.length)
			offer(__("Return"), "send_back", liuwan_process.return_fields(found.earlier));
		offer(__("Transfer"), "transfer", [
			liuwan_process.colleague("user", __("To Whom")),
			liuwan_process.words("comment", __("Comment (optional)")),
		]);
		offer(__("Add Signer"), "add_signer", [
			liuwan_process.colleagues("users", __("Whom to Ask")),
			{
				fieldname: "how",
				fieldtype: "Select",
				label: __("When They Decide"),
				options: [
					{ value: "Before", label: __("Before me") },
					{ value: "Beside", label: __("Beside me") },
					{ value: "After", label: __("After me") },
				],
				default: "Before",
				reqd: 1,
				description: __("After me: you approve now, and it goes on when they have approved as well."),
			},
			liuwan_process.words("comment", __("Comment (optional)")),
		]);
	},

	do_task_act(frm, found, label, name, fields) {
		const key = frappe.utils.get_random(20);
		const dialog = new frappe.ui.Dialog({
			title: label,
			fields,
			primary_action_label: label,
			async primary_action(values) {
				dialog.disable_primary_action();
				const about = name === "comment" ? { instance: found.instance } : { task: found.task };
				const room = name === "comment" ? "runs" : "tasks";
				await frappe
					.xcall(`liuwan_process.api.${room}.${name}`, { ...about, ...values, key })
					.finally(() => dialog.enable_primary_action());
				dialog.hide();
				frm.reload_doc();
			},
		});
		dialog.show();
	},

	words: (fieldname, label, reqd = 0) => ({ fieldname, fieldtype: "Small Text", label, reqd }),

	// One person, or several, by name or account
	colleague: (fieldname, label) => ({
		fieldname,
		fieldtype: "Autocomplete",
		label,
		get_query: () => ({ query: "liuwan_process.api.people.choices" }),
		reqd: 1,
	}),

	colleagues: (fieldname, label, more) => ({
		fieldname,
		fieldtype: "MultiSelectPills",
		label,
		get_data: (txt) => frappe.xcall("liuwan_process.api.people.choices", { txt }),
		reqd: 1,
		...more,
	}),

	return_fields: (earlier) => [
		{
			fieldname: "step",
			fieldtype: "Select",
			label: __("Step to Be Done Again"),
			options: earlier.map(({ step, title }) => ({ value: step, label: title })),
			default: earlier.length === 1 ? earlier[0].step : undefined,
			reqd: 1,
		},
		{
			fieldname: "then",
			fieldtype: "Select",
			label: __("And Then"),
			options: [
				{ value: "again", label: __("Through all steps again") },
				{ value: "back", label: __("Straight back to me") },
			],
			default: "again",
			hidden: earlier.some(({ straight }) => straight) ? 0 : 1,
		},
		liuwan_process.words("comment", __("What has to be mended?"), 1),
	],
});
