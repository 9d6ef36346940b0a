package cli

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/embedded"
	"github.com/arkinera/landskap/internal/store/neo4j"
	"github.com/arkinera/landskap/internal/text"
)

// place is where landscapes are kept: a folder, or a Neo4j database.
type place struct {
	prefix       string // of the names of its flags, where a command has two places
	data         string // --data
	uri          string // --neo4j-uri
	user         string
	database     string
	passwordFile string
	shared       bool          // others may use the database's landscapes as well, if they say so too
	holder       string        // what has the landscapes, in words; empty for this command
	patience     time.Duration // for how long a database is waited for that does not answer yet
}

// flags adds the flags that say which place it is.
func (p *place) flags(a *app, flags *pflag.FlagSet) {
	flags.StringVar(&p.data, p.prefix+"data", "", a.say("flag.data"))
	p.databaseFlags(a, flags)
}

func (p *place) databaseFlags(a *app, flags *pflag.FlagSet) {
	flags.StringVar(&p.uri, p.prefix+"neo4j-uri", "", a.say("flag.neo4j_uri"))
	flags.StringVar(&p.user, p.prefix+"neo4j-user", "neo4j", a.say("flag.neo4j_user"))
	flags.StringVar(&p.passwordFile, p.prefix+"neo4j-password-file", "", a.say("flag.neo4j_password_file", p.variable()))
	flags.StringVar(&p.database, p.prefix+"neo4j-database", "", a.say("flag.neo4j_database"))
}

// sharedFlag adds the flag that lets several processes write to a database.
func (p *place) sharedFlag(a *app, flags *pflag.FlagSet) {
	flags.BoolVar(&p.shared, "shared", false, a.say("flag.shared"))
}

// variable is the environment variable of the password.
func (p *place) variable() string {
	return "LANDSKAP_" + strings.ToUpper(strings.ReplaceAll(p.prefix, "-", "_")) + "NEO4J_PASSWORD"
}

// named reports whether the flags name a place.
func (p *place) named() bool { return p.data != "" || p.uri != "" }

// String names the place to people.
func (p *place) String() string {
	if p.uri != "" {
		return p.uri
	}
	return p.data
}

// words are the flag that names the place.
func (p *place) words() string {
	if p.uri != "" {
		return "--neo4j-uri " + p.uri
	}
	return "--data " + p.data
}

// use is what a command does with a place.
type use int

const (
	reads  use = iota // what is there
	writes            // to a landscape that is there
	begins            // to a landscape that may not be there yet
)

// open opens the place. Unless the landscape may begin now the place must be there and hold it.
func (a *app) openPlace(ctx context.Context, p *place, name string, u use) (keeper, error) {
	s, err := a.openStore(ctx, p, u)
	if err != nil || u == begins {
		return s, err
	}
	names, err := s.Landscapes(ctx)
	switch {
	case err != nil:
	case len(names) == 0:
		err = usage("cmd.data.empty", p.String(), p.words())
	case !slices.Contains(names, name):
		err = usage("cmd.landscape.absent", name, p.String(), strings.Join(names, ", "))
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (a *app) openStore(ctx context.Context, p *place, u use) (keeper, error) {
	switch {
	case !p.named():
		return nil, usage("cmd.data.none")
	case p.data != "" && p.uri != "":
		return nil, usage("cmd.data.both")
	case p.uri != "":
		return a.openDatabase(ctx, p, u)
	}
	if u != begins {
		if err := p.folderThere(); err != nil {
			return nil, err
		}
	}
	s, err := embedded.Open(p.data, embedded.Options{Model: a.Model})
	if err != nil {
		return nil, a.inUse(err)
	}
	return s, nil
}

func (a *app) openDatabase(ctx context.Context, p *place, u use) (*neo4j.Store, error) {
	o, err := a.databaseOptions(p)
	if err != nil {
		return nil, err
	}
	switch {
	case u == reads:
	case p.shared:
		o.Access = neo4j.Shared
	default:
		o.Access = neo4j.Exclusive
	}
	for began, told := time.Now(), false; ; told = true {
		s, err := neo4j.Open(ctx, o)
		var known *landscape.Error
		if err == nil || !errors.As(err, &known) || known.Message.Key != "database.unavailable" || time.Since(began) >= p.patience {
			return s, err
		}
		if !told {
			a.note("cmd.neo4j.waiting", p.uri)
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

func (a *app) databaseOptions(p *place) (neo4j.Options, error) {
	u, err := url.Parse(p.uri)
	switch {
	case strings.Contains(p.uri, "@"): // Whatever else is wrong with it, it is not to be repeated.
		return neo4j.Options{}, usage("cmd.neo4j.user", p.variable())
	case err != nil || u.Host == "" || !slices.Contains(schemes, u.Scheme):
		return neo4j.Options{}, usage("cmd.neo4j.form", p.uri)
	}
	password := os.Getenv(p.variable())
	if password == "" {
		password = os.Getenv((&place{}).variable())
	}
	if p.passwordFile != "" {
		b, err := os.ReadFile(p.passwordFile)
		if err != nil {
			return neo4j.Options{}, unreadable(p.passwordFile, err)
		}
		password = strings.TrimRight(string(b), "\r\n")
	}
	if password == "" {
		return neo4j.Options{}, usage("cmd.neo4j.password", p.variable())
	}
	holder := p.holder
	if holder == "" {
		holder = strings.Join(os.Args[:min(2, len(os.Args))], " ")
	}
	return neo4j.Options{
		URI: p.uri, User: p.user, Password: password, Database: p.database, Model: a.Model, Holder: holder, Log: a.log(),
	}, nil
}

// schemes are those of a Neo4j server's address.
var schemes = []string{"bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"}

// inUse says of a folder that a server has what can be done about it: --server is for commands that ask.
func (a *app) inUse(err error) error {
	var known *landscape.Error
	if !a.asks && errors.As(err, &known) && known.Message.Key == "store.served" {
		return landscape.NewError(known.Code, text.New("cmd.data.served", known.Message.Args...))
	}
	return err
}

// folderThere says so where --data names no folder: nobody who only reads means to make one.
func (p *place) folderThere() error {
	if p.data == "" {
		return usage("cmd.data.none")
	}
	info, err := os.Stat(p.data)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return usage("cmd.data.absent", p.data)
	case err == nil && !info.IsDir():
		return usage("cmd.data.file", p.data)
	}
	return nil
}
