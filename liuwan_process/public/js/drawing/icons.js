// The signs of palette, pad and menu: drawn here, in a square of 24, so that no font has to be shipped.
const RECT = "M3 6.5a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z";
const DIAMOND = "M12 2.5l9.5 9.5l-9.5 9.5L2.5 12z";
const PERSON = "M9 11.2a2 2 0 1 0 0-4a2 2 0 0 0 0 4M5.5 16.5c0-5 7-5 7 0";
const RING = "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17";
const LANES = "M3.5 3.5h17v17h-17z";

const SIGNS = {
	hand: "M7 12V6.5a1.3 1.3 0 0 1 2.6 0V11V4.5a1.3 1.3 0 0 1 2.6 0V11V5.5a1.3 1.3 0 0 1 2.6 0V12V8a1.3 1.3 0 0 1 2.6 0v6.5c0 4-2 6-5.4 6s-4.5-2-6.5-6c-1-2 .6-3 1.5-2z",
	lasso: "M4 4h3M10 4h4M17 4h3v3M20 10v4M20 17v3h-3M14 20h-4M7 20H4v-3M4 14v-4M4 7V4",
	space: "M12 3v18M9 12H3l3-3M3 12l3 3M15 12h6l-3-3M21 12l-3 3",
	connect: "M3.5 3.5h6v6h-6zM14.5 14.5h6v6h-6zM9.5 6.5h8v8M15.5 12l2 2.5l2-2.5",
	start: `${RECT}M10 9l5 3l-5 3z`,
	task: `${RECT}${PERSON}`,
	approval: `${RECT}${PERSON}M14 12.5l2 2l3-4`,
	notice: "M3 5.5h18v13H3zM3 5.5l9 7.5l9-7.5",
	automatic: `${RECT}M12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5M12 7v2.5M12 14.5V17M7 12h2.5M14.5 12H17M8.5 8.5l1.7 1.7M13.8 13.8l1.7 1.7M8.5 15.5l1.7-1.7M13.8 10.2l1.7-1.7`,
	subprocess: `${RECT}M9.5 12.5h5v5h-5zM12 13.5v3M10.5 15h3`,
	end: RING,
	refused: `${RING}M9 9l6 6M15 9l-6 6`,
	choice: `${DIAMOND}M9 9l6 6M15 9l-6 6`,
	all: `${DIAMOND}M12 7.5v9M7.5 12h9`,
	some: `${DIAMOND}M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8`,
	any: `${DIAMOND}M12 7.5v9M7.5 12h9M9 9l6 6M15 9l-6 6`,
	change: "M14.5 6.5a4 4 0 0 1 5-3l-2.5 2.5l1 2l2 1l2.5-2.5a4 4 0 0 1-5.5 4.5L8 20a2.1 2.1 0 0 1-3-3l9-9",
	refuse: "M3 12h3M8 12h3M13 12h3M16 8.5l4.5 3.5l-4.5 3.5z",
	approve: "M3 12h13M16 8.5l4.5 3.5l-4.5 3.5z",
	out: "M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5l1 14h9l1-14M10 10v7M14 10v7",
	lane_before: `${LANES}M12 3.5v17M5.5 12h4.5M7.7 9.7v4.6`,
	lane_behind: `${LANES}M12 3.5v17M14 12h4.5M16.2 9.7v4.6`,
	lane_divide: `${LANES}M12 3.5v17`,
};

// The address of a sign, in a colour.
export function sign(name, colour = "#33414f") {
	const weight = name === "end" || name === "refused" ? 2.6 : 1.5;
	const look = `fill="none" stroke="${colour}" stroke-width="${weight}" stroke-linejoin="round" stroke-linecap="round"`;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24"><path ${look} d="${SIGNS[name]}"/></svg>`;
	return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
