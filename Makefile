# 共富直播间 · Gongfu Studio. `make run` starts it, `make test` tests it; both set up what they need.
.DEFAULT_GOAL := help
.PHONY: help setup run test check lint i18n shots bench build

# Compiled once, not again by each worker of the tests and each program they start.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
STAMP := .venv/.stamp
OUT ?= out
# More than there are cores, because most tests wait. A file's tests stay together, and so do those
# that start an OBS (tests/helpers/side_by_side.py). One at a time: make test PYTEST="-n 0"
SIDE_BY_SIDE := -n 4 --dist loadfile --no-loadscope-reorder

help: ## What there is to make
	@sed -n 's/^\([a-z0-9]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

setup: $(STAMP) ## The environment in .venv (on Debian as root also Qt's system libraries)

$(STAMP): requirements.lock pyproject.toml tools/setup.sh
	tools/setup.sh
	touch $@

run: setup ## Open the studio; without a display, run the demo session and say where its report lies
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		$(BIN)/gongfu; \
	else \
		echo "没有显示器，跑一场演示 / No display: running the demo session"; \
		$(BIN)/gongfu demo --headless --out $(abspath $(OUT))/demo; \
	fi

test: setup ## All tests (on Debian as root also installs OBS and what its tests need)
	tools/setup.sh real-obs
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(PYTEST)

check: setup lint ## Lint and the fast tests
	$(BIN)/python -m pytest -q -m "not obs" --ignore tests/e2e $(SIDE_BY_SIDE) $(PYTEST)

lint: setup ## Style, types and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

i18n: setup ## Collect the sentences of ui/ and compile their English
	$(BIN)/python -m ui.i18n.build

shots: setup ## Pictures of every screen, under docs/pictures
	$(BIN)/python -m ui.shots

bench: setup ## Everything that is timed, beside what it is measured against
	tools/setup.sh bench
	$(BIN)/python -m bench

build: setup ## The program as a folder that runs without Python, under dist/
	$(BIN)/pyinstaller --noconfirm build.spec
