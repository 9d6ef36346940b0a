package embedded

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/codec"
)

// Repeated is what memory.Past says; it also tells that nothing is written any more.
func (f *file) Repeated(key string) (string, landscape.Revision, bool, error) {
	if failed := f.failed.Load(); failed != nil {
		return "", 0, false, failed
	}
	if key == "" || f.db == nil {
		return "", 0, false, nil
	}
	var sealed []byte
	err := f.conn.QueryRowContext(context.Background(), "SELECT data FROM keys WHERE key = ?", []byte(key)).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return "", 0, false, nil
	}
	var data []byte
	if err == nil {
		data, _, err = unseal(keyTable, []byte(key), sealed)
	}
	if err != nil {
		return "", 0, false, unavailable(f.path, err)
	}
	r := &codec.Reader{Data: data}
	revision := r.Uvarint()
	return string(r.Data), landscape.Revision(revision), true, nil
}

// Commit is what memory.Past says.
func (f *file) Commit(c landscape.Commit, w landscape.Write) error {
	if f.db == nil {
		err := f.create()
		if err == nil {
			err = f.openToWrite()
		}
		if err != nil {
			f.close()
			f.db, f.conn, f.readers, f.mark, f.folder, f.head, f.codec = nil, nil, nil, nil, nil, head{}, &codec.Codec{Model: f.codec.Model}
			return f.refuse(err)
		}
	}
	return f.transact(func(t *transaction) error {
		for _, change := range c.Changes {
			if err := t.record(change); err != nil {
				return err
			}
		}
		if w.Key != "" {
			t.put(keyTable, []byte(w.Key), append(binary.AppendUvarint(nil, uint64(c.Revision)), w.Content...))
		}
		if len(c.Changes) > 0 {
			return t.remember(c)
		}
		return t.err
	})
}

// remember writes the history.
func (t *transaction) remember(c landscape.Commit) error {
	t.head.Revision = uint64(c.Revision)
	at, err := c.At.MarshalBinary()
	if err != nil {
		return err
	}
	t.put(commitTable, big(t.head.Revision), codec.AppendText(codec.AppendText(codec.AppendText(nil, string(at)), c.By), c.Why))
	chunks, err := t.codec.Pack(c.Changes)
	if err != nil {
		return err
	}
	for i, chunk := range chunks {
		t.put(historyTable, binary.BigEndian.AppendUint32(big(t.head.Revision), uint32(i)), chunk)
	}
	touched := map[landscape.ID]bool{}
	for _, change := range c.Changes {
		if r := cmp.Or(change.RelationAfter, change.RelationBefore); r != nil {
			touched[r.From], touched[r.To] = true, true
		} else {
			touched[change.ID()] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(touched)) {
		raw, err := codec.RawID(id)
		if err != nil {
			return err
		}
		t.put(touchTable, append(raw[:], big(t.head.Revision)...), nil)
	}
	return t.err
}

// Each is what memory.Past says.
func (f *file) Each(ctx context.Context, before, since landscape.Revision, element landscape.ID, tell func(landscape.Commit) bool) error {
	table, prefix := commitTable, []byte(nil)
	if element != "" {
		raw, err := codec.RawID(element)
		if err != nil {
			return nil
		}
		table, prefix = touchTable, raw[:]
	}
	d := f.codec.Decoder()
	for from, more := before, true; more; {
		var key []byte
		err := f.readers.QueryRowContext(ctx, "SELECT key FROM "+table+" WHERE key > ? AND key < ? ORDER BY key DESC LIMIT 1",
			slices.Concat(prefix, big(uint64(since))), slices.Concat(prefix, big(uint64(from)))).Scan(&key)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		var c landscape.Commit
		if err == nil {
			from = landscape.Revision(binary.BigEndian.Uint64(key[len(prefix):]))
			c, err = f.remembered(ctx, d, from)
		}
		if err != nil {
			return cmp.Or(ctx.Err(), unavailable(f.path, err))
		}
		more = tell(c)
	}
	return nil
}

// remembered reads a commit.
func (f *file) remembered(ctx context.Context, d *codec.Decoder, revision landscape.Revision) (c landscape.Commit, err error) {
	var sealed []byte
	key := big(uint64(revision))
	if err := f.readers.QueryRowContext(ctx, "SELECT data FROM commits WHERE key = ?", key).Scan(&sealed); err != nil {
		return c, err
	}
	data, _, err := unseal(commitTable, key, sealed)
	if err != nil {
		return c, err
	}
	r := &codec.Reader{Data: data}
	c.Revision = revision
	if err := c.At.UnmarshalBinary(r.Text()); err != nil {
		return c, err
	}
	c.By, c.Why = string(r.Text()), string(r.Text())
	rows, err := f.readers.QueryContext(ctx, "SELECT key, data FROM history WHERE key > ? AND key < ? ORDER BY key", key, big(uint64(revision)+1))
	if err != nil {
		return c, err
	}
	defer rows.Close()
	var packed []byte
	for rows.Next() {
		var key []byte
		if err := rows.Scan(&key, &sealed); err != nil {
			return c, err
		}
		if data, _, err = unseal(historyTable, key, sealed); err != nil {
			return c, err
		}
		packed = append(packed, data...)
	}
	if err := rows.Err(); err != nil {
		return c, err
	}
	c.Changes, err = d.Unpack(packed)
	return c, err
}
