frappe.listview_settings["Process Acknowledgement"] = {
	add_fields: ["status", "due_on", "late"],
	get_indicator(doc) {
		const overdue = doc.status === "Open" && doc.due_on < frappe.datetime.now_datetime();
		if (overdue)
			return [__("Overdue"), "red", `status,=,Open|due_on,<,${frappe.datetime.now_datetime()}`];
		const colors = { Open: "orange", Acknowledged: "green", Excused: "gray" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
	onload(list) {
		list.page.add_action_item(__("Record as Read on Paper"), () => {
			const acknowledgements = list.get_checked_items(true);
			const reason = {
				fieldname: "reason",
				fieldtype: "Small Text",
				label: __("Where the signed paper is kept"),
				reqd: 1,
			};
			frappe.prompt(reason, async (values) => {
				const method = "liuwan_process.api.announcements.record_on_paper";
				await frappe.xcall(method, { acknowledgements, ...values });
				list.clear_checked_items();
				list.refresh();
			});
		});
	},
};
