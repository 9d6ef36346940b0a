package memory

import (
	"testing"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

func open(_ *testing.T, _ *schema.Metamodel, content *landscape.Content) landscape.Store {
	return New(content)
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestWriter(t *testing.T) { storetest.RunWriter(t, open) }
