// Package concurrency tests what many clients at once may rely on: each element is as one register that is written under a condition,
// and a write with an idempotency key happens once, however often it is sent.
//
// The tests serve a folder over HTTP on this machine and cut the connections of its clients, so that these do not know what became
// of some requests. The controls are the same server over a store with one fault, which has to be found. There is nothing here but
// tests.
package concurrency
