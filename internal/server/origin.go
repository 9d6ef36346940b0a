package server

import (
	"net/http"
	"slices"
	"strings"
)

// sameOrigin answers only what this server's own pages and programs other than browsers ask. What another page asks is refused,
// reading as well as writing, and pages of other ports of this machine are other pages: whoever is on this machine has rights here
// without signing in, so a page that could ask in a person's name could do all that the person may. A request that but may does not
// reject is let through all the same.
//
// A browser tells where a request comes from in Sec-Fetch-Site, which pages cannot forge. Older ones tell it in Origin, for whatever
// may write; what they read without it stays out of the page's reach, because no answer here allows it to other origins.
func sameOrigin(next http.Handler, may func(*http.Request) bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if foreign(r) && (may == nil || !may(r)) {
			http.Error(w, "this server does not answer the pages of other sites", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// foreign reports whether a request says of itself that another site's page made it.
func foreign(r *http.Request) bool {
	return slices.ContainsFunc(r.Header.Values("Sec-Fetch-Site"), func(site string) bool {
		// The person's own doing, such as a typed address, is none.
		return site != "same-origin" && site != "none"
	}) || slices.ContainsFunc(r.Header.Values("Origin"), func(origin string) bool {
		// Which scheme the browser sees is not known here, where a proxy may have ended the TLS.
		return !strings.EqualFold(origin, "http://"+r.Host) && !strings.EqualFold(origin, "https://"+r.Host)
	})
}

// linked reports whether somebody followed a link: the browser leaves the other page for this one, which it could not do in a frame.
func linked(r *http.Request) bool {
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) &&
		r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document"
}
