package browsertest

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"
)

// pipe is the conversation with a running Chromium: calls with their replies,
// and on the side the events that tests ask about.
type pipe struct {
	cmd    *exec.Cmd
	out    io.WriteCloser
	exited chan struct{}

	mu         sync.Mutex
	last       int
	waiting    map[int]chan message
	requests   []string
	complaints []string
}

// message is a reply (ID set) or an event (Method set).
type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct{ Message string }
}

// launch starts the command with the two pipes where Chromium expects them: it
// reads from file descriptor 3 and writes to 4.
func launch(cmd *exec.Cmd) (*pipe, error) {
	theirIn, out, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	in, theirOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, theirIn.Close(), out.Close())
	}
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	err = cmd.Start()
	// Our copies of their ends must go, or the reading would never come to an end.
	err = errors.Join(err, theirIn.Close(), theirOut.Close())
	if err != nil {
		return nil, errors.Join(err, in.Close(), out.Close())
	}
	p := &pipe{cmd: cmd, out: out, exited: make(chan struct{}), waiting: map[int]chan message{}}
	go func() {
		p.read(in)
		_ = in.Close()
		_ = cmd.Wait()
		close(p.exited)
	}()
	return p, nil
}

// read hands every message to whom it concerns, until the browser is gone
// or no longer makes sense; callers then hear that it has ended.
func (p *pipe) read(in io.Reader) {
	for r := bufio.NewReader(in); ; {
		data, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(data[:len(data)-1], &m); err != nil {
			return
		}
		p.mu.Lock()
		if reply := p.waiting[m.ID]; reply != nil {
			delete(p.waiting, m.ID)
			reply <- m
		} else {
			p.note(m)
		}
		p.mu.Unlock()
	}
}

// note keeps the events that tests ask about: requests, and complaints of any kind.
func (p *pipe) note(m message) {
	var event struct {
		URL              string
		Request          struct{ URL string }
		Entry            struct{ Level, Text string }
		Type             string
		Args             []struct{ Value, Description any }
		ExceptionDetails struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	switch m.Method {
	case "Network.requestWillBeSent", "Network.webSocketCreated", "Network.webTransportCreated",
		"Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled":
	default:
		return
	}
	if err := json.Unmarshal(m.Params, &event); err != nil {
		p.complaints = append(p.complaints, "unreadable event "+m.Method+": "+string(m.Params))
		return
	}
	switch {
	case strings.HasPrefix(m.Method, "Network."):
		p.requests = append(p.requests, cmp.Or(event.Request.URL, event.URL))
	case m.Method == "Runtime.exceptionThrown":
		e := event.ExceptionDetails
		p.complaints = append(p.complaints, e.Text+" "+e.Exception.Description)
	case m.Method == "Log.entryAdded" && event.Entry.Level == "error":
		p.complaints = append(p.complaints, event.Entry.Text)
	case m.Method == "Runtime.consoleAPICalled" && (event.Type == "error" || event.Type == "assert"):
		var words []string
		for _, arg := range event.Args {
			words = append(words, fmt.Sprint(cmp.Or(arg.Value, arg.Description)))
		}
		p.complaints = append(p.complaints, strings.Join(words, " "))
	}
}

func (p *pipe) call(session, method string, params map[string]any, out any) error {
	reply := make(chan message, 1)
	p.mu.Lock()
	p.last++
	request := map[string]any{"id": p.last, "method": method}
	p.waiting[p.last] = reply
	p.mu.Unlock()
	if session != "" {
		request["sessionId"] = session
	}
	if params != nil {
		request["params"] = params
	}
	data, err := json.Marshal(request)
	if err != nil {
		return err
	}
	if _, err := p.out.Write(append(data, 0)); err != nil {
		return err
	}
	select {
	case m := <-reply:
		if m.Error != nil {
			return errors.New(m.Error.Message)
		}
		if out == nil {
			return nil
		}
		return json.Unmarshal(m.Result, out)
	case <-p.exited:
		return errors.New("the browser has ended")
	case <-time.After(patience):
		return errors.New("the browser does not answer")
	}
}

func (p *pipe) seen() (requests, complaints []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests), slices.Clone(p.complaints)
}

// close asks the browser to end, so that its helper processes end too, and makes
// it end when it does not listen.
func (p *pipe) close() {
	_ = p.call("", "Browser.close", nil, nil)
	_ = p.out.Close()
	select {
	case <-p.exited:
	case <-time.After(5 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.exited
	}
}
