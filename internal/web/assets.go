package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// asset is a file ready to be sent.
type asset struct {
	contentType string
	etag        string
	plain       []byte
	zipped      []byte
}

// assets are the files of the page by name, and one version over all of them,
// which stands in their address: a browser may then keep them for good, and
// scripts that import each other always come from one build.
type assets struct {
	version string
	files   map[string]asset
}

// load reads the files of all given trees once, at start. What it leaves out is
// the template, and dotfiles such as the placeholder in dist/.
func load(trees ...fs.FS) (assets, error) {
	all := assets{files: map[string]asset{}}
	version := sha256.New()
	for _, tree := range trees {
		names, err := fs.Glob(tree, "*")
		if err != nil {
			return assets{}, err
		}
		for _, name := range names {
			contentType := contentTypeOf(name)
			if contentType == "" {
				continue
			}
			data, err := fs.ReadFile(tree, name)
			if err != nil {
				return assets{}, err
			}
			sum := sha256.Sum256(data)
			version.Write([]byte(name))
			version.Write(sum[:])
			all.files[name] = asset{
				contentType: contentType,
				etag:        hex.EncodeToString(sum[:8]),
				plain:       data,
				zipped:      zip(data),
			}
		}
	}
	all.version = hex.EncodeToString(version.Sum(nil)[:8])
	return all, nil
}

// contentTypeOf is a fixed table, because the operating system's own table of
// types differs from machine to machine and scripts must not be mistyped.
func contentTypeOf(name string) string {
	switch {
	case strings.HasPrefix(name, "."):
		return ""
	case path.Ext(name) == ".js":
		return "text/javascript; charset=utf-8"
	case path.Ext(name) == ".css":
		return "text/css; charset=utf-8"
	case path.Ext(name) == ".svg":
		return "image/svg+xml"
	case path.Ext(name) == ".txt":
		return "text/plain; charset=utf-8"
	}
	return ""
}

// zip compresses quickly rather than tightly: it runs at every start, and even
// so GraphiQL shrinks from 1.6 to about 0.5 MB. Writing to a buffer cannot fail.
func zip(data []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	_, _ = w.Write(data)
	_ = w.Close()
	return out.Bytes()
}

// serve answers <version>/<name>. A page from before an upgrade asks for an old
// version; it gets today's file, but may not keep it under the old address.
func (a assets) serve(w http.ResponseWriter, r *http.Request, rest string) {
	version, name, _ := strings.Cut(rest, "/")
	file, known := a.files[name]
	if !known {
		http.NotFound(w, r)
		return
	}
	header := w.Header()
	header.Set("Content-Type", file.contentType)
	header.Set("Vary", "Accept-Encoding")
	if version == a.version {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		header.Set("Cache-Control", "no-cache")
	}
	body, etag := file.plain, `"`+file.etag+`"`
	if acceptsGzip(r) {
		body, etag = file.zipped, `"`+file.etag+`-gzip"`
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("ETag", etag)
	if strings.Contains(r.Header.Get("If-None-Match"), etag) {
		header.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	// A client that hangs up is no concern of the server's.
	_, _ = w.Write(body)
}

func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, quality, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		if strings.EqualFold(coding, "gzip") {
			return strings.Trim(quality, "q=0.") != "" || quality == ""
		}
	}
	return false
}
