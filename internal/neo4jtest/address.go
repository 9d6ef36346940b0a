package neo4jtest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// The variables of the environment that name a server for the tests.
const (
	URIVariable      = "LANDSKAP_TEST_NEO4J_URI"
	UserVariable     = "LANDSKAP_TEST_NEO4J_USER"
	PasswordVariable = "LANDSKAP_TEST_NEO4J_PASSWORD"
)

// Database is the one database of Neo4j Community.
const Database = "neo4j"

// oldest is the first version, major and minor, that the product supports.
var oldest = [2]int{5, 26}

// Address is where a server answers and who may ask.
type Address struct {
	URI, User, Password string
}

// Environ is the address as variables of an environment, in the form NAME=value.
func (a Address) Environ() []string {
	return []string{URIVariable + "=" + a.URI, UserVariable + "=" + a.User, PasswordVariable + "=" + a.Password}
}

// FromEnvironment is the address that the environment names; its URI is empty where it names none.
func FromEnvironment() Address { return fromEnvironment(os.Getenv) }

func fromEnvironment(getenv func(string) string) Address {
	a := Address{URI: getenv(URIVariable), User: getenv(UserVariable), Password: getenv(PasswordVariable)}
	if a.User == "" {
		a.User = "neo4j"
	}
	return a
}

// Driver connects to the server until the test ends.
func (a Address) Driver(t testing.TB) neo4j.DriverWithContext {
	t.Helper()
	driver, err := a.open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The context of the test is over by now.
		if err := driver.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("closing the driver: %v", err)
		}
	})
	return driver
}

func (a Address) open() (neo4j.DriverWithContext, error) {
	return neo4j.NewDriverWithContext(a.URI, neo4j.BasicAuth(a.User, a.Password, ""), func(c *config.Config) {
		c.TelemetryDisabled = true
		c.SocketConnectTimeout = 2 * time.Second
		c.ConnectionAcquisitionTimeout = 5 * time.Second
	})
}

// ask runs one statement in a transaction of its own, tried once, and tells what server answered.
func (a Address) ask(ctx context.Context, database, statement string, parameters map[string]any) (neo4j.ServerInfo, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	driver, err := a.open()
	if err != nil {
		return nil, err
	}
	defer driver.Close(context.WithoutCancel(ctx))
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: database})
	defer session.Close(context.WithoutCancel(ctx))
	result, err := session.Run(ctx, statement, parameters)
	if err != nil {
		return nil, err
	}
	summary, err := result.Consume(ctx)
	if err != nil {
		return nil, err
	}
	return summary.Server(), nil
}

// verify tells whether the database answers to this user, and is of a version that the product supports.
func (a Address) verify(ctx context.Context) error {
	server, err := a.ask(ctx, Database, "RETURN 1", nil)
	if err != nil {
		return fmt.Errorf("asking the Neo4j at %s: %w", a.URI, err)
	}
	return supported(server.Agent())
}

// supported judges what a server calls itself: Neo4j/5.26.29 or Neo4j/2025.01.0.
func supported(agent string) error {
	var version [2]int
	number, isNeo4j := strings.CutPrefix(agent, "Neo4j/")
	if _, err := fmt.Sscanf(number, "%d.%d", &version[0], &version[1]); err != nil || !isNeo4j {
		return fmt.Errorf("the server calls itself %q, which is no version of Neo4j", agent)
	}
	if version[0] < oldest[0] || version[0] == oldest[0] && version[1] < oldest[1] {
		return fmt.Errorf("the server is %s; Neo4j %d.%d or later is needed", agent, oldest[0], oldest[1])
	}
	return nil
}
