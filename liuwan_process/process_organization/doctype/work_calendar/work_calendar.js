frappe.ui.form.on("Work Calendar", {
	refresh(frm) {
		if (frm.is_new() || !frm.perm[0].write) return;
		frm.add_custom_button(__("Add Statutory Holidays"), () => ask_year(frm));
	},
});

function ask_year(frm) {
	const this_year = new Date().getFullYear();
	frappe.prompt(
		{ fieldname: "year", fieldtype: "Int", label: __("Year"), reqd: 1, default: this_year },
		async ({ year }) => {
			const { message } = await frm.call("add_statutory_days", { year });
			frappe.show_alert({ message: __("{0} days added", [message]), indicator: "green" });
		},
		__("Add Statutory Holidays"),
		__("Add")
	);
}
