"""The process roles that the shipped flows call for; who fills them is the enterprise's own business."""

import frappe

# Role: what it is for.
PROCESS_ROLES = {
	"Process Office": "Keeps the process library: reviews, issues and follows up.",
	"Department Process Manager": "Writes the department's processes and sends them for release.",
	"Process Promotion Group": "Tries processes out and says whether they are ready to be released.",
	"Process Leading Group": "Decides which processes are released.",
	"Unit Head": "Answers for a department or team.",
	"Deputy Director in Charge": "The member of the leadership in charge of a field.",
	"Director": "The mine's director; decides what the deputies may not.",
	"HR Clerk": "Keeps leave, hiring, probation and resignation.",
	"Finance Officer": "Checks and pays.",
	"Branch Office Manager": "Runs a branch office; decides leave of one day.",
	"Sales Vice President": "Decides leave of two days and more, hiring and travel of branch offices.",
	"Quality Management Clerk": "Receives what branch offices report; works at the marketing centre.",
	"Acceptance Clerk": "Receives applications for acceptance and checks that they are complete.",
	"Expert Reviewer": "Member of the expert review group.",
	"Approving Leader": "Signs the reply to an application for acceptance.",
	"Safety Information Clerk": "Takes in safety information and issues the sheet the same day.",
	"Safety Inspector": "Finds hazards and violations, and rechecks what was rectified.",
	"Business Hall Clerk": "Takes in applications for power, by whatever channel they come.",
	"Business Hall Head": "Answers for the business hall; opens the green channel.",
	"Site Surveyor": "Surveys a customer's site and draws up the supply plan.",
	"Supply Plan Reviewer": "Reviews supply plans.",
	"Connection Acceptance Engineer": "Accepts finished works before they are energised.",
	"Connection Specialist": "Countersigns plans and acceptances for engineering, tariffs or metering.",
	"Supply Contract Clerk": "Concludes supply contracts and tariff agreements.",
	"Tariff Cashier": "Collects the fees of a connection.",
	"Metering Dispatcher": "Provides meters and sends the fitters out.",
	"Meter Fitter": "Installs meters and energises connections.",
	"Connection Records Clerk": "Keeps the files of connections.",
}


def make_process_roles() -> None:
	"""Creates the roles that are missing; an administrator's wording stays."""
	present = set(frappe.get_all("Process Role", pluck="name"))
	for role, description in PROCESS_ROLES.items():
		if role not in present:
			frappe.get_doc(doctype="Process Role", role_name=role, description=description).insert(
				ignore_permissions=True  # installation runs without a user of its own
			)
