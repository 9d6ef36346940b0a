package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

type serveFunc func(context.Context, net.Listener, http.Handler, time.Duration) error

// graceful ends a server while a request is being answered and tells what is not as it must be: new connections are refused at once,
// the request gets its whole answer with a context that lives, and the server ends without an error, and not before.
func graceful(t *testing.T, serve serveFunc) error {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	const answer = "the whole answer"
	entered, release := make(chan struct{}), make(chan struct{})
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		select {
		case <-release:
			if r.Context().Err() == nil {
				_, _ = io.WriteString(w, answer)
			}
		case <-r.Context().Done():
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, listener, h, patience) }()
	type reply struct {
		body string
		err  error
	}
	replied := make(chan reply, 1)
	go func() {
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		response, err := client.Get("http://" + listener.Addr().String())
		if err != nil {
			replied <- reply{"", err}
			return
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		replied <- reply{string(body), err}
	}()
	<-entered
	stop()
	for began := time.Now(); ; {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if errors.Is(err, syscall.ECONNREFUSED) {
			break
		}
		if err == nil {
			conn.Close()
		}
		if time.Since(began) > patience {
			return fmt.Errorf("new connections are taken while it ends: %v", err)
		}
	}
	select {
	case err := <-ended:
		return fmt.Errorf("it ended before the request did: %v", err)
	default:
	}
	close(release)
	if got := <-replied; got.body != answer || got.err != nil {
		return fmt.Errorf("the request got %q, %v", got.body, got.err)
	}
	if err := <-ended; err != nil {
		return fmt.Errorf("it ended with %v", err)
	}
	return nil
}

func TestServeEndsGracefully(t *testing.T) {
	if err := graceful(t, Serve); err != nil {
		t.Error(err)
	}
}

// Servers that end otherwise are noticed.
func TestServeEndsGracefullyControl(t *testing.T) {
	for name, serve := range map[string]serveFunc{
		"at once": func(ctx context.Context, l net.Listener, h http.Handler, _ time.Duration) error {
			srv := &http.Server{Handler: h}
			go func() {
				<-ctx.Done()
				srv.Close()
			}()
			if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		},
		"requests end with the server's context": func(ctx context.Context, l net.Listener, h http.Handler, drain time.Duration) error {
			return Serve(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				h.ServeHTTP(w, r.WithContext(ctx))
			}), drain)
		},
	} {
		if err := graceful(t, serve); err == nil {
			t.Errorf("%s: nothing is noticed", name)
		} else {
			t.Logf("%s: %v", name, err)
		}
	}
}

// A listener that breaks ends the server with an error; one whose end was asked for before it began ends without.
func TestServeWithoutRequests(t *testing.T) {
	broken := newPipes()
	broken.Close()
	if err := Serve(t.Context(), broken, hello(), patience); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a broken listener: %v", err)
	}
	ended, stop := context.WithCancel(t.Context())
	stop()
	for range 100 {
		listener := newPipes()
		if err := Serve(ended, listener, hello(), patience); err != nil {
			t.Errorf("ended before it began: %v", err)
		}
		select {
		case <-listener.closed:
		default:
			t.Fatal("the listener is left open")
		}
	}
}

func TestServeBoundsHeaders(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, listener, hello(), patience) }()
	client := &http.Client{Transport: &http.Transport{}}
	for size, status := range map[int]int{maxHeaderBytes - 1000: 200, maxHeaderBytes * 2: 431} {
		response, err := client.Get("http://" + listener.Addr().String() + "/?" + strings.Repeat("x", size))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != status {
			t.Errorf("%d bytes: %d, expected %d", size, response.StatusCode, status)
		}
	}
	client.CloseIdleConnections()
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
