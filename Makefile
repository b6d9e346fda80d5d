# All targets are described by `make help`; the work is in bench/.
PYTHON ?= $(shell command -v python3.11 || echo python3)
export ARGS CMD SITE KEEP FRESH LIUWAN_BENCH LIUWAN_SITE

.PHONY: benchmark faults help demo test bench restart run shell logs stop clean lint format packages

help demo test bench restart run shell logs stop clean lint format packages:
	@$(PYTHON) -m bench $@

faults:
	@$(PYTHON) -m bench $@

benchmark:
	@$(PYTHON) -m benchmarks

.DEFAULT_GOAL := help
