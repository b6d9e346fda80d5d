app_name = "liuwan_process"
app_title = "Liuwan Process"
app_publisher = "Liuwan Process"
app_description = "Whole-enterprise process management"
app_email = "office@liuwan.example"
app_license = "MIT"
app_logo_url = "/assets/liuwan_process/portal/icon.svg"

before_install = "liuwan_process.install.before_install"
after_install = "liuwan_process.install.after_install"
before_migrate = "liuwan_process.install.before_migrate"
after_migrate = "liuwan_process.install.after_migrate"
before_uninstall = "liuwan_process.uninstall.before_uninstall"
after_uninstall = "liuwan_process.uninstall.after_uninstall"

export_python_type_annotations = True
require_type_annotated_api_methods = True

standard_queries = {"Staff Member": "liuwan_process.process_organization.people_search.staff_query"}
liuwan_delegation_begun = ["liuwan_process.engine.handing_over.delegate_open_tasks"]
liuwan_delegation_made = ["liuwan_process.telling.stand_ins.tell"]
liuwan_file_changes = ["liuwan_process.process_library.compendium.paper.guard"]
liuwan_notices = {
	"Process Acknowledgement": "liuwan_process.process_library.announcements.notices.of",
	"Process Change Request": "liuwan_process.process_improvement.suggestions.notice",
	"Process Comment": "liuwan_process.process_library.feedback.comments.notice",
}
liuwan_people_changed = ["liuwan_process.engine.people.forget_holders"]

# /api/process/v1: see api/rest/front.py
before_request = ["liuwan_process.api.rest.front.take"]
after_request = ["liuwan_process.api.rest.front.mend", "liuwan_process.setup.sign_in.land"]
on_login = ["liuwan_process.setup.sign_in.match"]

page_renderer = ["liuwan_process.portal.renderer.PortalPage", "liuwan_process.portal.by_mail.MailPage"]
role_home_page = {"Process Participant": "process"}

doc_events = {
	"*": {
		"validate": "liuwan_process.engine.guard.before_save",
		"before_update_after_submit": "liuwan_process.engine.guard.before_save",
		"after_insert": "liuwan_process.engine.attachments.attach",
		"on_update": "liuwan_process.engine.edits.record",
		"on_update_after_submit": "liuwan_process.engine.edits.record",
		"on_change": "liuwan_process.engine.reading.mask",
		"onload": "liuwan_process.engine.desk_view.onload",
		"before_cancel": "liuwan_process.engine.guard.refuse_change",
		"before_rename": "liuwan_process.engine.guard.refuse_change",
		"on_trash": "liuwan_process.engine.guard.refuse_change",
	},
	"User": {"after_insert": "liuwan_process.setup.sign_in.note_new"},
	"Org Unit": {
		"on_update": "liuwan_process.engine.people.forget_holders",
		"on_trash": "liuwan_process.engine.people.forget_holders",
		"after_rename": "liuwan_process.engine.people.forget_holders",
	},
	"Staff Member": {
		"on_update": "liuwan_process.engine.people.forget_holders",
		"on_trash": "liuwan_process.engine.people.forget_holders",
		"after_rename": "liuwan_process.engine.people.forget_holders",
	},
	"Position": {
		"on_update": "liuwan_process.engine.people.forget_holders",
		"on_trash": "liuwan_process.engine.people.forget_holders",
		"after_rename": "liuwan_process.engine.people.forget_holders",
	},
	"Process": {"on_change": "liuwan_process.process_library.handbook.issues.forget"},
	"Process Object": {"on_change": "liuwan_process.process_library.handbook.issues.forget"},
	"Process Risk": {"on_change": "liuwan_process.process_library.handbook.issues.forget"},
	"Regulation": {"on_change": "liuwan_process.process_library.handbook.issues.forget"},
	"Process Role": {
		"on_update": "liuwan_process.engine.people.forget_holders",
		"on_trash": "liuwan_process.engine.people.forget_holders",
		"after_rename": "liuwan_process.engine.people.forget_holders",
	},
}

scheduler_events = {
	"daily_long": [
		"liuwan_process.engine.unattended.look_through",
		"liuwan_process.process_library.handbook.issues.sweep_all",
		"liuwan_process.process_library.regulations.look_through",
	],
	"daily": ["liuwan_process.process_library.governance.review.remind"],
	"hourly": [
		"liuwan_process.process_library.released.pick_up",
		"liuwan_process.process_library.announcements.reminding.remind",
	],
	"cron": {
		"* * * * *": [
			"liuwan_process.engine.sweep.sweep",
			"liuwan_process.engine.errands.pick_up",
			"liuwan_process.telling.outbox.sweep",
			"liuwan_process.telling.digest.send_all",
			"liuwan_process.process_library.handbook.issues.sweep",
			"liuwan_process.process_library.governance.carrying_out.pick_up",
		]
	},
}
default_log_clearing_doctypes = {"Process Message": 90}

permission_query_conditions = {
	"Process Acknowledgement": "liuwan_process.permissions.readers.acknowledgements_query",
	"Process Change Request": "liuwan_process.permissions.feedback.suggestions_query",
	"Process Comment": "liuwan_process.permissions.feedback.comments_query",
	"Process Instance": "liuwan_process.permissions.runs.instances_query",
	"Process Task": "liuwan_process.permissions.runs.tasks_query",
	"Process Log": "liuwan_process.permissions.runs.log_query",
	"Delegation": "liuwan_process.process_organization.doctype.delegation.delegation.query_conditions",
	"Process Notification Choice": "liuwan_process.permissions.own_choices.query",
	"File": "liuwan_process.engine.file.query",
	"Regulation": "liuwan_process.permissions.knowledge.regulations_query",
}
has_permission = {
	"Process Announcement": "liuwan_process.permissions.readers.may_use_announcement",
	"Process Acknowledgement": "liuwan_process.permissions.readers.may_see_acknowledgement",
	"Process Change Request": "liuwan_process.permissions.feedback.may_use_suggestion",
	"Process Comment": "liuwan_process.permissions.feedback.may_use_comment",
	"Process": "liuwan_process.process_library.permission.has_permission",
	"Process Instance": "liuwan_process.permissions.runs.has_permission",
	"Process Task": "liuwan_process.permissions.runs.has_permission",
	"Process Log": "liuwan_process.permissions.runs.has_permission",
	"Delegation": "liuwan_process.process_organization.doctype.delegation.delegation.has_permission",
	"Process Notification Choice": "liuwan_process.permissions.own_choices.has_permission",
	"Process Release": "liuwan_process.permissions.releases.has_permission",
	"File": "liuwan_process.engine.file.has_permission",
	"Process Object": "liuwan_process.permissions.knowledge.has_permission",
	"Process Risk": "liuwan_process.permissions.knowledge.has_permission",
	"Regulation": "liuwan_process.permissions.knowledge.has_permission",
}
override_doctype_class = {"File": "liuwan_process.engine.file.ProcessFile"}
auth_hooks = ["liuwan_process.permissions.requests.refuse_guesses"]

override_whitelisted_methods = {
	"frappe.desk.form.load.getdoc": "liuwan_process.api.desk_form.getdoc",
	"frappe.desk.form.load.get_docinfo": "liuwan_process.api.desk_form.get_docinfo",
	"frappe.model.workflow.get_transitions": "liuwan_process.api.desk.get_transitions",
	"frappe.model.workflow.apply_workflow": "liuwan_process.api.desk.apply_workflow",
	"frappe.model.workflow.bulk_workflow_approval": "liuwan_process.api.desk.bulk_workflow_approval",
	"frappe.model.workflow.get_common_transition_actions": (
		"liuwan_process.api.desk.get_common_transition_actions"
	),
}

liuwan_act_done = {"Process Release": ["liuwan_process.process_library.governance.course.follow"]}
liuwan_version_released = [
	"liuwan_process.process_library.governance.review.begin",
	"liuwan_process.process_library.impact.on_released",
	"liuwan_process.process_library.announcements.making.on_released",
]
liuwan_process_retired = ["liuwan_process.process_library.governance.review.end"]

clear_cache = ["liuwan_process.kept.drop"]
on_process_published = ["liuwan_process.engine.versions.clear_forms"]
extend_bootinfo = "liuwan_process.process_execution.workspace.narrow.narrow_boot"
app_include_js = [
	"/assets/liuwan_process/js/act_comment.js",
	"/assets/liuwan_process/js/send_again.js",
	"/assets/liuwan_process/js/task_acts.js",
	"/assets/liuwan_process/js/form_by_step.js",
	"/assets/liuwan_process/js/file_import.js",
	"/assets/liuwan_process/js/traffic_lights.js",
]
doctype_js = {
	"Process": [
		"public/js/process_choices.js",
		"public/js/process_rows.js",
		"public/js/process_work.js",
		"public/js/process_knowledge.js",
		"public/js/process_drawing.js",
		"public/js/process_publication.js",
		"public/js/process_release.js",
		"public/js/process_versions.js",
		"public/js/process_reading.js",
		"public/js/process_bpmn.js",
		"public/js/process_moving.js",
	],
	"Process Instance": ["public/js/process_moving.js", "public/js/process_office.js"],
	"Staff Member": ["public/js/hand_over.js"],
	"Regulation": ["public/js/where_used.js"],
	"Process Object": ["public/js/where_used.js"],
	"Process Risk": ["public/js/where_used.js"],
}
doctype_list_js = {"Process": "public/js/process_release.js"}
