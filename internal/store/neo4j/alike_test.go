package neo4j

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/cypher"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

// openBeside opens landscapes side by side in one store for each model, each under a name of its own.
func openBeside(t *testing.T) storetest.Open {
	var mutex sync.Mutex
	stores := map[*schema.Metamodel]*counted{}
	return func(each *testing.T, model *schema.Metamodel, content *landscape.Content) landscape.Store {
		mutex.Lock()
		defer mutex.Unlock()
		s := stores[model]
		if s == nil {
			s = &counted{openTest(t, Options{Model: model, Access: Exclusive}), &sync.Map{}}
			stores[model] = s
		}
		a := &storetest.Apart{Keeper: s, Prefix: "beside-" + uuid.NewString() + "-"}
		each.Cleanup(func() {
			if err := a.Remove(context.Background()); err != nil {
				each.Error(err)
			}
		})
		if err := a.Fill(each.Context(), content); err != nil {
			each.Fatal(err)
		}
		return a
	}
}

// counted counts the texts of the statements by which its snapshots read.
type counted struct {
	*Store
	texts *sync.Map
}

func (c *counted) Read(ctx context.Context, name string, v landscape.Viewer, fn func(landscape.Snapshot) error) error {
	return c.Store.Read(ctx, name, v, func(s landscape.Snapshot) error {
		watched := *s.(*snapshot)
		watched.Reader = cypher.NewReader(c.Model, noting{watched.Asker, c.texts}, watched.Landscape, watched.scope)
		return fn(&watched)
	})
}

// Statements is what storetest.Counter says.
func (c *counted) Statements() (n int) {
	c.texts.Range(func(any, any) bool { n++; return true })
	return n
}

type noting struct {
	cypher.Asker
	texts *sync.Map
}

func (n noting) Ask(ctx context.Context, statement string, p map[string]any, row func([]any) error) error {
	n.texts.Store(statement, true)
	return n.Asker.Ask(ctx, statement, p, row)
}

// openFolder opens an embedded store in a folder of its own.
func openFolder(t *testing.T, model *schema.Metamodel, content *landscape.Content) landscape.Store {
	s, err := embedded.Open(t.TempDir(), embedded.Options{Model: model})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	a := &storetest.Apart{Keeper: s}
	if err := a.Fill(t.Context(), content); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestAlike is the three-way differential: the plain store judges the embedded one and this one.
func TestAlike(t *testing.T) {
	t.Parallel()
	storetest.Alike(t, storetest.Named{Name: "embedded", Open: openFolder}, storetest.Named{Name: "neo4j", Open: openBeside(t)})
}

// TestMover moves landscapes between this store and the embedded one, both ways, and within this one.
func TestMover(t *testing.T) {
	t.Parallel()
	thoroughly(t)
	t.Run("In", func(t *testing.T) { storetest.RunMover(t, openFolder, openBeside(t)) })
	t.Run("Out", func(t *testing.T) { storetest.RunMover(t, openBeside(t), openFolder) })
	t.Run("Within", func(t *testing.T) { storetest.RunMover(t, openBeside(t), openBeside(t)) })
}
