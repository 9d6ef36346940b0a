package server

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener without a network, for tests whose clock is synctest's: there a minute passes at once, and exactly.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

// dial opens a connection and sends text on it, byte by byte as a slow client would if pause is not 0.
func (p *pipes) dial(t *testing.T, text string, pause time.Duration) net.Conn {
	t.Helper()
	client, server := net.Pipe()
	p.conns <- server
	sent := make(chan struct{})
	t.Cleanup(func() {
		client.Close()
		<-sent
	})
	go func() {
		defer close(sent)
		for i := range len(text) {
			if _, err := client.Write([]byte{text[i]}); err != nil {
				return
			}
			time.Sleep(pause)
		}
	}()
	return client
}

// rest reads what comes until the server closes the connection, and tells when, from began.
func rest(conn net.Conn, began time.Time) (string, time.Duration) {
	body, _ := io.ReadAll(conn)
	return string(body), time.Since(began)
}

// A handler that never ends does not keep the server from ending, but it gets the whole time, and then its context ends.
func TestDrainIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := newPipes()
		entered, unstuck, told := make(chan struct{}), make(chan struct{}), make(chan struct{})
		h := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(entered)
			<-r.Context().Done()
			close(told)
			<-unstuck // It does not heed it.
		})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- Serve(ctx, listener, h, 10*time.Second) }()
		// While a body is outstanding net/http does not notice that a connection is gone.
		conn := listener.dial(t, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n1234", 0)
		<-entered
		began := time.Now()
		stop()
		synctest.Wait()
		select {
		case <-told:
			t.Error("the request's context ended with the server's")
		default:
		}
		err := <-ended
		if took := time.Since(began); took != 10*time.Second || !errors.Is(err, ErrCut) {
			t.Errorf("it ended after %v with %v", took, err)
		}
		<-told
		if answer, _ := rest(conn, began); answer != "" {
			t.Errorf("the client got %q", answer)
		}
		close(unstuck)
	})
}

// Clients that are slow, idle or do not read are dropped, each in its time.
func TestSlowClients(t *testing.T) {
	const get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
	for _, c := range []struct {
		name, text string
		pause      time.Duration
		h          http.HandlerFunc
		after      time.Duration
	}{
		{"says nothing", "", 0, nil, 10 * time.Second},
		{"never ends its header", get, time.Second, nil, 10 * time.Second},
		{"never ends its body", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n1234", 0,
			func(_ http.ResponseWriter, r *http.Request) {
				if _, err := io.ReadAll(r.Body); err == nil {
					t.Error("the body was read to its end")
				}
			}, 30 * time.Second},
		{"asks nothing more", get, 0, func(http.ResponseWriter, *http.Request) {}, 2 * time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				listener := newPipes()
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan error, 1)
				go func() { ended <- Serve(ctx, listener, c.h, 10*time.Second) }()
				began := time.Now()
				conn := listener.dial(t, c.text, c.pause)
				if answer, took := rest(conn, began); took < c.after || took > c.after+time.Second {
					t.Errorf("dropped after %v, expected %v; got %q", took, c.after, answer)
				}
				conn.Close()
				stop()
				if err := <-ended; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// An answer that takes too long is given up, so that nobody holds a connection by not reading.
func TestSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := newPipes()
		failed := make(chan time.Time, 1)
		h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					failed <- time.Now()
					return
				}
			}
		})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- Serve(ctx, listener, h, 10*time.Second) }()
		began := time.Now()
		conn := listener.dial(t, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 0)
		if took := (<-failed).Sub(began); took != writeTimeout {
			t.Errorf("given up after %v", took)
		}
		conn.Close()
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// Control: a plain http.Server waits for slow clients for ever, and the tests above would notice.
func TestSlowClientsControl(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := newPipes()
		srv := &http.Server{Handler: hello()}
		go func() { _ = srv.Serve(listener) }()
		conn := listener.dial(t, "GET / HTTP/1.1\r\n", 0)
		_ = conn.SetReadDeadline(time.Now().Add(time.Hour))
		_, err := bufio.NewReader(conn).ReadByte()
		if timeout := net.Error(nil); !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("a plain server drops the client: %v", err)
		}
		conn.Close()
		srv.Close()
	})
}
