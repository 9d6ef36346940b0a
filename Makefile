# Everything there is to do here, from a fresh machine with Go. `make` alone lists it.

GO       ?= go
GRAPHIQL := internal/web/dist/graphiql.min.js
SAMPLES  := --from sample:norrby --from sample:vasterbotten

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## start with both samples and print where to click (Ctrl-C ends it)
	@bin/landskap serve $(SAMPLES)

test: ## run all tests
	$(GO) test ./...

race: ## run all tests with the race detector
	$(GO) test -race ./...

lint: ## formatting, go vet, staticcheck
	@files=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$files" ] || { echo "gofmt: $$files"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

build: graphiql ## build bin/landskap
	@CGO_ENABLED=0 $(GO) build -o bin/landskap ./cmd/landskap

accept: build ## run the acceptance cases that lie beside the project
	@[ -f ../shared/acceptance/run.py ] || { echo 'The acceptance cases lie beside the project, in ../shared; they are not here.' >&2; exit 1; }
	python3 ../shared/acceptance/run.py bin/landskap

generate: ## write generated files anew
	$(GO) generate ./...

bench: ## measure the engine beside encoding/json
	$(GO) test -run '^$$' -bench . -benchmem ./graph ./eira

fuzz: ## fuzz each input for five minutes
	$(GO) test -run '^$$' -fuzz FuzzRead -fuzztime 5m -fuzzminimizetime 20x ./internal/exchange/changeset
	$(GO) test -run '^$$' -fuzz FuzzDocument -fuzztime 5m -fuzzminimizetime 20x ./graph

graphiql: ## fetch GraphiQL for /explore, where Node.js is there
	@$(MAKE) -s $(GRAPHIQL) || echo 'GraphiQL could not be fetched; /explore shows the plain page.' >&2

$(GRAPHIQL): internal/web/package-lock.json internal/web/build.mjs
	@command -v npm >/dev/null || { echo 'There is no Node.js here.' >&2; exit 1; }
	@cd internal/web && npm ci --silent --fetch-retries=1 --fetch-timeout=10000 && node build.mjs

.PHONY: help run test race lint build accept generate bench fuzz graphiql
