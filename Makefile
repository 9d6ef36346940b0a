# Everything there is to do here, from a fresh machine with Go. `make` alone lists it.

GO       ?= go
GRAPHIQL := internal/web/dist/graphiql.min.js
SAMPLES  := --from sample:norrby --from sample:vasterbotten
FUZZTIME ?= 5m
FUZZ     := internal/exchange/changeset:FuzzRead internal/exchange/canonical:FuzzText graph:FuzzDocument graph:FuzzFilter graph:FuzzCursor graph:FuzzKey internal/cli/report:FuzzCSV
# Runs a command with a Neo4j that tests find: one that LANDSKAP_TEST_NEO4J_URI names, or a new one by Java and Maven, or Docker.
NEO4J    := $(GO) run ./internal/neo4jtest/run

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## start with both samples and print where to click (Ctrl-C ends it)
	@bin/landskap serve $(SAMPLES)

test: ## run all tests, those of Neo4j where there is Java and Maven, or Docker; RACE=1 with the race detector, on fewer random cases
ifdef RACE
	$(NEO4J) -- $(GO) test -race -short -timeout 20m ./...
else
	$(NEO4J) -- $(GO) test -timeout 20m ./...
endif

lint: ## formatting, go vet, staticcheck
	@files=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$files" ] || { echo "gofmt: $$files"; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

build: ## build bin/landskap, with GraphiQL for /explore where Node.js is there
	@$(MAKE) -s $(GRAPHIQL) || echo 'GraphiQL could not be fetched; /explore shows the plain page.' >&2
	@CGO_ENABLED=0 $(GO) build -o bin/landskap ./cmd/landskap

accept: build ## run the acceptance cases that lie beside the project, on files and on what folders and Neo4j keep
	@[ -f ../shared/acceptance/run.py ] || { echo 'The acceptance cases lie beside the project, in ../shared; they are not here.' >&2; exit 1; }
	python3 ../shared/acceptance/run.py bin/landskap
	$(NEO4J) -- python3 internal/cli/testdata/accept_kept.py ../shared/acceptance bin/landskap

generate: ## write generated files anew
	$(GO) generate ./...

bench: ## measure the engine beside encoding/json
	$(GO) test -run '^$$' -bench . -benchmem ./graph ./eira

bench-neo4j: build ## measure the API over Neo4j beside Cypher by hand and @neo4j/graphql, at national size; half an hour
	$(NEO4J) -heap 8192 -page-cache 1024 -- $(GO) run ./internal/peer/bench -actors 311 -out internal/docs/bench-neo4j.md

differential: ## compare the plain store, the embedded one and Neo4j on a thousand landscapes
	LANDSKAP_DIFFERENTIAL=1000 $(NEO4J) -- $(GO) test -count 1 -timeout 90m -v -run 'TestAlike$$|TestWriterShared' ./internal/store/neo4j

fuzz: ## fuzz each input for five minutes, or for FUZZTIME
	@for f in $(FUZZ); do echo "$${f#*:} ($(FUZZTIME))"; $(GO) test -run '^$$' -fuzz "^$${f#*:}$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x "./$${f%:*}" || exit 1; done

reliability: build ## kill the program under load a thousand times
	LANDSKAP_KILL_CYCLES=1000 $(GO) test -count 1 -timeout 60m -v ./internal/reliability

$(GRAPHIQL): internal/web/package-lock.json internal/web/build.mjs
	@command -v npm >/dev/null || { echo 'There is no Node.js here.' >&2; exit 1; }
	@cd internal/web && npm ci --silent --fetch-retries=1 --fetch-timeout=10000 && node build.mjs

.PHONY: help run test lint build accept generate bench bench-neo4j differential fuzz reliability
