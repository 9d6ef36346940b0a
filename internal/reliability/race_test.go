//go:build race

package reliability

// raceDetector says that the tests run with the race detector, which is not in the program that they build.
const raceDetector = true
