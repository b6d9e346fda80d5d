"""A library of processes as a mine might have them, made up by a seed: 8 to 40 steps, lanes, branches, knowledge. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

FEWEST, MOST = 8, 40
UNITS = (
	"生产科",
	"安监处",
	"通风区",
	"地测科",
	"机电科",
	"全面预算管理中心",
	"劳人科",
	"财务科",
	"党委办",
	"纪委监察科",
	"宣传部",
	"调度室",
	"供应科",
	"选煤厂",
	"行政办公室",
)
THINGS = ("采煤工作面", "井下设备", "瓦斯抽采", "物资采购", "安全培训", "工程验收", "隐患排查", "薪酬核算")
ACTS = ("编制", "审核", "会签", "登记", "验收", "核对", "汇总", "上报", "批准", "归档", "通知", "整改")
OBJECTS = ("计划", "方案", "台账", "申请单", "报告", "图纸", "合同", "清单", "通知书", "记录表")
METHODS = (
	"对照上月台账逐项核对，发现不一致的当日与责任单位联系，并在备注栏写明原因。",
	"现场查看后填写记录，两人签字；影像资料随单上传，保存期不少于三年。",
	"按规程规定的项目逐条检查，缺项的一次告知，补齐后再受理。",
	"先与相关科室沟通口径，再出具书面意见；意见不一致时提交分管领导裁定。",
)
RISKS = ("数据失真造成决策失误", "超期未办影响生产接续", "越权审批", "资料缺失无法追溯")
CONTROLS = ("双人复核", "到期前一天自动提醒并抄送科长", "按权限表逐级审批", "归档前由档案员核对目录")
Document = dict[str, Any]


def documents(count: int = 300, seed: int = 2026) -> Iterator[Document]:
	"""Definition documents of as many processes, the same for the same seed."""
	chance = random.Random(seed)
	for number in range(1, count + 1):
		yield document(chance, f"GEN-{number:03}", chance.randint(FEWEST, MOST))


def document(chance: random.Random, code: str, size: int) -> Document:
	"""One process of `size` steps, start and end included."""
	lanes = chance.sample(UNITS, chance.randint(3, 6))
	steps = [step(chance, number, lanes, size) for number in range(1, size + 1)]
	return {
		"schema": 1,
		"process": code,
		"title": f"{chance.choice(THINGS)}{chance.choice(OBJECTS)}{chance.choice(('管理', '办理', '审批'))}流程 {code[-3:]}",
		"version": 1,
		"form": {"fields": [{"name": "subject", "label": "事由", "type": "Data", "required": True}]},
		"steps": steps,
		"transitions": ways(chance, steps),
	}


def step(chance: random.Random, number: int, lanes: list[str], size: int) -> Document:
	kind = {1: "start", size: "end"}.get(number) or chance.choice(("task", "task", "approval"))
	title = chance.choice(ACTS) + chance.choice(THINGS) * chance.randint(0, 1) + chance.choice(OBJECTS)
	found: Document = {"id": f"s{number}", "title": title, "kind": kind, "lane": chance.choice(lanes)}
	if kind in ("task", "approval"):
		found["participants"] = [
			{"rule": "process_role", "role": f"{found['lane']}业务员", "scope": "anywhere"}
		]
		found["limit"] = {"amount": chance.randint(1, 5), "unit": "working_days"}
		found["knowledge"] = knowledge(chance)
	return found


def knowledge(chance: random.Random) -> dict[str, str]:
	thing, made = chance.choice(OBJECTS), chance.choice(OBJECTS)
	which = chance.randrange(len(RISKS))
	return {
		"input": f"{chance.choice(THINGS)}{thing}",
		"output": f"{chance.choice(THINGS)}{made}",
		"method": chance.choice(METHODS),
		"quality_standard": "数据准确率不低于99%，按时完成率100%",
		"risks": RISKS[which],
		"controls": CONTROLS[which],
		"clauses": f"《{chance.choice(THINGS)}管理办法》第{chance.randint(1, 40)}条",
		"record_form": f"{thing}（LW-{chance.randint(1, 99):02}）",
	}


def ways(chance: random.Random, steps: list[Document]) -> list[Document]:
	"""One after the other, with refusals that go back and conditions that skip a few steps."""
	found = []
	for number, (here, following) in enumerate(pairwise(steps)):
		skips = chance.random() < 0.15 and number + 3 < len(steps) and here["kind"] == "task"
		if skips:
			found.append(way(here, steps[number + 3], "提交", condition="len(subject) > 20"))
		found.append(way(here, following, "同意" if here["kind"] == "approval" else "提交"))
		if here["kind"] == "approval":
			back = steps[max(0, number - chance.randint(1, 4))]
			found.append(way(here, back, "退回", decision="refuse"))
	return found


def way(source: Document, target: Document, action: str, **more: str) -> Document:
	return {"from": source["id"], "to": target["id"], "action": action, "decision": "approve", **more}
