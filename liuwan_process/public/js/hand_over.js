// A leaver's open tasks go to somebody else.
frappe.ui.form.on("Staff Member", {
	refresh(frm) {
		if (!frm.doc.user || !frappe.user_roles.includes("Process Administrator")) return;
		frm.add_custom_button(__("Hand Over Open Tasks"), () => {
			frappe.prompt(
				[
					{
						...liuwan_process.colleague("to_user", __("To Whom")),
						description: __(
							"Everything that {0} has open in any run, and the turns still to come there.",
							[frm.doc.staff_name]
						),
					},
					{ fieldname: "comment", fieldtype: "Small Text", label: __("Comment (optional)") },
				],
				(values) => hand_over(frm, values),
				__("Hand Over Open Tasks"),
				__("Hand Over")
			);
		});
	},
});

async function hand_over(frm, values) {
	const args = { user: frm.doc.user, ...values };
	const { handed_over, refused } = await frappe.xcall("liuwan_process.api.office.hand_over", args);
	const lines = [__("Handed over in {0} runs", [handed_over.length])];
	for (const [run, why] of Object.entries(refused))
		lines.push(`${frappe.utils.get_form_link("Process Instance", run, true)}: ${why}`);
	frappe.msgprint({
		title: __("Hand Over Open Tasks"),
		message: lines.join("<br>"),
		indicator: Object.keys(refused).length ? "orange" : "green",
	});
}
