// Makes shapes of the process's own kinds, and changes one into another, each as one act that can be undone.
import RuleProvider from "diagram-js/lib/features/rules/RuleProvider";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { decisionOf, noteOf } from "./kinds";

export class StepShapes {
	constructor(moddle, bpmnFactory, elementFactory, modeling, bpmnReplace, commandStack) {
		Object.assign(this, { moddle, bpmnFactory, elementFactory, modeling, bpmnReplace, commandStack });
		commandStack.register("liuwan.change", { preExecute: (context) => this.#change(context) });
	}

	make({ type, kind, event, width, height }) {
		const businessObject = this.bpmnFactory.create(type);
		if (kind) this.#note(businessObject, "Step", { kind });
		const size = width ? { width, height } : {};
		const more = event ? { eventDefinitionType: event } : {};
		return this.elementFactory.createShape({ type, businessObject, ...size, ...more });
	}

	// Another kind of step, or another gateway.
	change(element, target) {
		this.commandStack.execute("liuwan.change", { element, target });
	}

	#change({ element, target }) {
		const { type, kind, event } = target;
		const shape = this.#isDrawnAs(element, target)
			? element
			: this.bpmnReplace.replaceElement(element, { type, eventDefinitionType: event });
		if (kind) this.#write(shape, "Step", { kind });
	}

	#isDrawnAs(element, { type, event }) {
		const events = (element.businessObject.eventDefinitions || []).map((each) => each.$type);
		return element.type === type && (events[0] || "") === (event || "");
	}

	// A flow refuses, or it does not any more.
	turn(flow) {
		this.#write(flow, "Transition", { decision: decisionOf(flow) === "refuse" ? "approve" : "refuse" });
	}

	#write(element, type, values) {
		const note = noteOf(element, type);
		if (note) return this.modeling.updateModdleProperties(element, note, values);
		const extensionElements = this.#extension(element.businessObject, type, values);
		this.modeling.updateProperties(element, { extensionElements });
	}

	#note(businessObject, type, values) {
		businessObject.extensionElements = this.#extension(businessObject, type, values);
	}

	#extension(parent, type, values) {
		const extension = this.moddle.create("bpmn:ExtensionElements", { values: [] });
		const note = this.moddle.create(`liuwan:${type}`, values);
		extension.$parent = parent;
		note.$parent = extension;
		extension.values.push(note, ...(parent.extensionElements?.values || []));
		return extension;
	}
}
StepShapes.$inject = ["moddle", "bpmnFactory", "elementFactory", "modeling", "bpmnReplace", "commandStack"];

// The pool is the process: it stays.
export class KeptPool extends RuleProvider {
	init() {
		this.addRule("elements.delete", 2000, ({ elements }) => {
			if (elements.some((each) => is(each, "bpmn:Participant"))) return false;
		});
	}
}
KeptPool.$inject = ["eventBus"];

export const shapes = {
	__init__: ["stepShapes", "keptPool"],
	stepShapes: ["type", StepShapes],
	keptPool: ["type", KeptPool],
};
