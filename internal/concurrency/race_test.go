//go:build race

package concurrency

// raceDetector says that the tests run with the race detector, with which less is done.
const raceDetector = true
