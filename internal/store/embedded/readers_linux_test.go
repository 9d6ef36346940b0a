package embedded

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/storetest"
	"github.com/arkinera/landskap/schema"
)

// BenchmarkReaderBesideWriter reads 1,000 systems and the building blocks that they realise, alone and beside a writer of 200 commits
// a second, round by round. The metric ratio is the median of how much more of its own CPU the reader's thread takes beside the
// writer than alone; 1.1 is the most that it may be. The metric elsewhere is the same beside a writer to another landscape of the same
// content, which no reader shares anything with but the machine and Go's collector. It is a benchmark, not a test: the machine has
// its say.
func BenchmarkReaderBesideWriter(b *testing.B) {
	m, ctx := model(b), context.Background()
	dir, err := os.MkdirTemp("/dev/shm", "landskap-")
	if err != nil {
		b.Skip(err)
	}
	defer os.RemoveAll(dir)
	s, err := Open(dir, Options{m})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	content := large(m, benchmarkElements())
	e := content.Elements[0]
	there := map[string]*landscape.Element{"main": e, "other": e}
	for name := range there {
		_, err := s.Write(ctx, name, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
			return storetest.Between(&landscape.Content{}, content), nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	step := func(name string, i int) {
		after := &landscape.Element{ID: e.ID, Kind: e.Kind, Values: slices.Clone(e.Values)}
		after.Values[schema.AttrDescription] = fmt.Sprint(i)
		_, err := s.Write(ctx, name, landscape.Write{}, func(landscape.Draft) ([]landscape.Change, error) {
			return []landscape.Change{{ElementBefore: there[name], ElementAfter: after}}, nil
		})
		if err != nil {
			b.Error(err)
		}
		there[name] = after
	}
	byName := []landscape.Order{{Attribute: m.Kind("System").Attributes[schema.AttrName]}}
	read := func() {
		err := s.Read(ctx, "main", landscape.Public(), func(snap landscape.Snapshot) error {
			rows, err := snap.Find(ctx, landscape.Query{Kind: m.Kind("System"), Page: landscape.Page{Limit: 1000, Order: byName}})
			if err != nil || len(rows.Elements) != 1000 {
				return fmt.Errorf("%d systems: %w", len(rows.Elements), err)
			}
			q := landscape.RelatedQuery{Field: m.Kind("System").Field("realises"), Page: landscape.Page{Limit: 50}}
			for _, e := range rows.Elements {
				q.Sources = append(q.Sources, e.ID)
			}
			_, err = snap.Related(ctx, q)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const reads = 60
	// round returns the CPU of one read, and how many commits there were in a second meanwhile.
	commits := 0
	round := func(to string) (cpu time.Duration, rate float64) {
		stop, done := make(chan struct{}), make(chan int)
		begin := time.Now()
		if to != "" {
			go func() {
				n := 0
				for tick := time.NewTicker(time.Second / 200); ; n++ {
					select {
					case <-tick.C:
						step(to, commits+n)
					case <-stop:
						tick.Stop()
						done <- n
						return
					}
				}
			}()
		}
		before := threadCPU(b)
		for range reads {
			read()
		}
		cpu = (threadCPU(b) - before) / reads
		if to != "" {
			close(stop)
			n := <-done
			commits, rate = commits+n, float64(n)/time.Since(begin).Seconds()
		}
		return cpu, rate
	}
	sides := []string{"", "main", "other"}
	for _, to := range sides { // to warm up
		round(to)
	}
	var ratios, elsewhere, rates, alone []float64
	for b.Loop() {
		cpu := map[string]float64{}
		for i := range sides { // which of them comes first says nothing
			to := sides[(i+len(ratios))%len(sides)]
			one, rate := round(to)
			if cpu[to] = float64(one); to == "main" {
				rates = append(rates, rate)
			}
		}
		ratios, elsewhere, alone = append(ratios, cpu["main"]/cpu[""]), append(elsewhere, cpu["other"]/cpu[""]), append(alone, cpu[""])
	}
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(median(elsewhere), "elsewhere")
	b.ReportMetric(median(rates), "commits/s")
	b.ReportMetric(median(alone), "cpu-ns/read")
	b.ReportMetric(float64(len(ratios)), "rounds")
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// threadCPU is what the present thread alone has used.
func threadCPU(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_THREAD, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
