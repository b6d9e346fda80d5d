app_name = "liuwan_process"
app_title = "Liuwan Process"
app_publisher = "Liuwan Process"
app_description = "Whole-enterprise process management"
app_email = "office@liuwan.example"
app_license = "MIT"

before_install = "liuwan_process.install.before_install"
after_install = "liuwan_process.install.after_install"
before_migrate = "liuwan_process.install.before_migrate"
after_migrate = "liuwan_process.install.after_migrate"
before_uninstall = "liuwan_process.uninstall.before_uninstall"

export_python_type_annotations = True
require_type_annotated_api_methods = True

standard_queries = {"Staff Member": "liuwan_process.process_organization.people_search.staff_query"}
