package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// What a client may take, in time and space, before it is dropped. The query of a GET is in the address, and so in the header.
const (
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
)

// ErrCut says that requests were still being answered when the time to end had run out.
var ErrCut = errors.New("requests were cut off")

// Serve answers on the listener with the handler until the context ends. Then it takes no more connections and gives the requests
// that are being answered the time of drain; those that take longer lose their connection and their context ends, and the error is
// ErrCut. When all were answered it returns nil. The listener is closed in any case.
//
// A handler that does not heed its context may outlive Serve.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, drain time.Duration) error {
	// The requests outlive ctx, for as long as drain allows.
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	srv := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		BaseContext:       func(net.Listener) context.Context { return requests },
	}
	serving := make(chan error, 1)
	go func() { serving <- srv.Serve(listener) }()
	var broken error
	select {
	case broken = <-serving:
		broken = fmt.Errorf("taking connections: %w", broken)
	case <-ctx.Done():
	}
	deadline, cancel := context.WithTimeout(requests, drain)
	defer cancel()
	err := srv.Shutdown(deadline)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.Join(fmt.Errorf("%w after %v", ErrCut, drain), srv.Close())
	}
	if broken == nil {
		<-serving
	}
	return errors.Join(broken, err)
}
