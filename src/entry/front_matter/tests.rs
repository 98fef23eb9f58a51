use proptest::prelude::*;
use serde_json::json;

use super::*;

fn text(words: &str) -> Value {
    Value::Text(words.into())
}

fn list(items: &[&str]) -> Value {
    Value::List(strings(items))
}

fn strings(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).into()).collect()
}

fn fields(file: &str) -> Map<String, Json> {
    read(&file[split(file).yaml.unwrap()]).unwrap()
}

/// Adds and removes tags of a file.
fn tagged(file: &str, add: &[&str], remove: &[&str]) -> String {
    edit_list(file, "tags", &strings(add), &strings(remove)).unwrap()
}

#[test]
fn front_matter_lies_between_two_fences() {
    for file in
        ["---\na: b\n---\nbody", "\u{feff}---\na: b\n---\nbody", "--- \t\na: b\n...\nbody", "---\na: b\n--- \nbody"]
    {
        let split = split(file);
        assert_eq!(&file[split.yaml.unwrap()], "a: b\n", "{file:?}");
        assert_eq!(&file[split.body], "body", "{file:?}");
    }
    let crlf = "---\r\na: b\r\n---\r\nbody\r\n";
    assert_eq!(&crlf[split(crlf).yaml.unwrap()], "a: b\r\n");
    assert_eq!(split("---\n---").yaml, Some(4..4));
}

#[test]
fn without_both_fences_all_is_body() {
    for file in [
        "",
        "---",
        "---\n",
        "---\na: b\n",
        "text\n---\na: b\n---\n",
        " ---\na: b\n---\n",
        "----\na: b\n----\n",
        "---a\n---\n",
    ] {
        assert_eq!(split(file), Split { yaml: None, foreign: None, body: 0..file.len() }, "{file:?}");
    }
}

#[test]
fn values_are_read_as_people_mean_them() {
    let read = read("n: no\ny: y\nzip: 012\nbig: 1_000\ndate: 2026-11-21\nbool: true\nint: 7\nnothing:\na: 1\na: 2\nnan: .nan\n2024: x\n").unwrap();

    let expected = json!({"n": "no", "y": "y", "zip": "012", "big": "1_000", "date": "2026-11-21", "bool": true, "int": 7,
        "nothing": null, "a": 1, "nan": ".nan", "2024": "x"});
    assert_eq!(Json::Object(read), expected);
}

#[test]
fn what_looks_like_a_number_is_what_was_typed() {
    let typed = "title: 3.10 # version\ntags: [1.20, 'x', 1e5, 0x1F, 7, True]\naliases:\n  - +5\n  - .5\n  - 5.\nlang: 0b11\n\
                 confidence: 0.50\ncreated: 1700000000000\ndraft: True\nn: {a: 1.0}\n";
    let read = read(typed).unwrap();

    let expected = json!({"title": "3.10", "tags": ["1.20", "x", "1e5", "0x1F", 7, "True"], "aliases": ["+5", ".5", "5."],
        "lang": "0b11", "confidence": "0.50", "created": 1_700_000_000_000_i64, "draft": true, "n": {"a": 1.0}});
    assert_eq!(Json::Object(read), expected);
    let tagged = tagged("---\ntags: [1.20, 0x1F]\n---\n", &["b"], &["0x1F"]);
    assert_eq!(tagged, "---\ntags: [1.20, b]\n---\n");
}

#[test]
fn comments_alone_are_no_fields() {
    assert_eq!(read("# a\n\n  # b\n").unwrap(), Map::new());
    assert_eq!(read("").unwrap(), Map::new());
}

#[test]
fn broken_front_matter_names_its_line_in_the_file() {
    let problem = read("title: a\ntags: [a, b\nx: y\n").unwrap_err();
    assert!((2..=5).contains(&problem.line), "{problem:?}");
    assert_eq!(read("a: b\nc: d: e\n").unwrap_err().line, 3);
    assert_eq!(read("just words\n").unwrap_err().line, 2);
}

#[test]
fn hostile_front_matter_is_a_problem_and_not_a_crash() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned()
        + &('b'..'k')
            .map(|c| format!("{c}: &{c} [{}]\n", vec![format!("*{}", char::from(c as u8 - 1)); 9].join(",")))
            .collect::<String>();
    let hostile =
        ["- ".repeat(32_000), "[".repeat(30_000), "{".repeat(30_000), "? ".repeat(32_000), bomb, "a: ".repeat(20_000)];
    for yaml in hostile.into_iter().chain([
        "a: b\n".repeat(20_000),
        "a:\n".to_owned() + &(0..200).map(|n| " ".repeat(n) + "- \n").collect::<String>(),
    ]) {
        assert!(read(&yaml).is_err(), "{}", &yaml[..20]);
        assert!(set(&format!("---\n{yaml}\n---\n"), "x", &text("y")).is_err());
        rescued(&yaml);
    }
}

#[test]
fn a_field_is_set_and_every_other_byte_stays() {
    let file = "\u{feff}---\r\n# mine\r\ntitle:   \"Old\"   # keep\r\n'odd key' : {a: 1}\r\ntags:\r\n- a\r\nmore: |\r\n  # text\r\n  two\r\n\r\n# end\r\n---\r\nbody\r\n---\r\nno end";

    let after = set(file, "title", &text("New: one")).unwrap();

    assert_eq!(after, file.replace("\"Old\"", "\"New: one\""));
    assert_eq!(set(file, "more", &text("x")).unwrap(), file.replace("|\r\n  # text\r\n  two", "x"));
    assert_eq!(set(file, "tags", &text("x")).unwrap(), file.replace("tags:\r\n- a", "tags: x"));
    assert_eq!(set(file, "odd key", &text("x")).unwrap(), file.replace("{a: 1}", "x"));
    assert_eq!(set(file, "new", &text("x")).unwrap(), file.replace("# end\r\n", "# end\r\nnew: x\r\n"));
    assert_eq!(remove(file, "more").unwrap(), file.replace("more: |\r\n  # text\r\n  two\r\n", ""));
}

#[test]
fn values_of_every_style_are_replaced_whole() {
    for (old, new) in [
        ("a: one\n", "a: x\n"),
        ("a:\n", "a: x\n"),
        ("a:   \n", "a: x\n"),
        ("a: # note\n", "a: x # note\n"),
        ("a: one # note\n", "a: x # note\n"),
        ("a: one#two\n", "a: x\n"),
        ("a: one\n  two\n", "a: x\n"),
        ("a: 'it''s # no'  # note\n", "a: x  # note\n"),
        ("a: \"one \\\" # \n  two\" # note\n", "a: x # note\n"),
        ("a: [b, \"]\", # c\n  d]\n", "a: x\n"),
        ("a: >-\n  one\n\n  two\n", "a: x\n"),
        ("a: |\n  one\n\n  # two\n\n# c\n", "a: x\n\n# c\n"),
        ("a:\n  - b # c\n  - d\n", "a: x\n"),
        ("a:\n  b: c\n", "a: x\n"),
        ("  a: b\n  c: d\n", "  a: x\n  c: d\n"),
        ("\"a\": b\n", "\"a\": x\n"),
        ("A: b\n", "A: x\n"),
        ("a: !!str 1\n", "a: x\n"),
        ("z: 1\na: https://x.org/#b\n", "z: 1\na: x\n"),
    ] {
        assert_eq!(set(&format!("---\n{old}---\n"), "a", &text("x")), Ok(format!("---\n{new}---\n")), "{old:?}");
    }
}

#[test]
fn a_file_without_front_matter_gains_some_in_its_own_line_ending() {
    assert_eq!(set("", "a", &text("b")).unwrap(), "---\na: b\n---\n");
    assert_eq!(set("\u{feff}x\r\n", "a", &text("b")).unwrap(), "\u{feff}---\r\na: b\r\n---\r\nx\r\n");
    assert_eq!(set("---\nopen", "a", &list(&["b", "c d"])).unwrap(), "---\na: [b, c d]\n---\n---\nopen");
    assert_eq!(set("---\n---", "a", &text("b")).unwrap(), "---\na: b\n---");
    assert_eq!(set("---\n# c\n---\n", "a", &text("b")).unwrap(), "---\n# c\na: b\n---\n");
}

#[test]
fn what_cannot_be_edited_safely_stays_as_it_is() {
    for yaml in ["a: b: c\n", "{a: b}\n", "? a\n: b\n", "a: &x 1\nb: *x\n", "- a\n", "a: [b\n", "\ta: b\n"] {
        assert!(set(&format!("---\n{yaml}---\nbody"), "a", &text("x")).is_err(), "{yaml}");
    }
}

#[test]
fn setting_what_is_there_changes_nothing() {
    let file = "---\ntitle:  'a'   # b\ntags: [ a ,b]\n---\n";
    assert_eq!(set(file, "title", &text("a")).unwrap(), file);
    assert_eq!(set(file, "tags", &list(&["a", "b"])).unwrap(), file);
    assert_eq!(remove(file, "other").unwrap(), file);
    assert_eq!(tagged(file, &["A"], &["c"]), file);
}

#[test]
fn a_list_keeps_its_style_and_its_other_items() {
    for (old, new) in [
        ("tags: [a, b]", "tags: [a, c]"),
        ("tags: [ 'a' ,b ] # n", "tags: [ 'a' ,c ] # n"),
        ("tags: [a, \"b\",]", "tags: [a, c,]"),
        ("tags: [\n  a, # n\n  b # m\n]", "tags: [\n  a, # n\n  c # m\n]"),
        ("tags:\n- a\n- b", "tags:\n- a\n- c"),
        (
            "tags: # n\n  -   'a' # m\n\n  # k\n  -   b # o\nx: y",
            "tags: # n\n  -   'a' # m\n\n  # k\n  -   c # o\nx: y",
        ),
        ("tags: b", "tags: [c]"),
        ("tags: a, b", "tags: [a, c]"),
        ("tags: a b", "tags: [a, c]"),
        ("tags: \"#b\" # n", "tags: [c] # n"),
    ] {
        let (old, new) = (format!("---\n{old}\n---\nbody"), format!("---\n{new}\n---\nbody"));
        assert_eq!(tagged(&old, &["c"], &["#B"]), new);
        assert_eq!(tagged(&old.replace('\n', "\r\n"), &["c"], &["b"]), new.replace('\n', "\r\n"));
    }
}

#[test]
fn items_are_added_behind_the_last() {
    for (old, new) in [
        ("tags: []", "tags: [ no x, \"y\" ]"),
        ("tags: []\nx: y", "tags: [no x, \"y\"]\nx: y"),
        ("tags:", "tags:\n  - no x\n  - \"y\""),
        ("title: t", "title: t\ntags: [no x, \"y\"]"),
        ("tags: a", "tags: [a, no x, \"y\"]"),
        ("tags: a, b", "tags: [a, b, no x, \"y\"]"),
        ("tags: a b", "tags: [a, b, no x, \"y\"]"),
        ("tags: [a]", "tags: [a, no x, \"y\"]"),
        ("tags: [a,\n  b]", "tags: [a,\n  b,\n  no x,\n  \"y\"]"),
        ("tags: [\n  a, # n\n  b, # m\n]", "tags: [\n  a, # n\n  b, # m\n  no x,\n  \"y\",\n]"),
        ("tags: [\n  a, # n\n  b # m\n]", "tags: [\n  a, # n\n  b, # m\n  no x,\n  \"y\"\n]"),
        ("tags:\n - a\n# c\nx: y", "tags:\n - a\n - no x\n - \"y\"\n# c\nx: y"),
    ] {
        assert_eq!(tagged(&format!("---\n{old}\n---\n"), &["no x", "y", "y"], &[]), format!("---\n{new}\n---\n"));
    }
}

#[test]
fn items_are_removed_with_their_comma_or_line() {
    for (old, new) in [
        ("tags: [b, a]", "tags: [a]"),
        ("tags: [a, b]", "tags: [a]"),
        ("tags: [b, c]", "tags: []"),
        ("tags: [a, b, c]", "tags: [a]"),
        ("tags: [b, a, c, d]", "tags: [a, d]"),
        ("tags: [a, c,]", "tags: [a,]"),
        ("tags:\n  - b # x\n  - a\n  - c", "tags:\n  - a"),
        ("tags:\n- b\nx: y", "tags:\nx: y"),
        ("tags: b", "tags: []"),
        ("tags: b, a", "tags: [a]"),
    ] {
        assert_eq!(tagged(&format!("---\n{old}\n---\n"), &[], &["b", "c"]), format!("---\n{new}\n---\n"), "{old}");
    }
}

#[test]
fn a_list_that_is_set_keeps_its_style() {
    assert_eq!(
        set("---\na:\n  - b\n  - c\n---\n", "a", &list(&["x", "no"])).unwrap(),
        "---\na:\n  - x\n  - \"no\"\n---\n"
    );
    assert_eq!(set("---\na: [b]\n---\n", "a", &list(&["x", "1"])).unwrap(), "---\na: [x, \"1\"]\n---\n");
}

#[test]
fn what_other_readers_would_take_for_something_else_is_quoted() {
    let odd = [
        "y",
        "No",
        "ON",
        "null",
        "~",
        "012",
        "1_000",
        "0x1f",
        "1e3",
        "1:30",
        ".5",
        ".inf",
        "-1",
        "2026-11-21",
        "# a",
        "a: b",
        "a #b",
        "- a",
        "a:",
        "",
        " a",
        "a ",
        "[[a]]",
        "{a",
        "!a",
        "&a",
        "*a",
        "@a",
        "`a",
        "%a",
        "|",
        ">",
        "'a",
        "\"a",
        "?",
        "<<",
        "=",
    ];
    for words in odd {
        let file = print(&[("k", text(words))]);
        assert!(file.starts_with("---\nk: \"") || file.starts_with("---\nk: '"), "{file}");
        assert_eq!(fields(&file)["k"], words);
    }
    assert_eq!(print(&[("date", text("2026-11-21T10:00:00+01:00"))]), "---\ndate: 2026-11-21T10:00:00+01:00\n---\n");
    assert_eq!(
        print(&[("id", text("01k0abcdefghjkmnpqrstvwxyz")), ("t", text("It's C++, \"so\" #1"))]).lines().nth(1),
        Some("id: 01k0abcdefghjkmnpqrstvwxyz")
    );
}

#[test]
fn fields_that_are_right_survive_broken_ones() {
    let rescued = rescued("id: 01k0abcdefghjkmnpqrstvwxyz\ntitle: a: b\ntags:\n  - x\nurl: [\n");

    let expected = json!({"id": "01k0abcdefghjkmnpqrstvwxyz", "title": "a: b", "tags": ["x"]});
    assert_eq!(Json::Object(rescued), expected);
}

#[test]
fn a_line_that_is_no_yaml_says_what_a_person_reads() {
    for (line, says) in [
        ("title: Keep it small: a plea", "Keep it small: a plea"),
        ("Title: @handle and more # why", "@handle and more"),
        ("title: %percent", "%percent"),
        ("title: - dash - inside", "- dash - inside"),
        ("title: \"Keep\" it: small", "\"Keep\" it: small"),
        ("tags: [[a]], [[b]]", "[[a]], [[b]]"),
    ] {
        let rescued = rescued(&format!("{line}\n# comment\nx: y\n"));
        let key = line.split(':').next().unwrap();
        assert_eq!(Json::Object(rescued), json!({key: says, "x": "y"}), "{line}");
    }
    for odd in ["Dear reader: this: is a text\n", "title: [a, b\n", "title: {a\n", "title: a: b\n  and more\n"] {
        assert_eq!(rescued(odd), Map::new(), "{odd}");
    }
}

/// Words that trip YAML readers, and any others.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[-?:,\\[\\]{}#&*!|>'\"%@` a1.\\\\\n\t~=<éßあ😀]{0,8}",
        prop::sample::select(vec![
            "no",
            "012",
            "null",
            "1.5",
            "2026-11-21",
            "a, b",
            "#a",
            "- x",
            "it's",
            "[x]",
            "a # b"
        ])
        .prop_map(Into::into),
        any::<String>(),
    ]
}

/// Front matter as people and programs write it, with the keys `a`, `b`, `tags` and others.
fn front_matter() -> impl Strategy<Value = String> {
    let value = prop::sample::select(vec![
        " one",
        " one # c",
        " 'it''s'",
        " \"x\" # c",
        "",
        " # c",
        " [p, q]",
        " [ p , 'q', ]",
        " [\n  p, # c\n  q\n ]",
        " |\n  l1\n\n  # l2",
        " >-\n   x\n   y",
        "\n- p\n- q",
        "\n  - p # c\n  # d\n  - \"q\"",
        " 12",
        " true",
        " 2026-11-21",
        " {m: n}",
        "\n  m: n\n  o:\n    - p",
        " p q",
        " p, q",
        " one\n  two",
        " https://x.org/a#b",
        " ~",
        " \"[[x]]\"",
        " \u{e9}\u{4e2d}",
    ]);
    let key = prop::sample::select(vec!["a", "b", "tags", "title", "\"quo ted\"", "'k'", "no-te", "Ünï"]);
    let line = prop_oneof![
        6 => (key, value).prop_map(|(key, value)| format!("{key}:{value}\n")),
        1 => Just("# comment\n".to_owned()),
        1 => Just("\n".to_owned()),
    ];
    (
        prop::collection::vec(line, 0..8),
        any::<bool>(),
        any::<bool>(),
        prop::sample::select(vec!["---\n", "...\n", "---", "--- \n"]),
        ".{0,20}",
    )
        .prop_map(|(lines, crlf, bom, fence, body)| {
            let body = if fence.ends_with('\n') { body } else { String::new() };
            let file = format!("{}---\n{}{fence}{body}", if bom { "\u{feff}" } else { "" }, lines.concat());
            if crlf { file.replace('\n', "\r\n") } else { file }
        })
}

/// The lines of a file that a change took away and that it brought.
fn changed_lines(before: &str, after: &str) -> (usize, usize) {
    let (old, new): (Vec<_>, Vec<_>) = (before.split('\n').collect(), after.split('\n').collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[same..].iter().rev().zip(new[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    (old.len() - same - tail, new.len() - same - tail)
}

#[test]
fn a_change_goes_into_the_key_that_is_there_in_whatever_case() {
    for key in ["Title", "TITLE", "tItLe", "\"Title\"", "'TITLE' "] {
        let file = |title: &str| format!("---\n# c\n{key}: {title}   # d\r\nx: y\n---\nText\n");
        assert_eq!(set(&file("Old"), "title", &text("New")).unwrap(), file("New"));
        assert_eq!(remove(&file("Old"), "title").unwrap(), "---\n# c\nx: y\n---\nText\n");
    }
    assert_eq!(tagged("---\nTags: [a]\n---\n", &["b"], &["A"]), "---\nTags: [b]\n---\n");
    assert_eq!(tagged("---\nTAGS:\n  - a\n---\n", &["b"], &[]), "---\nTAGS:\n  - a\n  - b\n---\n");
    assert_eq!(quote_typed("---\nTitle: a: b\n---\n", "title"), "---\nTitle: \"a: b\"\n---\n");
}

#[test]
fn a_key_that_stands_twice_is_not_changed_and_others_are() {
    for file in ["---\na: 1\nb: 2\na: 3\n---\n", "---\na: 1\nb: 2\nA: 3\n---\n", "---\nA: [x]\nb: 2\n'a': [y]\n---\n"] {
        let told = |result: Result<String, Problem>| result.unwrap_err();
        assert_eq!(told(set(file, "a", &text("x"))).line, 4);
        assert!(told(remove(file, "A")).what.contains("front matter twice"));
        assert!(told(edit_list(file, "a", &strings(&["n"]), &[])).what.contains("front matter twice"));
        assert_eq!(set(file, "b", &text("x")).unwrap(), file.replace("b: 2", "b: x"));
        assert_eq!(doubled(file).unwrap().line, 4);
    }
    assert_eq!(doubled("---\na: 1\nb: 2\n---\na: 3\n"), None);
}

#[test]
fn tags_go_into_the_field_for_tags_that_is_there_and_go_from_all() {
    let edit = |file: &str, add: &[&str], remove: &[&str]| edit_tags(file, &strings(add), &strings(remove)).unwrap();

    assert_eq!(edit("---\nKeywords: [a, b]\n---\n", &["c"], &["a"]), "---\nKeywords: [c, b]\n---\n");
    assert_eq!(edit("---\nkeywords: a b, c\n---\n", &[], &["c"]), "---\nkeywords: [a b]\n---\n");
    assert_eq!(edit("---\ntag: x\n---\n", &["y"], &[]), "---\ntag: [x, \"y\"]\n---\n");
    assert_eq!(
        edit("---\nkeywords: [a, b]\nTags: [c, a]\n---\n", &["d"], &["a"]),
        "---\nkeywords: [b]\nTags: [c, d]\n---\n"
    );
    assert_eq!(edit("Text\n", &["d"], &[]), "---\ntags: [d]\n---\nText\n");
}

#[test]
fn the_last_tag_goes_with_its_comma() {
    for (file, after) in [
        ("---\ntags: [alpha,]\nx: 1\n---\n", "---\ntags: []\nx: 1\n---\n"),
        ("---\ntags: [alpha , ]\nx: 1\n---\n", "---\ntags: [ ]\nx: 1\n---\n"),
        ("---\ntags: [alpha, beta,]\nx: 1\n---\n", "---\ntags: [beta,]\nx: 1\n---\n"),
    ] {
        assert_eq!(edit_tags(file, &[], &strings(&["alpha"])).as_deref(), Ok(after));
    }
}

#[test]
fn tags_are_written_as_a_list() {
    for (before, after) in [
        ("", "---\ntags: [new]\n---\n"),
        ("---\ntags:\n---\n", "---\ntags:\n  - new\n---\n"),
        ("---\ntags: # none\nx: 1\n---\n", "---\ntags: # none\n  - new\nx: 1\n---\n"),
        ("---\r\ntags:\r\n---\r\n", "---\r\ntags:\r\n  - new\r\n---\r\n"),
        ("---\ntags: []\n---\n", "---\ntags: [ new ]\n---\n"),
        ("---\ntags: a\n---\n", "---\ntags: [a, new]\n---\n"),
        ("---\ntags: a, b # c\n---\n", "---\ntags: [a, b, new] # c\n---\n"),
        ("---\ntags: \"#a #b\"\n---\n", "---\ntags: [\"#a\", \"#b\", new]\n---\n"),
        ("---\ntags:\n  -\n---\n", "---\ntags:\n  -\n  - new\n---\n"),
        ("---\ntags: [\"\", a]\n---\n", "---\ntags: [\"\", a, new]\n---\n"),
        ("---\ntags: [a b, C#]\n---\n", "---\ntags: [a b, C#, new]\n---\n"),
    ] {
        assert_eq!(tagged(before, &["new"], &[]), after, "{before}");
    }
    assert_eq!(tagged("---\ntags: a\n---\n", &["b"], &["a"]), "---\ntags: [b]\n---\n");
}

#[test]
fn taking_the_last_tag_away_leaves_what_was_there_before_it() {
    for before in [
        "Text\n",
        "\u{feff}Text\n",
        "---\r\ntitle: T\r\n---\r\nText\r\n",
        "---\n# comment\ntitle: T\n---\n",
        "---\ntags:\n---\n",
        "---\ntags:   # none\nx: 1\n---\n",
        "---\ntags: []\nx: 1\n---\n",
        "---\ntags: []\n---\n",
        "---\r\nx: 1\r\ntags: []\r\n---\r\n",
        "---\ntags: [ ]\n---\n",
        "---\ntags: [] # none\n---\n",
        "---\nTags:\n  -\n---\n",
    ] {
        let added = edit_tags(before, &strings(&["n"]), &[]).unwrap();
        assert_eq!(edit_tags(&added, &[], &strings(&["N"])).unwrap(), before, "{added}");
    }
    assert_eq!(tagged("---\ntags: x\ny: 1\n---\n", &[], &["x"]), "---\ntags: []\ny: 1\n---\n");
    assert_eq!(tagged("---\ntags: [x] # mine\n---\n", &[], &["x"]), "---\ntags: [] # mine\n---\n");
}

#[test]
fn whatever_is_shown_as_a_tag_can_be_taken_away() {
    for (before, tag, after) in [
        ("[machine learning, y]", "machine learning", "[y]"),
        ("[C#, y]", "C#", "[y]"),
        ("[\"a, b\", y]", "a, b", "[y]"),
        ("[\"#x\", y]", "x", "[y]"),
        ("[/a/, y]", "a", "[y]"),
        ("[\"[[a]]\", y]", "a", "[y]"),
        ("\"#x #y\"", "x", "[\"#y\"]"),
        ("a, b c", "b c", "[a]"),
        ("[1.20, y]", "1.20", "[y]"),
    ] {
        let file = |tags: &str| format!("---\ntags: {tags}\nx: 1\n---\n");
        assert_eq!(tagged(&file(before), &[], &[tag]), file(after), "{before}");
    }
}

fn foreign(text: &str) -> (Json, String, Option<Problem>) {
    let front = front(text);
    (Json::Object(front.fields), text[front.body..].to_owned(), front.problem)
}

#[test]
fn front_matter_of_hugo_and_zola_is_read_and_never_written() {
    let same = json!({"title": "A: b", "tags": ["x", "y"], "date": "2024-01-02", "draft": true});
    for text in [
        "+++\ntitle = \"A: b\"\ntags = [\"x\", \"y\"]\ndate = 2024-01-02\ndraft = true\n+++\nText\n",
        "\u{feff}+++ \r\nTitle = 'A: b'\r\nTAGS = ['x',\r\n 'y']\r\ndate = \"2024-01-02\"\r\nDraft = true\r\n+++\r\nText\n",
        "---toml\ntitle = \"A: b\"\ntags = [\"x\", \"y\"]\ndate = 2024-01-02\ndraft = true\n---\nText\n",
        "--- TOML\ntitle = \"A: b\"\ntags = [\"x\", \"y\"]\ndate = 2024-01-02\ndraft = true\n---\nText\n",
        "{\"title\": \"A: b\", \"tags\": [\"x\", \"y\"], \"date\": \"2024-01-02\", \"draft\": true}\nText\n",
        "{\n \"Title\": \"A: b\",\n \"tags\": [\"x\", \"y\"],\n \"Date\": \"2024-01-02\",\n \"draft\": true\n}\r\nText\n",
        "---json\n{\"title\": \"A: b\", \"tags\": [\"x\", \"y\"], \"date\": \"2024-01-02\", \"draft\": true}\n---\nText\n",
        ";;;\n\"title\": \"A: b\", \"tags\": [\"x\", \"y\"],\n\"date\": \"2024-01-02\", \"draft\": true\n;;;\nText\n",
        "---yaml\ntitle: \"A: b\"\ntags: [x, y]\ndate: 2024-01-02\ndraft: true\n---\nText\n",
    ] {
        let (fields, body, problem) = foreign(text);
        assert_eq!((fields, body.as_str()), (same.clone(), "Text\n"), "{text}");
        assert!(problem.unwrap().what.contains("never writes"), "{text}");
        for refused in [
            set(text, "x", &self::text("y")),
            remove(text, "title"),
            edit_list(text, "tags", &strings(&["n"]), &[]),
            edit_tags(text, &[], &strings(&["x"])),
        ] {
            assert!(refused.unwrap_err().what.contains("never writes"), "{text}");
        }
    }
}

#[test]
fn zola_keeps_its_tags_in_a_table_and_logseq_its_fields_in_lines() {
    let zola = foreign(
        "+++\ntitle = \"T\"\ndate = 2024-01-02T10:00:00Z\n\n[taxonomies]\ntags = [\"a b\"]\n\n[extra]\nx = 1.5\n+++\n",
    )
    .0;
    assert_eq!((&zola["tags"], &zola["date"]), (&json!(["a b"]), &json!("2024-01-02T10:00:00Z")));

    let (fields, body, problem) = foreign(
        "title:: My/Page\nalias:: [[One, two]], three\ntags:: #a, [[b c]], d\ncreated-at:: 1700000000000\nDate:: [[Nov 21st, 2026]]\nempty::\n\n- text\n  id:: 1\n",
    );
    assert_eq!(fields["title"], "My/Page");
    assert_eq!((&fields["aliases"], &fields["tags"]), (&json!(["One, two", "three"]), &json!(["a", "b c", "d"])));
    assert_eq!((&fields["created"], &fields["date"]), (&json!(1_700_000_000_000_i64), &json!("Nov 21st, 2026")));
    assert_eq!(body, "\n- text\n  id:: 1\n");
    assert!(problem.unwrap().what.contains("key:: value"));
}

#[test]
fn a_text_that_only_begins_like_front_matter_is_text() {
    for text in [
        "+++\n",
        "+++ b\ntitle = 1\n+++\n",
        "++++\na = 1\n++++\n",
        "{",
        "{\n",
        "{{< figure >}}\n",
        "{.class}\n",
        "{a: b}\n",
        "{\"a\": 1}\nText\n",
        "{\"title\": 1} is JSON\n",
        "{ \"title\" }\n",
        "---js\na\n---\n",
        "---a\n---\n",
        "std::vector\n",
        "a b:: c\n",
        "::\n",
        ":: x\n",
        ";;;\n\"title\": 1\n",
        "text\n+++\ntitle = 1\n+++\n",
        "\n{\"title\": 1}\n",
    ] {
        assert_eq!(split(text), Split { yaml: None, foreign: None, body: 0..text.len() }, "{text:?}");
    }
}

#[test]
fn foreign_front_matter_that_is_broken_is_told_with_its_line_and_never_written() {
    for (text, line, form) in [
        ("+++\ntitle = \"T\"\ntags = [\n+++\nText\n", 4, "TOML"),
        ("+++\ntitle = \"T\"\nx = = 1\n+++\nText\n", 3, "TOML"),
        ("{\n  \"title\": \"T\",\n}\nText\n", 3, "JSON"),
        ("---json\n{\n\"title\": \"T\",\n\"x\": y}\n---\nText\n", 4, "JSON"),
    ] {
        let (fields, body, problem) = foreign(text);
        assert_eq!((&fields["title"], body.as_str()), (&json!("T"), "Text\n"), "{text}");
        let problem = problem.unwrap();
        assert!(problem.line.abs_diff(line) <= 1 && problem.what.contains(form), "{text}: {problem:?}");
        assert!(set(text, "x", &self::text("y")).is_err());
    }
}

#[test]
fn front_matter_that_is_never_closed_is_not_written_above() {
    for file in [
        "---\ntitle: T\n\nText\n",
        "---\n\n\"a b\": c\n",
        "+++\ntitle = 1\n",
        "---\r\ntitle: T\r\n",
        "---\rtitle: T\r---\rText\r",
    ] {
        let problem = foreign(file).2.unwrap();
        assert!(problem.what.contains("never closed") || problem.what.contains("CR alone"), "{file:?}: {problem:?}");
        assert_eq!(set(file, "a", &text("b")), Err(problem));
    }
    for file in ["---\n", "---\nText\n", "---\n\n- a list: of one\n", "Text\rof an old Mac\r"] {
        assert_eq!(foreign(file).2, None, "{file:?}");
    }
}

#[test]
fn hostile_foreign_front_matter_is_a_problem_and_not_a_crash() {
    let deep = |open: &str, close: &str, n: usize| format!("{}{}", open.repeat(n), close.repeat(n));
    let dotted = format!("{}a", "a.".repeat(70));
    let fields = [
        format!("a = {}\n", deep("[", "]", 30_000)),
        format!("a = {}\n", deep("{a=", "}", 20_000)),
        format!("a = {}1{}\n", format!("{{{dotted}=").repeat(70), "}".repeat(70)),
        format!("{}a = 1\n", "a.".repeat(30_000)),
        format!("[{}a]\n", "a.".repeat(30_000)),
        "a = 1\n".repeat(20_000),
        format!("a = \"{}\"\n", "x".repeat(70_000)),
        (0..60).map(|n| format!("[{}x{n}]\n", dotted.clone() + ".")).collect(),
    ];
    for fields in fields {
        for fence in ["+++", "---toml"] {
            let text = format!("{fence}\ntitle = 1\n{fields}{}\nText\n", &fence[..3]);
            assert!(foreign(&text).2.is_some(), "{}", &text[..40]);
        }
    }
    for value in [
        deep("[", "]", 30_000),
        deep("{\"a\":", "}", 20_000),
        "[1,".repeat(30_000),
        "{\"title\":".repeat(10_000),
        "\"".repeat(60_000),
    ] {
        for text in [
            format!("{{\"title\": {value}}}\nText\n"),
            format!(";;;\n\"title\": {value}\n;;;\n"),
            format!("{{\n\"title\": {value}\n}}\n"),
        ] {
            let front = front(&text);
            assert!(front.problem.is_some() || front.body == 0, "{}", &text[..40]);
        }
    }
    assert!(foreign(&"a:: b\n".repeat(20_000)).2.is_some());
}

proptest! {
    #[test]
    fn an_edit_reads_back_and_the_rest_stays(file in front_matter(), key in prop::sample::select(vec!["a", "b", "tags", "new"]), words in words()) {
        let before = fields(&file);
        let is_twice = written(&file).unwrap().iter().filter(|field| field.key == key).count() > 1;
        let after = match set(&file, key, &text(&words)) {
            Err(problem) if is_twice => {
                prop_assert!(problem.what.contains("twice"), "{problem:?}");
                return Ok(());
            }
            after => after.unwrap(),
        };

        let mut expected = before.clone();
        expected.insert(key.into(), words.clone().into());
        prop_assert_eq!(fields(&after), expected);
        prop_assert_eq!(&file[split(&file).body], &after[split(&after).body]);
        let kept = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
        prop_assert_eq!(kept(&file[..split(&file).body.start]), kept(&after[..split(&after).body.start]));
        prop_assert!(changed_lines(&file, &after).1 <= 1);
        prop_assert_eq!(after.contains("\r\n"), file.contains("\r\n"));
    }

    #[test]
    fn removing_what_was_added_gives_the_same_bytes(file in front_matter(), words in words()) {
        let added = set(&file, "new", &text(&words)).unwrap();
        prop_assert_eq!(remove(&added, "new").unwrap(), file);
    }

    #[test]
    fn changing_one_tag_changes_one_line(file in front_matter(), words in words()) {
        let before = fields(&file).get("tags").cloned();
        prop_assume!(!before.as_ref().is_some_and(|tags| tags.as_array().is_some_and(|old| old.contains(&json!(words)))));
        if let Ok(after) = edit_list(&file, "tags", std::slice::from_ref(&words), &["p".into()])
            && let Some(Json::Array(old)) = before
        {
            let (gone, come) = changed_lines(&file, &after);
            prop_assert!(gone <= 1 && come <= 1, "{file:?} → {after:?}");
            prop_assert_eq!(old.len(), fields(&after)["tags"].as_array().unwrap().len());
        }
    }

    #[test]
    fn list_edits_read_back(file in front_matter(), add in prop::collection::vec(words(), 0..3), remove in prop::collection::vec("[pq]", 0..3)) {
        if let Ok(after) = edit_list(&file, "tags", &add, &remove) {
            let (mut old, mut new) = (fields(&file), fields(&after));
            old.shift_remove("tags");
            new.shift_remove("tags");
            prop_assert_eq!(old, new);
            prop_assert_eq!(&file[split(&file).body], &after[split(&after).body]);
        } else {
            let is_twice = written(&file).unwrap().iter().filter(|field| field.key == "tags").count() > 1;
            prop_assert!(is_twice || fields(&file)["tags"].is_object());
        }
    }

    #[test]
    fn any_text_is_printed_and_read_back(one in words(), more in prop::collection::vec(words(), 0..4)) {
        let file = print(&[("a", text(&one)), ("tags", Value::List(more.clone()))]);
        prop_assert_eq!(Json::Object(fields(&file)), json!({"a": one, "tags": more}));
    }

    #[test]
    fn the_short_way_of_reading_agrees_with_the_parser(yaml in "([a-z]{1,5}: ([a-z0-9 .,:'\"#-]{0,12}|\\[[a-z0-9, :'#-]{0,12}\\]|[0-9TZ:.+e-]{0,20}|true|Null|[A-Z][a-z ]{0,9})?\n){0,5}") {
        if let Some(fields) = plain::read(&yaml) {
            prop_assert_eq!(Ok(fields), read::parsed(&yaml));
        }
    }

    #[test]
    fn the_short_way_agrees_on_real_shapes_too(file in front_matter(), any in "\\PC{0,40}\n") {
        let yaml = file[split(&file).yaml.unwrap()].to_owned();
        for yaml in [yaml, any] {
            if let Some(fields) = plain::read(&yaml) {
                prop_assert_eq!(Ok(fields), read::parsed(&yaml));
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(file in any::<String>(), yaml in "[-?:,\\[\\]{}#&*!|>'\"%@` a\n\té]{0,60}", key in "[a-c]|.{0,3}") {
        let framed = |open: &str, close: &str| format!("{open}\n{yaml}\n{close}\nbody");
        for file in [framed("+++", "+++"), framed("{\"title\":", "}"), framed(";;;", ";;;"), framed("---toml", "---"), format!("a:: {yaml}")] {
            front(&file);
            prop_assert!(split(&file).foreign.is_none() || set(&file, &key, &text("x")).is_err());
        }
        for file in [file, format!("---\n{yaml}\n---\nbody"), format!("---\ntags: {yaml}\n---\n")] {
            let before = split(&file);
            for after in [set(&file, &key, &text("x")), remove(&file, &key), edit_list(&file, "tags", &["n".into()], &["a".into()])].into_iter().flatten() {
                prop_assert_eq!(&file[before.body.clone()], &after[split(&after).body]);
            }
            rescued(&yaml);
        }
    }
}

#[test]
fn what_a_person_types_behind_a_key_is_taken_as_it_is() {
    for (typed, written) in [
        ("Clone: less # now", "title: \"Clone: less # now\""),
        ("2026", "title: \"2026\""),
        ("Plain words", "title: Plain words"),
        ("\"quoted: by hand\"", "title: \"quoted: by hand\""),
        ("", "title: "),
    ] {
        let text = |line: &str| format!("---\r\nid: x\r\n{line}\r\ntags: [a]\r\n---\r\ntitle: body\r\n");
        assert_eq!(quote_typed(&text(&format!("title: {typed}")), "title"), text(written));
    }
    assert_eq!(quote_typed("title: no front matter: here", "title"), "title: no front matter: here");
}

#[test]
fn what_is_wrong_is_said_in_words_of_a_person() {
    let said = |yaml: &str| read(yaml).unwrap_err().what;
    let bomb: String = ('b'..='g')
        .zip('a'..)
        .map(|(next, before)| format!("{next}: &{next} [{}]\n", format!("*{before},").repeat(9)))
        .collect();

    for hostile in
        [format!("a: &a [x,x,x,x,x,x,x,x,x]\n{bomb}"), format!("a: {}{}", "[".repeat(20_000), "]".repeat(20_000))]
    {
        assert_eq!(said(&hostile), "the front matter is nested too deeply or too large");
    }
    assert!(said("created: {{date}}\n").ends_with("needs quotation marks here"));
}

#[test]
fn a_list_of_tags_with_their_hashes_is_read_and_edited() {
    let file = |tags: &str| format!("---\ntags: {tags}\nx: 1\n---\nText.\n");
    for hashed in ["[#a, #b]", "[ #a , b ]", "[a, #b]", "[#a, #b, ]"] {
        assert_eq!(fields(&file(hashed))["tags"], json!(["a", "b"]), "{hashed}");
        assert_eq!(tagged(&file(hashed), &["c"], &[]), file("[a, b, c]"), "{hashed}");
        assert_eq!(tagged(&file(hashed), &[], &["a"]), file("[b]"), "{hashed}");
        assert_eq!(tagged(&file(hashed), &["B"], &[]), file(hashed), "nothing to do is nothing done");
        assert_eq!(set(&file(hashed), "x", &text("2 b")).unwrap(), file(hashed).replace("x: 1", "x: 2 b"));
        assert_eq!(set(&file(hashed), "tags", &list(&["c"])).unwrap(), file("[c]"));
    }
    assert_eq!(tagged("---\r\nTags: [#a]\r\n---\r\n", &["c"], &[]), "---\r\nTags: [a, c]\r\n---\r\n");
    let said = self::hashed(&file("[#a]")).unwrap();
    assert_eq!((said.line, said.what.contains("comment")), (2, true));
}

#[test]
fn what_yaml_reads_otherwise_is_no_list_with_hashes() {
    for yaml in ["tags: [a] #b", "tags: [\n  #a,\n  b]", "tags: [a, b#c]", "tags: [\"#a\"]"] {
        let file = format!("---\n{yaml}\n---\n");
        assert!(hashed(&file).is_none(), "{yaml}");
    }
    assert!(read("tags: [#a, #b]\nx: [\n").is_err());
}
