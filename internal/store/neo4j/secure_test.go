package neo4j

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/arkinera/landskap/internal/landscape"
	"github.com/arkinera/landskap/internal/store/bolttest"
)

// secureVariable holds, for the process that trusts the authority, the address to connect to.
const secureVariable = "LANDSKAP_TEST_SECURE_BOLT"

// authority makes a certificate of 127.0.0.1, and the one of the authority that signs it in a file.
func authority(t *testing.T) (server tls.Certificate, file string) {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	signed, err := x509.CreateCertificate(rand.Reader, root, root, &key.PublicKey, key)
	check(err)
	file = filepath.Join(t.TempDir(), "authority.pem")
	check(os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), 0o600))
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(err)
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: root.NotBefore, NotAfter: root.NotAfter,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	signed, err = x509.CreateCertificate(rand.Reader, leaf, root, &own.PublicKey, key)
	check(err)
	return tls.Certificate{Certificate: [][]byte{signed}, PrivateKey: own}, file
}

func openSecure(t *testing.T, uri string) (*Store, error) {
	t.Helper()
	return Open(t.Context(), Options{URI: uri, User: "neo4j", Password: "word", Database: "kommun", Model: modelOf(t)})
}

// TestSecure connects with encryption: to a server that is not trusted it does not, and says why; to one that is it does.
func TestSecure(t *testing.T) {
	if address := os.Getenv(secureVariable); address != "" { // This is the process that trusts the authority.
		s, err := openSecure(t, "neo4j+s://"+address)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return
	}
	certificate, file := authority(t)
	script := &ledger{t: t, keys: map[string][]any{}, open: map[int]map[string]any{}}
	script.Cluster = bolttest.StartTLS(t, 1, script.play, certificate)
	address := script.Address(0)
	began := time.Now()
	_, err := openSecure(t, "neo4j+s://"+address)
	if messageOf(err) != "database.insecure" || landscape.CodeOf(err) != landscape.Unavailable || time.Since(began) > time.Second {
		t.Errorf("an authority that is not trusted: after %v: %v", time.Since(began), err)
	}
	t.Log(err)
	plain := newLedger(t, 1)
	if _, err := openSecure(t, "bolt+s://"+plain.Address(0)); messageOf(err) != "database.insecure" {
		t.Errorf("a server without encryption: %v", err)
	}
	s, err := openSecure(t, "neo4j+ssc://"+address)
	if err != nil {
		t.Fatalf("any certificate will do: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if runtime.GOOS != "linux" {
		t.Skip("what is trusted is told by a variable on Linux only")
	}
	child := exec.Command(os.Args[0], "-test.run=^TestSecure$", "-test.v")
	child.Env = append(os.Environ(), secureVariable+"="+address, "SSL_CERT_FILE="+file)
	if out, err := child.CombinedOutput(); err != nil {
		t.Errorf("an authority that is trusted: %v: %s", err, out)
	}
}
