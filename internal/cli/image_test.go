package cli

import (
	"bytes"
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	yaml "go.yaml.in/yaml/v3"
)

// The image can be built where there is a Docker engine only; what it rests on is checked everywhere: its build command gives a
// program that needs nothing else, what it copies is there, and it runs as nobody of rights.
func TestImage(t *testing.T) {
	dockerfile, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	build := regexp.MustCompile(`RUN (CGO_ENABLED=0 go build .*?) -o /landskap (\S+)`).FindSubmatch(dockerfile)
	if build == nil {
		t.Fatal("the Dockerfile does not build landskap without cgo")
	}
	program := filepath.Join(t.TempDir(), "landskap")
	cmd := exec.Command("sh", "-c", "cd ../.. && "+string(build[1])+" -o "+program+" "+string(build[2]))
	cmd.Env = append(os.Environ(), "GOOS=linux")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if f.Section(".interp") != nil {
		t.Error("the program needs a loader, which an empty image does not have")
	}
	for _, m := range regexp.MustCompile(`(?m)^COPY ([^-].*) \S+$`).FindAllSubmatch(dockerfile, -1) {
		for source := range strings.FieldsSeq(string(m[1])) {
			if _, err := os.Stat(filepath.Join("../..", source)); err != nil {
				t.Errorf("the Dockerfile copies what is not there: %v", err)
			}
		}
	}
	last := dockerfile[bytes.LastIndex(dockerfile, []byte("\nFROM ")):]
	if !regexp.MustCompile(`(?m)^USER [1-9][0-9]*:[1-9][0-9]*$`).Match(last) || bytes.Contains(last, []byte("\nRUN ")) {
		t.Error("the image runs as a user that may do everything, or has more in it than the program")
	}
}

// The services of compose.yaml are told what the program knows: its variables are those of flags, and its command is one.
func TestCompose(t *testing.T) {
	b, err := os.ReadFile("../../compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var compose struct {
		Services map[string]struct {
			Image, Build string
			NetworkMode  string `yaml:"network_mode"`
			Command      []string
			Environment  map[string]string
			Ports        []string
		}
	}
	if err := yaml.Unmarshal(b, &compose); err != nil {
		t.Fatal(err)
	}
	server, database := compose.Services["landskap"], compose.Services["neo4j"]
	a := newApp(nil, nil, nil, 0)
	cmd, _, err := a.root().Find(server.Command)
	if err != nil || cmd.Name() != "serve" {
		t.Fatalf("the command of the service is %v: %v", server.Command, err)
	}
	for name := range server.Environment {
		flag := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, "LANDSKAP_"), "_", "-"))
		if cmd.Flag(flag) == nil && name != a.at.variable() {
			t.Errorf("%s is the variable of no flag of serve", name)
		}
	}
	if server.Build != "." || server.NetworkMode != "host" {
		t.Error("a server without authentication listens on loopback only, so it needs the machine's own")
	}
	if !strings.HasPrefix(database.Image, "neo4j:5.26") {
		t.Errorf("the database is %s", database.Image)
	}
	for _, p := range database.Ports {
		if !strings.HasPrefix(p, "127.0.0.1:") {
			t.Errorf("the database is open to other machines: %s", p)
		}
	}
}
