package changeset

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/arkinera/landskap/schema"
)

// Dates as people write them in Sweden: the year first, or the day first.
var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[t ].*)?$`)
	dayFirst  = regexp.MustCompile(`^(\d{1,2})[-/. ]+(\d{1,2})[-/. ,]+(\d{4})$`)
	compact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	yearMonth = regexp.MustCompile(`^(\d{4})[-/. ](\d{1,2})$`)
	onlyYear  = regexp.MustCompile(`^(\d{4})$`)
)

// day reads a date that is not written YYYY-MM-DD as it was probably meant. Of a whole month or year it is the last day if last, else
// the first.
func day(written string, last bool) (string, bool) {
	s := strings.TrimSpace(strings.ToLower(written))
	y, m, d := 0, 0, 0
	switch {
	case yearFirst.MatchString(s):
		y, m, d = numbers(yearFirst.FindStringSubmatch(s))
	case dayFirst.MatchString(s):
		d, m, y = numbers(dayFirst.FindStringSubmatch(s))
	case compact.MatchString(s):
		y, m, d = numbers(compact.FindStringSubmatch(s))
	case yearMonth.MatchString(s):
		y, m, _ = numbers(append(yearMonth.FindStringSubmatch(s), "1"))
		if d = 1; last {
			d = daysIn(y, m)
		}
	case onlyYear.MatchString(s):
		y, m, d = numbers(append(onlyYear.FindStringSubmatch(s), "1", "1"))
		if last {
			m, d = 12, 31
		}
	}
	if m > 12 && d <= 12 {
		m, d = d, m // the month first, as in America
	}
	if m >= 1 && m <= 12 && d > daysIn(y, m) && d <= 31 {
		d = daysIn(y, m) // the last day of a month was meant
	}
	result := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	return result, schema.ValidDate(result)
}

// numbers returns the three groups of a match as numbers, 0 where one is none.
func numbers(match []string) (int, int, int) {
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(match[i+1])
	}
	return n[0], n[1], n[2]
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
