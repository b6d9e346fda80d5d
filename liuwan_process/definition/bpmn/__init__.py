"""BPMN 2.0 XML: `write.to_bpmn` for export, `read.from_bpmn` for import. What is mapped to what: docs/adr."""
