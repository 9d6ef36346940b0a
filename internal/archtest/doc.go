// Package archtest tests the code itself: which way imports point, how large files and packages are, what packages say of
// themselves, and that every text is in the catalogue.
package archtest
