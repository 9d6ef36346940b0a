// Package reliability tests what the real program has acknowledged: it is killed under load, and the disk fails under it.
//
// The tests build cmd/landskap, serve a folder with it and write over HTTP. A control in testdata is the same server over a store
// that answers before the commit: what finds no fault in the program has to find one there. There is nothing here but tests.
package reliability
