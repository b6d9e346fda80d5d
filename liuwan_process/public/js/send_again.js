// Messages that were given up are tried once more; from the form and the list.
frappe.provide("liuwan_process");

liuwan_process.send_again = async (names) => {
	const count = await frappe.xcall("liuwan_process.api.telling.send_again", { names });
	frappe.show_alert({
		message: __("{0} messages wait to be sent again", [count]),
		indicator: count ? "green" : "orange",
	});
};
