from django.db import migrations


class Migration(migrations.Migration):
	initial = True
	dependencies = [("viewflow", "__first__")]
	operations = [
		migrations.CreateModel("Request", fields=[], options={"proxy": True}, bases=("viewflow.process",))
	]
