"""Processes as a department would draw them, any number of them, each the same from its seed: for measuring the drawing."""

from __future__ import annotations

from random import Random

from liuwan_process.definition.model import Definition, FormField, Participant, Step, Transition

LANES = (
	"Mine Manager's Office", "调度室", "Safety Supervision", "财务部", "人力资源部", "机电科", "Supply and Marketing",
	"质量管理部", "通风队", "Legal",
)  # fmt: skip
TITLES = (
	"Apply", "填写申请", "Check the request against the annual budget", "部门负责人审核", "Approve", "分管领导审批",
	"组织现场勘查并提出整改意见", "Notify the applicant and the finance department", "备案", "签订合同（一式三份）",
	"Countersign: safety, production, supply", "Purchase", "验收入库并登记台账", "Pay", "安全技术措施会审",
	"Electromechanical equipment acceptance", "复查", "Archive the file", "关闭隐患", "Re-inspect within 24 hours",
	"《业务流程变更申请》登记", "Governor overhaul: measure, approve, record every wheel and gauge", "HAZARDOUS GOODS DECLARATION (BRANCH)",
	"质量管理部、安全监察部、机电科、通风队、调度室联合会审并签字确认后存档", "WMWMWMWM WMWMWMWM", "Unverzüglichkeitsbescheinigung", "A",
)  # fmt: skip
ACTIONS = ("Approve", "同意", "Submit", "转交", "Agree with remarks")
REFUSALS = ("Return", "退回修改", "Refuse", "不合格，重新整改")
CONDITIONS = ("amount > 20000", "days >= 2", "kind == '重大' and amount > 500", "not (days > 3)")
KINDS = ("task", "task", "approval", "approval", "notice", "automatic", "subprocess")
FIELDS = (
	FormField("amount", "金额", "Currency"),
	FormField("days", "Days", "Int"),
	FormField("kind", "隐患等级"),
)
FEWEST, MOST = 8, 40


def process(seed: int) -> Definition:
	"""A process of 8 to 40 steps: sequences, choices, parallel branches that meet again, ways back."""
	return _Maker(Random(seed)).make()


class _Maker:
	def __init__(self, chance: Random) -> None:
		self.chance = chance
		self.lanes = chance.sample(LANES, chance.randint(1, 7))
		self.wanted = chance.randint(FEWEST, MOST)
		self.steps: list[Step] = []
		self.ways: list[Transition] = []

	def make(self) -> Definition:
		out = [self._step("start")]
		while len(self.steps) < self.wanted - 2:
			out = self._part(out)
		self._link(out, self._step("end"))
		self._ways_back()
		if len(self.steps) < self.wanted:
			self._refused()
		return Definition("G", "Generated", 1, "G", FIELDS, tuple(self.steps), tuple(self.ways))

	def _part(self, out: list[str]) -> list[str]:
		left = self.wanted - 2 - len(self.steps)
		kind = self.chance.choice(("one", "one", "choice", "parallel")) if left > 4 else "one"
		if kind == "one":
			return [self._after(out)]
		ways = self.chance.randint(2, min(5, left - 2))
		return self._branches(out, ways, kind == "parallel")

	def _after(self, out: list[str], **more) -> str:
		here = self._step(self.chance.choice(KINDS), **more)
		self._link(out, here)
		return here

	def _branches(self, out: list[str], ways: int, parallel: bool) -> list[str]:
		"""Ways that part behind one step; parallel ones meet in one, chosen ones where what follows stands."""
		fork = self._after(out, split=self.chance.choice(("all", "some")) if parallel else "one")
		action = self.chance.choice(ACTIONS)
		ends = []
		for number in range(ways):
			here = self._step(self.chance.choice(KINDS))
			condition = self.chance.choice(CONDITIONS) if number else ""
			self.ways.append(Transition(fork, here, action, "approve", condition))
			ends.append(here)
		if not parallel:
			return ends
		return [self._after(ends, join=self.chance.choice(("all", "any")))]

	def _ways_back(self) -> None:
		"""Approvals send back to a step before them; some ways lead over several steps."""
		for number, step in enumerate(self.steps):
			if step.kind == "approval" and number and self.chance.random() < 0.6:
				earlier = self.steps[self.chance.randrange(number)].id
				self.ways.append(Transition(step.id, earlier, self.chance.choice(REFUSALS), "refuse"))

	def _refused(self) -> None:
		judge = self.chance.choice(self.steps[1:-1])
		end = self._step("end", status="Refused")
		self.ways.append(Transition(judge.id, end, self.chance.choice(REFUSALS), "refuse"))

	def _link(self, sources: list[str], target: str) -> None:
		self.ways += [Transition(each, target, self.chance.choice(ACTIONS)) for each in sources]

	def _step(self, kind: str, **more) -> str:
		step_id = f"s{len(self.steps)}"
		people = (Participant("initiator"),) if kind in ("task", "approval", "notice") else ()
		title, lane = self.chance.choice(TITLES), self.chance.choice(self.lanes)
		self.steps.append(Step(step_id, title, kind, lane, people, **more))
		return step_id
