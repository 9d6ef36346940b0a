// Package neo4jtest finds or runs a real Neo4j for tests.
//
// Find gives a server that many tests share, Start one of the test's own, which it may kill and start again. Both look for, in this
// order: the address in LANDSKAP_TEST_NEO4J_URI (Find alone; with LANDSKAP_TEST_NEO4J_USER and LANDSKAP_TEST_NEO4J_PASSWORD); Java
// 17 or 21, with Maven to fetch the server once into the user's cache folder; Docker. Where nothing is found the test is skipped
// and says why, and where CI is set it fails.
//
// Whoever shares a server writes to landscapes of names of their own, and leaves the rest of the database alone. A test of the
// database as such (set-up, migration, foreign data) starts its own server.
//
// No server outlives those who use it, however they end: see watch.
package neo4jtest
