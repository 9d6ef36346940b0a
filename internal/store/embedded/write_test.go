package embedded

import (
	"context"
	"fmt"

	"github.com/arkinera/landskap/internal/landscape"
)

// writable is what the stores compared here have in common.
type writable interface {
	landscape.Store
	landscape.Writer
}

func write(t interface{ Fatalf(string, ...any) }, s writable, w landscape.Write, changes []landscape.Change) landscape.Receipt {
	receipt, err := s.Write(context.Background(), landscape.Main, w, func(landscape.Draft) ([]landscape.Change, error) { return changes, nil })
	if err != nil {
		t.Fatalf("%T: %v", s, err)
	}
	return receipt
}

func ask(s landscape.Store, v landscape.Viewer, question func(context.Context, landscape.Snapshot) (string, error)) (answer string) {
	ctx := context.Background()
	err := s.Read(ctx, landscape.Main, v, func(s landscape.Snapshot) (err error) {
		answer, err = question(ctx, s)
		answer = fmt.Sprint(s.Revision(), " ", answer)
		return err
	})
	if err != nil {
		return fmt.Sprintf("error %s: %v", landscape.CodeOf(err), err)
	}
	return answer
}
