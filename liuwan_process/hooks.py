app_name = "liuwan_process"
app_title = "Liuwan Process"
app_publisher = "Liuwan Process"
app_description = "Whole-enterprise process management"
app_email = "office@liuwan.example"
app_license = "MIT"

after_install = "liuwan_process.install.after_install"
after_migrate = "liuwan_process.install.after_migrate"
before_uninstall = "liuwan_process.uninstall.before_uninstall"

export_python_type_annotations = True
require_type_annotated_api_methods = True
