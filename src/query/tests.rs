use proptest::prelude::*;

use super::*;

/// A Saturday.
fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn parsed(text: &str) -> Parsed {
    Query::parse(text, today())
}

/// All clauses of a query with one alternative, about which nothing was said.
fn clauses(text: &str) -> Vec<Clause> {
    let Parsed { query, ignored } = parsed(text);
    assert_eq!(ignored, [] as [String; 0], "{text}");
    assert!(query.any.len() <= 1, "{text}");
    query.any.concat()
}

fn yes(term: Term) -> Clause {
    Clause { not: false, term }
}

fn not(term: Term) -> Clause {
    Clause { not: true, term }
}

fn word(text: &str) -> Term {
    Term::Word { text: text.into(), prefix: false }
}

fn phrase(words: &str) -> Term {
    Term::Phrase(words.into())
}

fn tags(tags: &[&str]) -> Term {
    Term::Tag(tags.iter().map(|tag| (*tag).into()).collect())
}

/// The day that `after:` gets from a text.
fn day(typed: &str) -> Option<String> {
    match clauses(&format!("after:{typed}")).remove(0).term {
        Term::After(day) => Some(day.start.to_string()),
        _ => None,
    }
}

#[test]
fn the_last_word_may_go_on_until_a_blank_ends_it() {
    assert_eq!(clauses("git reb"), [yes(word("git")), yes(Term::Word { text: "reb".into(), prefix: true })]);
    assert_eq!(clauses("git reb "), [yes(word("git")), yes(word("reb"))]);
    assert_eq!(clauses("reb kind:note"), [yes(word("reb")), yes(Term::Kind(vec![Kind::Note]))]);
    assert_eq!(clauses("a -dra"), [yes(word("a")), not(word("dra"))]);
    assert!(parsed(" \t\n").query.is_empty() && parsed("").query.is_empty());
}

#[test]
fn conditions_are_joined_and_negated() {
    assert_eq!(
        clauses("a -b -\"c  d\" -tag:x -#y "),
        [yes(word("a")), not(word("b")), not(phrase("c d")), not(tags(&["x"])), not(tags(&["y"]))]
    );
    let any = parsed("a b OR \"c\" OR  OR").query.any;
    assert_eq!(any, [vec![yes(word("a")), yes(word("b"))], vec![yes(phrase("c"))]]);
    assert_eq!(clauses("a or (b) "), [yes(word("a")), yes(word("or")), yes(word("(b)"))]);
    assert_eq!(clauses("OR "), [yes(word("OR"))]);
}

#[test]
fn fields_take_one_or_several_values() {
    assert_eq!(
        clauses("kind:nugget,Note KIND:note"),
        [yes(Term::Kind(vec![Kind::Nugget, Kind::Note])), yes(Term::Kind(vec![Kind::Note]))]
    );
    assert_eq!(clauses("stage:inbox"), [yes(Term::Stage(vec![Stage::Inbox]))]);
    assert_eq!(clauses("is:conflict -IS:Conflict"), [yes(Term::Conflict), not(Term::Conflict)]);
    assert_eq!(
        clauses("title:tea -title:\"green tea\""),
        [yes(Term::Title("tea".into())), not(Term::Title("green tea".into()))]
    );
    assert_eq!(
        clauses("tag:a/b,#c #d/e tag:\"machine learning\",x"),
        [yes(tags(&["a/b", "c"])), yes(tags(&["d/e"])), yes(tags(&["machine learning", "x"]))]
    );
    assert_eq!(
        clauses("path:\"my notes/\" path:a,b"),
        [yes(Term::Path("my notes/".into())), yes(Term::Path("a,b".into()))]
    );
}

#[test]
fn code_is_searched_as_it_is_written() {
    for code in [
        "--filter=blob:none",
        "std::fs::write",
        "C++",
        "-x",
        "--",
        "-",
        "->",
        "http://localhost:80/x",
        "#1984",
        "C#",
        "a:b",
        "12:30",
        "C:\\x",
        "x:=1",
        "5\"",
        "$(ls)",
        "#!/bin/sh",
        "a||b",
    ] {
        assert_eq!(clauses(code), [yes(Term::Word { text: code.into(), prefix: true })], "{code}");
    }
    assert_eq!(clauses("tar --exclude -C++ "), [yes(word("tar")), yes(word("--exclude")), not(word("C++"))]);
}

#[test]
fn an_open_quote_reaches_to_the_end_and_says_so() {
    let Parsed { query, ignored } = parsed("a \"b  c");

    assert_eq!(query.any, [[yes(word("a")), yes(phrase("b c"))]]);
    assert_eq!(ignored.len(), 1);
    assert!(ignored[0].contains("quote"));
    assert_eq!(clauses("\"\" a\"b "), [yes(word("a\"b"))]);
}

#[test]
fn any_other_field_is_one_of_the_front_matter_and_the_near_one_is_named() {
    let property = |name: &str, value: &str, prefix| Term::Property { name: name.into(), value: value.into(), prefix };
    assert_eq!(clauses("colour:red "), [yes(property("colour", "red", false))]);
    assert_eq!(
        clauses("-Colour:\"dark red\" due-year:2026"),
        [not(property("Colour", "dark red", false)), yes(property("due-year", "2026", true))]
    );
    assert_eq!(parsed("a colour:\"x y\" ").query.properties(), ["colour"]);

    assert_eq!(clauses("tags:\"a b\""), [yes(property("tags", "a b", false))]);
    assert_eq!((nearest_field("tags"), nearest_field("colour")), (Some("tag"), None));
}

#[test]
fn what_cannot_be_understood_is_left_out_and_said() {
    for (text, said) in [
        ("a kind:recipe", "recipe"),
        ("a stage:x,y", "`y`"),
        ("a is:open", "`open`"),
        ("a before:soon", "soon"),
        ("a after:2026-13", "2026-13"),
        ("a tag:", "tag:"),
        ("a tag:#", "tag:"),
    ] {
        let Parsed { query, ignored } = parsed(text);
        assert_eq!(query.any, [[yes(word("a"))]], "{text}");
        assert!(ignored.last().unwrap().contains(said), "{ignored:?}");
    }
    assert_eq!(clauses("tag:#\"a\""), [yes(tags(&["a"]))]);
    assert_eq!(parsed("kind:note,recipe").query.any, [[yes(Term::Kind(vec![Kind::Note]))]]);
}

#[test]
fn days_and_periods_mean_their_first_day() {
    for (typed, start) in [
        ("2026", "2026-01-01"),
        ("2026-3", "2026-03-01"),
        ("2026-11-09", "2026-11-09"),
        ("today", "2026-11-21"),
        ("Yesterday", "2026-11-20"),
        ("this-week", "2026-11-16"),
        ("last-week", "2026-11-09"),
        ("\"last week\"", "2026-11-09"),
        ("this-month", "2026-11-01"),
        ("last-month", "2026-10-01"),
        ("this-year", "2026-01-01"),
        ("last-year", "2025-01-01"),
        ("friday", "2026-11-20"),
        ("saturday", "2026-11-14"),
        ("sun", "2026-11-15"),
        ("3d", "2026-11-18"),
        ("2w", "2026-11-07"),
        ("6m", "2026-05-21"),
        ("1y", "2025-11-21"),
    ] {
        assert_eq!(day(typed).as_deref(), Some(start), "{typed}");
    }
    for typed in
        ["9999999999d", "4294967295w", "4294967295y", "d", "99999", "2026-11-21-1", "2026-", "-3d", "é", "2026-02-30"]
    {
        assert!(parsed(&format!("before:{typed}")).query.is_empty(), "{typed}");
    }
    assert_eq!(Query::parse("after:9y before:this-week", NaiveDate::MIN).ignored.len(), 2);
}

#[test]
fn long_queries_are_cut_and_say_so() {
    let Parsed { query, ignored } = parsed(&"a ".repeat(100));
    assert_eq!((query.any[0].len(), ignored.len()), (MAX_CLAUSES, 1));

    let Parsed { query, ignored } = parsed(&"é".repeat(MAX_BYTES));
    assert_eq!((query.any[0].len(), ignored.len()), (1, 1));
}

/// Texts of the pieces that queries are made of.
fn typed() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "[a-zé日/#,\"-]{0,6}",
        "\"[a-z ,/#日]{0,8}\"?",
        "note|nugget,bookmark|inbox|conflict|2026-1?|today|last-week|\"last week\"|3d|1y|sun"
    ];
    let field =
        (prop::sample::select(vec!["kind", "Stage", "is", "tag", "path", "before", "after", "colour", "tags"]), value)
            .prop_map(|(name, value)| format!("{name}:{value}"));
    let word =
        prop_oneof!["[-a-z#:\"é_]{0,6}", "OR|--x|#a/b|C\\+\\+|-x|std::fs|https://a.b|e\u{301}|ｋｉｎｄ：ｎｏｔｅ"];
    let part = prop_oneof![3 => word, 3 => field, 1 => "\"[a-z é:-]{0,8}\"?", 1 => Just("OR".into())];
    let part = (
        prop::sample::select(vec!["", "", "-"]),
        part,
        prop::sample::select(vec![" ", " ", "  ", "\t", "\u{3000}", ""]),
    )
        .prop_map(|(not, part, blank)| format!("{not}{part}{blank}"));
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_is_printed_parses_to_the_same_query(text in typed()) {
        let query = parsed(&text).query;
        prop_assert_eq!(parsed(&query.to_string()).query, query, "{}", text);
    }

    #[test]
    fn any_text_is_parsed_and_printed(text in any::<String>()) {
        let query = parsed(&text).query;
        prop_assert_eq!(parsed(&query.to_string()).query, query);
    }
}
