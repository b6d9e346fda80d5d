// The palette: tools, the kinds of steps, and the gateways. Nothing that a process could not keep.
import { sign } from "./icons";
import { GATEWAYS, STEPS } from "./kinds";

class StepPalette {
	constructor(palette, create, stepShapes, handTool, lassoTool, spaceTool, globalConnect) {
		Object.assign(this, { create, stepShapes, handTool, lassoTool, spaceTool, globalConnect });
		palette.registerProvider(this);
	}

	getPaletteEntries() {
		return {
			...this.#tools(),
			"tool-separator": { group: "tools", separator: true },
			...this.#shapes("step", STEPS),
			"step-separator": { group: "step", separator: true },
			...this.#shapes("gateway", GATEWAYS),
		};
	}

	#tools() {
		const tool = (name, title, click) => ({
			...{ group: "tools", imageUrl: sign(name), title },
			action: { click },
		});
		return {
			hand: tool("hand", __("Move the drawing (H)"), (event) => this.handTool.activateHand(event)),
			lasso: tool("lasso", __("Select several (L)"), (event) =>
				this.lassoTool.activateSelection(event)
			),
			space: tool("space", __("Make room or close it (S)"), (event) =>
				this.spaceTool.activateSelection(event)
			),
			connect: tool("connect", __("Connect two steps (C)"), (event) => this.globalConnect.start(event)),
		};
	}

	#shapes(group, kinds) {
		const entry = (key) => {
			const { icon: imageUrl, title } = kinds[key];
			const start = (event) => this.create.start(event, this.stepShapes.make(kinds[key]));
			return [
				`${group}-${key}`,
				{ group, imageUrl, title, action: { dragstart: start, click: start } },
			];
		};
		return Object.fromEntries(Object.keys(kinds).map(entry));
	}
}
StepPalette.$inject = [
	...["palette", "create", "stepShapes", "handTool", "lassoTool", "spaceTool", "globalConnect"],
];

export const palette = { __init__: ["paletteProvider"], paletteProvider: ["type", StepPalette] };
