package value

import (
	"bytes"
	"encoding/hex"
	"sync"

	"golang.org/x/text/cases"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// Fold returns text as searches compare it: composed, without regard to case; å, ä and ö stay letters of their own.
func Fold(s string) string { return norm.NFC.String(cases.Fold().String(norm.NFC.String(s))) }

// collators lends out collators, which are costly to make and cannot be shared between goroutines.
type collators struct{ pool sync.Pool }

var swedish = &collators{pool: sync.Pool{New: func() any {
	return &collation{collator: collate.New(language.Swedish, collate.IgnoreCase)}
}}}

type collation struct {
	collator *collate.Collator
	buffer   collate.Buffer
}

// CollationKey returns a name's place in the Swedish alphabet as lower-case hexadecimal ASCII: names order as their keys do, and
// names that differ only by case have equal keys. It is never empty.
func CollationKey(name string) string {
	c := swedish.pool.Get().(*collation)
	defer swedish.pool.Put(c)
	c.buffer.Reset()
	key := c.collator.KeyFromString(&c.buffer, name)
	return hex.EncodeToString(bytes.Clone(key)) + "-"
}
