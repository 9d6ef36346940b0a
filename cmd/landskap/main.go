// Command landskap answers questions about a public landscape of systems, processes and integrations.
package main

import (
	"os"

	"github.com/arkinera/landskap/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
