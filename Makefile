# Everything there is to do here, from a fresh machine with Go. `make` alone lists it.

GO       ?= go
GRAPHIQL := internal/web/dist/graphiql.min.js
SAMPLES  := --from sample:norrby --from sample:vasterbotten
FUZZTIME ?= 5m
FUZZ     := internal/exchange/changeset:FuzzRead internal/exchange/canonical:FuzzText graph:FuzzDocument graph:FuzzFilter graph:FuzzCursor graph:FuzzKey internal/cli/report:FuzzCSV
# These take long, and the test stage has run them at full size: the race detector gets what -short leaves.
HEAVY    := /internal/(reliability|concurrency)$$

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## start with both samples and print where to click (Ctrl-C ends it)
	@bin/landskap serve $(SAMPLES)

test: ## run all tests
	$(GO) test ./...

race: ## run all tests with the race detector
	$(GO) test -race $$($(GO) list ./... | grep -Ev '$(HEAVY)')
	$(GO) test -race -short $$($(GO) list ./... | grep -E '$(HEAVY)')

lint: ## formatting, go vet, staticcheck
	@files=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$files" ] || { echo "gofmt: $$files"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

build: graphiql ## build bin/landskap
	@CGO_ENABLED=0 $(GO) build -o bin/landskap ./cmd/landskap

accept: build ## run the acceptance cases that lie beside the project, on files and on what is kept
	@[ -f ../shared/acceptance/run.py ] || { echo 'The acceptance cases lie beside the project, in ../shared; they are not here.' >&2; exit 1; }
	python3 ../shared/acceptance/run.py bin/landskap
	python3 internal/cli/testdata/accept_kept.py ../shared/acceptance bin/landskap

generate: ## write generated files anew
	$(GO) generate ./...

bench: ## measure the engine beside encoding/json
	$(GO) test -run '^$$' -bench . -benchmem ./graph ./eira

fuzz: ## fuzz each input for five minutes, or for FUZZTIME
	@for f in $(FUZZ); do echo "$${f#*:} ($(FUZZTIME))"; $(GO) test -run '^$$' -fuzz "^$${f#*:}$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x "./$${f%:*}" || exit 1; done

reliability: build ## kill the program under load a thousand times
	LANDSKAP_KILL_CYCLES=1000 $(GO) test -count 1 -timeout 60m -v ./internal/reliability

graphiql: ## fetch GraphiQL for /explore, where Node.js is there
	@$(MAKE) -s $(GRAPHIQL) || echo 'GraphiQL could not be fetched; /explore shows the plain page.' >&2

$(GRAPHIQL): internal/web/package-lock.json internal/web/build.mjs
	@command -v npm >/dev/null || { echo 'There is no Node.js here.' >&2; exit 1; }
	@cd internal/web && npm ci --silent --fetch-retries=1 --fetch-timeout=10000 && node build.mjs

.PHONY: help run test race lint build accept generate bench fuzz reliability graphiql
