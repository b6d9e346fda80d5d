// Into what a step or a gateway can be changed.
import { gatewayOf, GATEWAYS, isGateway, kindOf, partOf, STEPS } from "./kinds";

const ENDS = ["end", "refused"];
const JOINS = ["all", "any"];
const SPLITS = ["choice", "all", "some"];

class ChangeMenu {
	constructor(popupMenu, stepShapes) {
		this.stepShapes = stepShapes;
		popupMenu.registerProvider("bpmn-replace", this);
	}

	getPopupMenuEntries(element) {
		const kinds = isGateway(element) ? GATEWAYS : STEPS;
		const now = isGateway(element) ? gatewayOf(element) : kindOf(element);
		const others = this.#others(element, now).filter((key) => key !== now);
		return Object.fromEntries(others.map((key) => [key, this.#entry(element, kinds[key])]));
	}

	#others(element, now) {
		const part = partOf(element);
		if (part === "choice" || part === "opens") return [];
		if (part) return part === "join" ? JOINS : SPLITS;
		if (isGateway(element)) return Object.keys(GATEWAYS);
		if (!now) return [];
		if (ENDS.includes(now)) return ENDS;
		return Object.keys(STEPS).filter((key) => !ENDS.includes(key));
	}

	#entry(element, kind) {
		const action = () => this.stepShapes.change(element, kind);
		return { label: kind.title, imageUrl: kind.icon, action };
	}
}
ChangeMenu.$inject = ["popupMenu", "stepShapes"];

export const changeMenu = {
	__init__: ["replaceMenuProvider"],
	replaceMenuProvider: ["type", ChangeMenu],
};
