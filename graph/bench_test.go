package graph

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
)

// The benchmark asks for 20 lists of 50 objects with 4 fields each, from a store that costs nothing.
const (
	benchmarkQuery = `{ systems(first: 20) { nodes { key usedBy { nodes { key name actorKind population } } } } }`
	benchmarkLists = 20
	benchmarkRows  = 50
)

type benchmarkAnswer struct {
	Data struct {
		Systems struct {
			Nodes []benchmarkSystem `json:"nodes"`
		} `json:"systems"`
	} `json:"data"`
	Extensions struct {
		Revision int `json:"revision"`
	} `json:"extensions"`
}

type benchmarkSystem struct {
	Key    string `json:"key"`
	UsedBy struct {
		Nodes []benchmarkActor `json:"nodes"`
	} `json:"usedBy"`
}

type benchmarkActor struct {
	Key        string `json:"key"`
	Name       string `json:"name"`
	ActorKind  string `json:"actorKind"`
	Population *int   `json:"population"`
}

// nowhere is a response that goes nowhere.
type nowhere struct{ header http.Header }

func (w nowhere) Header() http.Header         { return w.header }
func (w nowhere) WriteHeader(int)             {}
func (w nowhere) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkThousandObjects compares whole requests, from the bytes of the request to those of the answer, with encoding/json writing
// the same answer from structs.
func BenchmarkThousandObjects(b *testing.B) {
	e := engine(b, newCanned(b, benchmarkLists, benchmarkRows))
	request := body(benchmarkQuery, "")
	want := post(e, landscape.Steward(), request).Body.Bytes()
	var answer benchmarkAnswer
	if err := json.Unmarshal(want, &answer); err != nil {
		b.Fatal(err)
	}
	if got, err := json.Marshal(answer); err != nil || !bytes.Equal(got, want) {
		b.Fatalf("encoding/json writes another answer: %v\n%s\n%s", err, got, want)
	}
	b.Run("engine", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(want)))
		r := httptest.NewRequestWithContext(landscape.WithViewer(b.Context(), landscape.Steward()), http.MethodPost, "/graphql", nil)
		r.Header.Set("Content-Type", "application/json")
		for b.Loop() {
			r.Body = io.NopCloser(bytes.NewReader(request))
			e.ServeHTTP(nowhere{http.Header{}}, r)
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(want)))
		for b.Loop() {
			if _, err := json.Marshal(answer); err != nil {
				b.Fatal(err)
			}
		}
	})
}
