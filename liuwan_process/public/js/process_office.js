// What the process office does with a run that cannot go its ordinary way. The server checks the role and the reason.
frappe.provide("liuwan.office");

Object.assign(liuwan.office, {
	entries: [
		{ name: "suspend", label: __("Suspend"), when: "Running" },
		{ name: "resume", label: __("Resume"), when: "Suspended" },
		{ name: "jump", label: __("Put into Another Step"), when: "Running" },
		{ name: "leave_out", label: __("Leave Out a Step"), when: "Running" },
		{ name: "insert", label: __("Put In a Step"), when: "Running" },
		{ name: "hand_over_here", label: __("Hand Over Tasks"), when: "Running" },
		{ name: "name_lead", label: __("Name Lead Person"), when: "Running" },
		{ name: "terminate", label: __("End the Run"), when: "Running" },
	],

	offer(frm) {
		if (!frappe.user_roles.includes("Process Administrator")) return;
		for (const entry of this.entries.filter(({ when }) => when === frm.doc.status))
			frm.add_custom_button(entry.label, () => this.ask(frm, entry), __("Process Office"));
	},

	async ask(frm, { name, label }) {
		const situation = await frappe.xcall("liuwan_process.api.office.situation", {
			instance: frm.doc.name,
		});
		const room = ["terminate", "name_lead"].includes(name) ? "runs" : "office";
		const key = frappe.utils.get_random(20);
		const dialog = new frappe.ui.Dialog({
			title: label,
			fields: this.fields[name](situation),
			primary_action_label: label,
			primary_action: async (values) => {
				dialog.disable_primary_action();
				const args = { instance: frm.doc.name, key, ...values };
				await frappe
					.xcall(`liuwan_process.api.${room}.${name}`, args)
					.finally(() => dialog.enable_primary_action());
				dialog.hide();
				frappe.show_alert({ message: label, indicator: "green" });
				frm.reload_doc();
			},
		});
		if (name === "jump") this.follow_targets(dialog, situation);
		dialog.show();
	},

	why: (required = 1) => ({
		fieldname: "comment",
		fieldtype: "Small Text",
		label: required ? __("Reason") : __("Comment (optional)"),
		reqd: required,
	}),

	steps: (fieldname, label, steps, more) => ({
		fieldname,
		label,
		fieldtype: "Select",
		options: steps.map(({ step, title }) => ({ value: step, label: __(title) })),
		default: steps.length === 1 ? steps[0].step : undefined,
		reqd: 1,
		...more,
	}),

	// Into which step depends on the open one that is left
	follow_targets(dialog, { open }) {
		const show = () => {
			const here = open.find(({ step }) => step === dialog.get_value("from_step"));
			const options = (here?.targets || []).map(({ step, title }) => ({
				value: step,
				label: __(title),
			}));
			dialog.set_df_property("to_step", "options", options);
		};
		dialog.fields_dict.from_step.df.onchange = show;
		show();
	},

	fields: {
		suspend: () => [
			{
				fieldtype: "HTML",
				options: __("Nobody can act in this run and no time limit goes until it is resumed."),
			},
			liuwan.office.why(),
		],
		resume: () => [liuwan.office.why(0)],
		jump: ({ open }) => [
			liuwan.office.steps("from_step", __("Out of the Step"), open),
			liuwan.office.steps("to_step", __("Into the Step"), open.length === 1 ? open[0].targets : [], {
				default: undefined,
				description: __(
					"Branches that run beside it are given up when the new step lies outside them."
				),
			}),
			liuwan.office.why(),
		],
		leave_out: ({ open }) => [
			liuwan.office.steps("step", __("Step"), open, {
				description: __("It goes on as if this step had been approved."),
			}),
			liuwan.office.why(),
		],
		insert: ({ coming }) => [
			liuwan.office.steps("before", __("Before the Step"), coming, { default: undefined }),
			{ fieldname: "title", fieldtype: "Data", label: __("Title of the New Step"), reqd: 1 },
			{
				fieldname: "kind",
				fieldtype: "Select",
				label: __("Kind"),
				options: [
					{ value: "approval", label: __("Approval") },
					{ value: "task", label: __("Task") },
				],
				default: "approval",
				reqd: 1,
			},
			liuwan_process.colleagues("users", __("Who Does It"), {
				description: __("All of them decide. The step is put into this run alone."),
			}),
			liuwan.office.why(),
		],
		hand_over_here: ({ people }) => [
			{
				fieldname: "user",
				fieldtype: "Select",
				label: __("Tasks Of"),
				options: people.map(({ user, name }) => ({ value: user, label: name })),
				default: people.length === 1 ? people[0].user : undefined,
				reqd: 1,
			},
			liuwan_process.colleague("to_user", __("Go To")),
			liuwan.office.why(0),
		],
		name_lead: () => [liuwan_process.colleague("user", __("Lead Person")), liuwan.office.why(0)],
		terminate: () => [
			{
				fieldtype: "HTML",
				options: __("The run ends at once and cannot be resumed; it stays readable."),
			},
			liuwan.office.why(),
		],
	},
});

frappe.ui.form.on("Process Instance", { refresh: (frm) => liuwan.office.offer(frm) });
