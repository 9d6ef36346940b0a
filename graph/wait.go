package graph

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/text"
)

// waiting is how long a request waits for a revision that is not there yet: where several processes have a landscape, one may have
// answered with a revision that another does not see at once.
const waiting = 5 * time.Second

// atLeast reads the request's extension of that name: the revision that the answer is to rest on, or a later one; 0 for any.
func atLeast(extensions map[string]any) (landscape.Revision, error) {
	number, _ := extensions["atLeast"].(json.Number)
	n, err := number.Int64()
	if extensions["atLeast"] != nil && (err != nil || n < 0) {
		return 0, invalid("api.at_least")
	}
	return landscape.Revision(n), nil
}

var errBehind = errors.New("the landscape is not at that revision yet")

// read runs fn on a snapshot of the revision that the request wants at least. Where that does not come it is UNAVAILABLE.
func (e *Engine) read(ctx context.Context, fn func(landscape.Snapshot) error) error {
	least, now := requestOf(ctx).atLeast, landscape.Revision(0)
	for began, pause := time.Now(), 10*time.Millisecond; ; pause = min(2*pause, 250*time.Millisecond) {
		err := e.store.Read(ctx, landscape.Main, landscape.ViewerFrom(ctx), func(s landscape.Snapshot) error {
			if now = s.Revision(); now < least {
				return errBehind
			}
			return fn(s)
		})
		if !errors.Is(err, errBehind) {
			return err
		}
		if time.Since(began) >= e.waiting {
			return landscape.NewError(landscape.Unavailable, text.New("api.behind", int64(now), int64(least)))
		}
		time.Sleep(pause) // The next reading ends where the request has.
	}
}
