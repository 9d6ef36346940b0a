package storetest

import "github.com/arkinera/landskap/internal/landscape"

// whereCases are filters on the values of systems, each with the systems that it keeps.
func whereCases(w *world) []whereCase {
	var (
		rank   = func(op landscape.Op, v any) landscape.Filter { return w.is("System.rank", op, v) }
		cost   = func(op landscape.Op, v any) landscape.Filter { return w.is("System.cost", op, v) }
		live   = func(op landscape.Op, v any) landscape.Filter { return w.is("System.live", op, v) }
		stage  = func(op landscape.Op, v any) landscape.Filter { return w.is("System.stage", op, v) }
		since  = func(op landscape.Op, v any) landscape.Filter { return w.is("System.since", op, v) }
		name   = func(op landscape.Op, v any) landscape.Filter { return w.is("System.name", op, v) }
		key    = func(op landscape.Op, v any) landscape.Filter { return w.is("System.key", op, v) }
		motto  = func(op landscape.Op, v any) landscape.Filter { return w.is("System.motto", op, v) }
		remark = func(op landscape.Op, v any) landscape.Filter { return w.is("System.remark", op, v) }
	)
	const (
		eq, ne, in         = landscape.Eq, landscape.Ne, landscape.In
		lt, lte, gt, gte   = landscape.Lt, landscape.Lte, landscape.Gt, landscape.Gte
		contains, starts   = landscape.Contains, landscape.StartsWith
		isNull, has        = landscape.IsNull, landscape.Has
		decomposed         = "bla\u030A" // blå, as a Mac writes it in file names
		emoji, privateUse  = "\U0001F600", "\uE000"
		notOfUnknown       = "Not turns true to false and false to true; unknown stays unknown."
		everyRank          = "B, a, c, d, g, h"
		everyMotto         = "B, a, c, d, e, g, h"
		mottoBeyondLatin   = "d, e, h"
		remarksWithoutAnyA = "B, a, g"
	)
	return []whereCase{
		{"nothing asked", "A nil Where is for all.", nil, everySystem},

		{"Int eq", exact, rank(eq, 2), "a, c"},
		{"Int ne", noValue, rank(ne, 2), "B, d, g, h"},
		{"Int not eq", notOfUnknown, not(rank(eq, 2)), "B, d, g, h"},
		{"Int not ne", notOfUnknown, not(rank(ne, 2)), "a, c"},
		{"Int not not eq", notOfUnknown, not(not(rank(eq, 2))), "a, c"},
		{"Int in", exact, rank(in, []any{2, -3}), "a, c, d"},
		{"Int not in", notOfUnknown, not(rank(in, []any{2, -3})), "B, g, h"},
		{"Int in nothing", emptyIn, rank(in, []any{}), ""},
		{"Int not in nothing", emptyIn, not(rank(in, []any{})), everySystem},
		{"Int lt", listOrder, rank(lt, 2), "B, d, g"},
		{"Int lte", listOrder, rank(lte, 2), "B, a, c, d, g"},
		{"Int gt", listOrder, rank(gt, 1), "a, c, h"},
		{"Int gte", listOrder, rank(gte, 2), "a, c, h"},
		{"Int not lt", notOfUnknown, not(rank(lt, 2)), "a, c, h"},
		{"Int greatest", exact, rank(eq, 2147483647), "h"},
		{"Int isNull", certain, rank(isNull, true), "e, f, i"},
		{"Int isNull false", certain, rank(isNull, false), everyRank},
		{"Int not isNull", certain, not(rank(isNull, true)), everyRank},
		{"Int not isNull false", certain, not(rank(isNull, false)), "e, f, i"},

		{"Float eq", exact, cost(eq, 0.5), "B"},
		{"Float ne", noValue, cost(ne, 0.5), "a, c, d, g"},
		{"Float in", exact, cost(in, []any{0.0, 2.25}), "c, d"},
		{"Float lt", listOrder, cost(lt, 0.0), "a"},
		{"Float lte", listOrder, cost(lte, 0.0), "a, d"},
		{"Float gt", listOrder, cost(gt, 2.25), "g"},
		{"Float gte", listOrder, cost(gte, 2.25), "c, g"},
		{"Float isNull", certain, cost(isNull, true), "e, f, h, i"},

		{"Boolean eq", exact, live(eq, true), "B, c, g"},
		{"Boolean ne", noValue, live(ne, true), "a, e"},
		{"Boolean not eq", notOfUnknown, not(live(eq, true)), "a, e"},
		{"Boolean in", exact, live(in, []any{true, false}), "B, a, c, e, g"},
		{"Boolean isNull", certain, live(isNull, true), "d, f, h, i"},

		{"Enum eq", exact, stage(eq, "END"), "c, d"},
		{"Enum ne", noValue, stage(ne, "END"), "B, a, e"},
		{"Enum in", exact, stage(in, []any{"START", "MIDDLE"}), "B, a, e"},
		{"Enum not in", notOfUnknown, not(stage(in, []any{"START", "MIDDLE"})), "c, d"},
		{"Enum isNull", certain, stage(isNull, true), "f, g, h, i"},

		{"Date eq", exact, since(eq, "2020-06-30"), "a"},
		{"Date ne", noValue, since(ne, "2020-06-30"), "B, c, e"},
		{"Date lt", listOrder, since(lt, "2020-06-30"), "B, e"},
		{"Date lte", listOrder, since(lte, "2020-06-30"), "B, a, e"},
		{"Date gt", listOrder, since(gt, "2020-01-01"), "a, c"},
		{"Date gte", listOrder, since(gte, "2020-06-30"), "a, c"},
		{"Date isNull", certain, since(isNull, true), "d, f, g, h, i"},

		{"name eq", exact, name(eq, "Alfa"), "c"},
		{"name eq in other case", exact, name(eq, "ALFA"), ""},
		{"name ne", exact, name(ne, "Alfa"), "B, a, d, e, f, g, h, i"},
		{"name in", exact, name(in, []any{"Alfa", "zebra", "ÅL"}), "c, i"},
		{"name lt", listOrder, name(lt, "ALFA"), ""},
		{"name lte", listOrder, name(lte, "ALFA"), "a, c"},
		{"name gt", listOrder, name(gt, "zebra"), "d, e, f, g, h"},
		{"name gte", listOrder, name(gte, "zebra"), "B, d, e, f, g, h, i"},
		{"name gt å", listOrder, name(gt, "ål"), "e, f"},
		{"name between", listOrder, all(name(gt, "b"), name(lt, "ål")), "B, g, i"},
		{"name contains", folded, name(contains, "AL"), "a, c"},
		{"name contains å", folded, name(contains, "ÅL"), "d, h"},
		{"name startsWith å", folded, name(starts, "å"), "d, g, h"},
		{"name startsWith within", folded, name(starts, "l"), ""},
		{"name contains nothing", folded, name(contains, ""), everySystem},

		{"key eq", exact, key(eq, "B"), "B"},
		{"key eq in other case", exact, key(eq, "b"), ""},
		{"key in", exact, key(in, []any{"B", "b", "i"}), "B, i"},
		{"key lt", listOrder, key(lt, "a"), "B"},
		{"key gte", listOrder, key(gte, "g"), "g, h, i"},
		{"key contains", unfolded, key(contains, "B"), "B"},
		{"key contains in other case", unfolded, key(contains, "b"), ""},
		{"key startsWith", unfolded, key(starts, "a"), "a"},

		{"exact text eq", exact, motto(eq, "blå bär"), "a"},
		{"exact text eq empty", exact, motto(eq, ""), "g"},
		{"exact text ne empty", noValue, motto(ne, ""), "B, a, c, d, e, h"},
		{"exact text in", exact, motto(in, []any{"", "bla bar"}), "c, g"},
		{"exact text lt", listOrder, motto(lt, "a"), "B, g"},
		{"exact text gt", listOrder, motto(gt, "z"), mottoBeyondLatin},
		{"exact text gt by code point", listOrder, motto(gt, privateUse), "d, h"},
		{"exact text lt by code point", listOrder, all(motto(lt, emoji), motto(gte, privateUse)), "e, h"},
		{"exact text contains", unfolded, motto(contains, "Bär"), "B"},
		{"exact text contains in other case", unfolded, motto(contains, "bär"), "a"},
		{"exact text contains an emoji", unfolded, motto(contains, emoji), "d"},
		{"exact text contains decomposed", unfolded, motto(contains, decomposed), ""},
		{"exact text contains nothing", unfolded, motto(contains, ""), everyMotto},
		{"exact text contains %", unfolded, motto(contains, "%"), ""},
		{"exact text contains _", unfolded, motto(contains, "_"), ""},
		{"exact text startsWith", unfolded, motto(starts, "bl"), "a, c"},
		{"exact text startsWith in other case", unfolded, motto(starts, "Bl"), "B"},
		{"exact text startsWith within", unfolded, motto(starts, "bar"), ""},
		{"exact text startsWith nothing", unfolded, motto(starts, ""), everyMotto},
		{"exact text not contains", notOfUnknown, not(motto(contains, "b")), "B, d, e, g, h"},
		{"exact text isNull", certain, motto(isNull, true), "f, i"},

		{"searched text eq", exact, remark(eq, "STRASSE"), "i"},
		{"searched text eq in other case", exact, remark(eq, "strasse"), ""},
		{"searched text in", exact, remark(in, []any{"Straße", "blå bär"}), "h"},
		{"searched text contains", folded, remark(contains, "BLÅ"), "B"},
		{"searched text contains a for å", folded, remark(contains, "bla"), "c"},
		{"searched text contains decomposed", folded, remark(contains, decomposed), "B"},
		{"searched text contains ß", folded, remark(contains, "aß"), "h, i"},
		{"searched text contains ss", folded, remark(contains, "aSS"), "h, i"},
		{"searched text contains %", folded, remark(contains, "0%"), "a"},
		{"searched text contains only %", folded, remark(contains, "%"), "a"},
		{"searched text contains _", folded, remark(contains, "e_c"), "d"},
		{"searched text contains a backslash", folded, remark(contains, `\`), ""},
		{"searched text contains a quote", folded, remark(contains, `' OR 1=1 --`), ""},
		{"searched text contains .*", folded, remark(contains, ".*"), ""},
		{"searched text startsWith", folded, remark(starts, "blå B"), "B"},
		{"searched text startsWith within", folded, remark(starts, "bla"), ""},
		{"searched text startsWith _", folded, remark(starts, "snake_"), "d"},
		{"searched text startsWith 100%", folded, remark(starts, "100%"), "a"},
		{"searched text not contains", notOfUnknown, not(remark(contains, "A")), remarksWithoutAnyA},
		{"searched text contains nothing", folded, remark(contains, ""), "B, a, c, d, e, g, h, i"},
		{"searched text lt", listOrder, remark(lt, "B"), "a, c, g"},
		{"searched text isNull", certain, remark(isNull, true), "f"},

		{"owner eq", exact, w.is("System.owner", eq, "north"), "B"},
		{"owner ne", exact, w.is("System.owner", ne, packageOwner), "B"},
		{"visibility eq", exact, w.is("System.visibility", eq, "OPEN"), everySystem},
		{"origin isNull", certain, w.is("System.origin", isNull, true), everySystem},
		{"validTo not lt", notOfUnknown, not(w.is("System.validTo", lt, "2020-01-01")), ""},

		{"text list has", certain, w.is("System.tags", has, "red"), "B, a"},
		{"text list has in other case", exact, w.is("System.tags", has, "Red"), "d"},
		{"text list has not", certain, not(w.is("System.tags", has, "red")), "c, d, e, f, g, h, i"},
		{"text list has a part", exact, w.is("System.tags", has, "re"), ""},
		{"text list has empty text", certain, w.is("System.tags", has, ""), ""},
		{"enum list has", certain, w.is("System.zones", has, "CITY"), "B, a"},
		{"enum list has not", certain, not(w.is("System.zones", has, "CITY")), "c, d, e, f, g, h, i"},
		{"two lists", certain, all(w.is("System.zones", has, "SEA"), not(w.is("System.tags", has, "red"))), "d"},

		{"and of nothing", "And with no parts is true.", all(), everySystem},
		{"or of nothing", "Or with no parts is false.", either(), ""},
		{"not and of nothing", "And with no parts is true.", not(all()), ""},
		{"not or of nothing", "Or with no parts is false.", not(either()), everySystem},
		{"and", logic, all(rank(eq, 2), live(eq, true)), "c"},
		{"or", logic, either(rank(eq, 2), live(eq, true)), "B, a, c, g"},
		{"false and unknown", logic, not(all(rank(eq, 1), motto(eq, "x"))), everyMotto},
		{"unknown and false", logic, not(all(motto(eq, "x"), rank(eq, 1))), everyMotto},
		{"true and unknown", logic, all(remark(contains, ""), rank(gte, -3)), everyRank},
		{"not true and unknown", logic, not(all(remark(contains, ""), rank(gte, -3))), ""},
		{"true or unknown", logic, either(rank(eq, 5), stage(eq, "START")), "B, e"},
		{"not false or unknown", logic, not(either(rank(eq, 1), live(eq, true))), "a"},
		{"either way", logic, either(rank(eq, 2), not(rank(eq, 2))), everyRank},
		{"neither way", logic, not(either(rank(eq, 2), not(rank(eq, 2)))), ""},
		{"not and in or", logic, either(not(all(rank(eq, 2), live(eq, true))), stage(isNull, true)), "B, a, d, e, f, g, h, i"},
		{"and in and", logic, all(all(rank(eq, 2)), all(all(live(eq, false)))), "a"},
	}
}
