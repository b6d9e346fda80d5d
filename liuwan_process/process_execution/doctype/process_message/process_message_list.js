frappe.listview_settings["Process Message"] = {
	add_fields: ["status"],
	get_indicator(doc) {
		const colors = { Waiting: "blue", Sent: "green", Failed: "orange", Dead: "red" };
		return [__(doc.status), colors[doc.status], `status,=,${doc.status}`];
	},
	onload(list) {
		list.page.add_action_item(__("Send again"), async () => {
			await liuwan_process.send_again(list.get_checked_items(true));
			list.clear_checked_items();
			list.refresh();
		});
	},
};
