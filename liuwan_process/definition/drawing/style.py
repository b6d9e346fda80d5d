"""The look of a drawing. Every colour is a CSS custom property with a default, so that a theme can replace it."""

from __future__ import annotations

FONTS = "system-ui,-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans',sans-serif"

COLOURS = {
	"paper": "#ffffff",
	"lane": "#f8fafc",
	"lane-line": "#dbe2ea",
	"header": "#eef2f7",
	"ink": "#1c2733",
	"muted": "#566474",
	"arrow": "#667484",
	"refuse": "#b23b34",
	"start-fill": "#e6f4f2",
	"start-line": "#1f857b",
	"task-fill": "#edf4fc",
	"task-line": "#3a76b5",
	"approval-fill": "#f3effb",
	"approval-line": "#7558ad",
	"notice-fill": "#fffdf5",
	"notice-line": "#82754f",
	"automatic-fill": "#eef6ee",
	"automatic-line": "#4d7f52",
	"subprocess-fill": "#fdf3ea",
	"subprocess-line": "#a8622a",
	"end-fill": "#eceff3",
	"end-line": "#3f4e5e",
	"refused-fill": "#fcecea",
	"refused-line": "#b23b34",
	"done-fill": "#e9f4ed",
	"done-line": "#3b8459",
	"current-fill": "#1c5fa8",
	"current-line": "#0f3c70",
	"current-ink": "#ffffff",
	"skipped-fill": "#f4f5f7",
	"skipped-line": "#a5afbb",
	"coming-fill": "#ffffff",
	"badge": "#334155",
	"badge-ink": "#ffffff",
	"problem": "#c62828",
	"added": "#1c6b42",
	"removed": "#b3261e",
	"changed": "#875000",
	"moved": "#1c5fa8",
}

RULES = (
	("", "font-family:" + FONTS),
	(" text", "fill:@ink"),
	(" .paper", "fill:@paper"),
	(" .lane", "fill:@paper"),
	(" .lane.even", "fill:@lane"),
	(" .lane-line,{} .frame", "stroke:@lane-line;fill:none"),
	(" .header", "fill:@header"),
	(" .lane-title", "font-size:13px;font-weight:600;text-anchor:middle"),
	(" .edge path", "fill:none;stroke:@arrow;stroke-width:1.5px"),
	(" .edge polygon", "fill:@arrow;stroke:none"),
	(" .edge.refuse path", "stroke:@refuse;stroke-dasharray:6 3"),
	(" .edge.refuse polygon", "fill:@refuse"),
	(" .label text", "font-size:11px;fill:@muted;stroke:@paper;stroke-width:3px;paint-order:stroke"),
	(" .label.refuse text", "fill:@refuse"),
	(" .shape", "stroke-width:1.5px;stroke-linejoin:round"),
	(" .words", "font-size:13px;text-anchor:middle"),
	(" .caption", "font-size:10.5px;text-anchor:middle;fill:@muted"),
	(" .icon", "fill:none;stroke-width:1.3px;stroke-linecap:round;stroke-linejoin:round"),
	(" .mark path", "fill:@paper;stroke:@muted;stroke-width:1.3px"),
	(" .tick circle", "fill:@done-line;stroke:@paper;stroke-width:1.5px"),
	(" .tick path", "fill:none;stroke:@paper;stroke-width:1.8px;stroke-linecap:round;stroke-linejoin:round"),
	(" .status-skipped .tick circle", "fill:@muted"),
	(" .status-current .words,{} .status-current .caption", "fill:@current-ink"),
	(" .status-current .words", "font-weight:600"),
	(" .status-coming .words,{} .status-skipped .words", "fill:@muted"),
	(" .status-skipped .words", "text-decoration:line-through"),
	(" .badge rect", "fill:@badge;stroke:@paper;stroke-width:1.5px"),
	(" .badge text", "font-size:11px;font-weight:600;text-anchor:middle;fill:@badge-ink"),
	(" .halo", "fill:none;stroke:@problem;stroke-width:2px;stroke-dasharray:5 4"),
	(" .alarm circle", "fill:@problem;stroke:@paper;stroke-width:1.5px"),
	(" .alarm text", "font-size:12px;font-weight:700;text-anchor:middle;fill:@paper"),
	(" .connector circle", "fill:@paper;stroke:@muted;stroke-width:1.3px"),
	(" .connector text", "font-size:10.5px;font-weight:600;text-anchor:middle;fill:@muted"),
	(" [tabindex]:focus", "outline:none"),
	(" [tabindex]:focus .shape", "stroke-width:3.5px"),
)

KINDS = ("start", "task", "approval", "notice", "automatic", "subprocess", "end", "refused")
STATUSES = ("done", "skipped")
# What became of a step or an arrow between two versions; what is gone is struck through and dashed.
CHANGES = ("added", "removed", "changed", "moved")
CHANGE_RULES = (
	*((f" .step.change-{name} .shape", f"stroke:@{name};stroke-width:3px") for name in CHANGES),
	*((f" .edge.change-{name} path", f"stroke:@{name};stroke-width:3px") for name in CHANGES),
	*((f" .edge.change-{name} polygon", f"fill:@{name}") for name in CHANGES),
	*((f" .flag-{name} rect", f"fill:@{name};stroke:@paper;stroke-width:1px") for name in CHANGES),
	(" .step.change-removed .shape", "stroke-dasharray:4 3"),
	(" .step.change-removed .words", "text-decoration:line-through"),
	(" .edge.change-removed path", "stroke-dasharray:2 4"),
	(" .flag path", "fill:none;stroke:@paper;stroke-width:1.8px;stroke-linecap:round;stroke-linejoin:round"),
	(" .flag text", "font-size:10.5px;font-weight:600;fill:@paper"),
)


def _kind_rules() -> list[tuple[str, str]]:
	rules = [(f" .kind-{kind} .shape", f"fill:@{kind}-fill;stroke:@{kind}-line") for kind in KINDS]
	rules += [(f" .kind-{kind} .icon", f"stroke:@{kind}-line") for kind in KINDS]
	rules.append((" .kind-notice .shape", "stroke-dasharray:5 3"))
	rules.append(
		(" .kind-end .shape,{0} .kind-refused .shape,{0} .kind-subprocess .shape", "stroke-width:3px")
	)
	rules.append((" .plus", "fill:none;stroke:@subprocess-line;stroke-width:1.4px"))
	rules += [(f" .status-{name} .shape", f"fill:@{name}-fill;stroke:@{name}-line") for name in STATUSES]
	rules.append((" .status-coming .shape", "fill:@coming-fill"))
	rules.append((" .status-skipped .shape", "stroke-dasharray:2 3;stroke-width:1.5px"))
	rules.append(
		(
			" .status-current .shape",
			"fill:@current-fill;stroke:@current-line;stroke-width:3.5px;stroke-dasharray:none",
		)
	)
	rules.append((" .status-current .icon,{} .status-current .plus", "stroke:@current-ink"))
	return rules


def stylesheet(scope: str = ".lp-drawing", changes: bool = False) -> str:
	"""The CSS, with `changes` that of marked changes too. A colour is written twice, plain and as a property, for printers that know no properties."""
	rules = [*RULES, *_kind_rules(), *(CHANGE_RULES if changes else ())]
	return "".join(f"{scope}{selector.format(scope)}{{{_expand(body)}}}" for selector, body in rules)


def _expand(body: str) -> str:
	return ";".join(_declaration(each) for each in body.split(";"))


def _declaration(text: str) -> str:
	name, value = text.split(":", 1)
	if not value.startswith("@"):
		return text
	plain = COLOURS[value[1:]]
	return f"{name}:{plain};{name}:var(--lp-{value[1:]},{plain})"


def plain_rules() -> list[tuple[list[str], dict[str, str]]]:
	"""(selectors below the drawing, what they declare) with the colours themselves."""
	found = []
	for selector, body in [*RULES, *_kind_rules()]:
		selectors = [part.strip() for part in selector.format("").split(",")]
		pairs = (each.split(":", 1) for each in body.split(";"))
		found.append((selectors, {name: COLOURS.get(value[1:], value) for name, value in pairs}))
	return found
