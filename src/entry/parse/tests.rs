use proptest::prelude::*;

use super::*;

fn entry(path: &str, text: &str) -> Entry {
    bytes(path, text.as_bytes())
}

fn bytes(path: &str, bytes: &[u8]) -> Entry {
    let folders = [("journal".to_owned(), Kind::Journal), ("bookmarks".to_owned(), Kind::Bookmark)];
    Entry::parse(EntryPath::new(path).unwrap(), bytes, &folders)
}

fn dated(date: &str) -> Option<String> {
    entry("a.md", &format!("---\ndate: {date}\n---\n")).date.map(|date| date.to_rfc3339())
}

#[test]
fn an_entry_of_our_own_is_read() {
    let text = "---\nid: 01K0ABCDEFGHJKMNPQRSTVWXYZ\nkind: nugget\ntitle: A  title\ndate: 2026-11-21T10:00:00+01:00\nstage: seed\ntags: [a, B/c]\naliases: [x y]\nurl: https://x.org\n---\n\n# Other\n\n#b/C #d\n";
    let entry = entry("n/a.md", text);

    assert_eq!(entry.id.to_string(), "01k0abcdefghjkmnpqrstvwxyz");
    assert!(matches!(entry.id, EntryId::Ulid(_)));
    assert_eq!((entry.kind, entry.stage, entry.title.as_str()), (Kind::Nugget, Some(Stage::Seed), "A title"));
    assert_eq!(entry.tags, ["a", "B/c", "d"]);
    assert_eq!((entry.aliases.as_slice(), entry.url.as_deref()), (&["x y".to_owned()][..], Some("https://x.org")));
    assert_eq!(entry.fields.keys().next().unwrap(), "id");
    assert_eq!(entry.body(), "\n# Other\n\n#b/C #d\n");
    assert_eq!(entry.problem, None);
}

#[test]
fn a_plain_file_is_a_note_known_by_its_path() {
    let entry = entry("til/git/rebase.md", "\u{feff}Some text\n");

    assert_eq!(entry.id, EntryId::Path(entry.path.clone()));
    assert_eq!((entry.kind, entry.title.as_str(), entry.body()), (Kind::Note, "rebase", "Some text\n"));
    assert_eq!((entry.date, entry.stage, entry.problem), (None, None, None));
}

#[test]
fn the_kind_comes_from_kind_then_type_then_folder() {
    assert_eq!(entry("bookmarks/2026/a.md", "").kind, Kind::Bookmark);
    assert_eq!(entry("bookmarks2/a.md", "").kind, Kind::Note);
    assert_eq!(entry("bookmarks/a.md", "---\ntype: Nugget\n---\n").kind, Kind::Nugget);
    assert_eq!(entry("a.md", "---\nkind: recipe\ntype: journal\n---\n").kind, Kind::Journal);
    assert_eq!(entry("a.md", "---\ntype: recipe\n---\n").kind, Kind::Note);
}

#[test]
fn a_journal_is_its_date_and_a_note_is_not() {
    let text = "---\nid: 2026-11-21\n---\n";
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

    assert_eq!(entry("journal/2026/2026-11-21.md", text).id, EntryId::Day(day));
    assert_eq!(entry("journal/a.md", text).date.unwrap().to_rfc3339(), "2026-11-21T00:00:00+00:00");
    assert!(matches!(entry("a.md", text).id, EntryId::Path(_)));
    assert!(matches!(entry("journal/a.md", "---\nid: 2026-11-1\n---\n").id, EntryId::Path(_)));
}

#[test]
fn dates_are_read_in_any_common_form() {
    for date in [
        "2026-11-21T10:00:00+02:00",
        "2026-11-21 10:00:00 +0200",
        "2026-11-21T10:00+02:00",
        "2026-11-21 10:00:00.0+02:00",
    ] {
        assert_eq!(dated(date).as_deref(), Some("2026-11-21T10:00:00+02:00"), "{date}");
    }
    for date in ["2026-11-21T10:00:00", "2026-11-21 10:00", "'2026-11-21T10:00Z'", "2026-11-21T10:00:00Z"] {
        assert_eq!(dated(date).as_deref(), Some("2026-11-21T10:00:00+00:00"), "{date}");
    }
    assert_eq!(dated("2026-11-21").as_deref(), Some("2026-11-21T00:00:00+00:00"));
    for date in ["soon", "2026", "2026-13-01", "", "[a]", "99999999999-01-01"] {
        assert_eq!(dated(date), None, "{date}");
    }
}

#[test]
fn tags_may_be_a_list_or_a_string() {
    for tags in [
        "[a, '#b', c/d]",
        "a, b, c/d",
        "a b c/d",
        "'#a #b #c/d'",
        "\n- a\n- b/\n- c/d\n- A",
        "[a, null, b, c/d, {x: y}]",
    ] {
        assert_eq!(entry("a.md", &format!("---\ntags: {tags}\n---\n")).tags, ["a", "b", "c/d"], "{tags}");
    }
    assert_eq!(entry("a.md", "---\ntags: [machine learning, 2024]\n---\n").tags, ["machine learning", "2024"]);
}

#[test]
fn keys_are_read_in_whatever_case() {
    let text = "---\nTITLE: T\nTags: [a]\nKeywords: b c, d\nDate: 2026-11-21\nAliases: [x]\nURL: https://x.org\nStage: seed\nKind: nugget\nId: 01K0ABCDEFGHJKMNPQRSTVWXYZ\nVia: jo\nOwn Key: 1\n---\n";
    let entry = entry("a.md", text);

    assert_eq!((entry.title.as_str(), entry.kind, entry.stage), ("T", Kind::Nugget, Some(Stage::Seed)));
    assert_eq!(entry.tags, ["a", "b c", "d"]);
    assert_eq!((entry.aliases.as_slice(), entry.url.as_deref()), (&["x".to_owned()][..], Some("https://x.org")));
    assert_eq!(entry.date.unwrap().to_rfc3339(), "2026-11-21T00:00:00+00:00");
    assert!(matches!(entry.id, EntryId::Ulid(_)));
    assert_eq!((entry.said("via"), entry.said("Own Key")), (vec!["jo".to_owned()], vec!["1".to_owned()]));
    assert_eq!(entry.problem, None);
}

#[test]
fn moments_of_other_programs_are_read() {
    for (date, read) in [
        ("1700000000000", "2023-11-14T22:13:20+00:00"),
        ("1700000000", "2023-11-14T22:13:20+00:00"),
        ("Nov 21st, 2026", "2026-11-21T00:00:00+00:00"),
        ("Jan 2nd, 2026", "2026-01-02T00:00:00+00:00"),
        ("20240115", "2024-01-15T00:00:00+00:00"),
        ("'20240115'", "2024-01-15T00:00:00+00:00"),
        ("202401151230", "2024-01-15T12:30:00+00:00"),
        ("20240115123045", "2024-01-15T12:30:45+00:00"),
        ("20240115T123045", "2024-01-15T12:30:45+00:00"),
        ("Jan 15, 2024", "2024-01-15T00:00:00+00:00"),
        ("January 5, 2024 3:04 PM", "2024-01-05T15:04:00+00:00"),
        ("15 January 2024", "2024-01-15T00:00:00+00:00"),
        ("Mon, 15 Jan 2024 10:00:00 +0100", "2024-01-15T10:00:00+01:00"),
        ("Monday, January 15th, 2024", "2024-01-15T00:00:00+00:00"),
        ("'[[2024-01-15]]'", "2024-01-15T00:00:00+00:00"),
    ] {
        assert_eq!(dated(date).as_deref(), Some(read), "{date}");
    }
    for date in ["2024", "-1", "20241315", "01/02/2024", "01/02/24", "1.2.24", "Tuesday, January 15, 2024", "soon"] {
        assert_eq!(dated(date), None, "{date}");
    }
}

#[test]
fn the_day_a_file_is_called_after_is_its_date_where_no_field_says_one() {
    let day = |path: &str| entry(path, "x\n").date.map(|date| date.date_naive().to_string());
    for path in [
        "Daily/2023-09-30.md",
        "2023-09-30 Saturday.md",
        "journals/2023_09_30.md",
        "daily.journal.2023.09.30.md",
        "20230930.md",
        "2023-09-30-Sat.md",
    ] {
        assert_eq!(day(path).as_deref(), Some("2023-09-30"), "{path}");
    }
    for path in ["2023-09-30 to 2023-10-02.md", "20239930.md", "v1.2023.09.md", "12345678.md", "é2023-09-30.md", "x.md"]
    {
        assert_eq!(day(path), None, "{path}");
    }
    let said = |text: &str| entry("2023-09-30.md", text).date.map(|date| date.date_naive().to_string());
    assert_eq!(said("---\ncreated: 2024-01-02\n---\n").as_deref(), Some("2024-01-02"));
    assert_eq!(said("---\nDate Created: 20240102\n---\n").as_deref(), Some("2024-01-02"));
    assert_eq!(said("---\ndate: soon\ncreated_at: Jan 2, 2024\n---\n").as_deref(), Some("2024-01-02"));
}

#[test]
fn a_date_that_cannot_be_read_is_known() {
    let unread = |text: &str| super::date::unread(&entry("a.md", text));

    assert_eq!(unread("---\ndate: 01/02/2024\n---\n"), Some(("date", "01/02/2024".into())));
    assert_eq!(unread("---\ndate: soon\ncreated: 2024-01-02\n---\n"), None);
    assert_eq!(unread("---\ndate:\n---\n"), None);
}

#[test]
fn a_file_that_is_not_utf8_is_shown_and_names_its_line() {
    let entry = bytes("a.md", b"# T\xfc\ntext\n");

    assert_eq!((entry.title.as_str(), entry.problem.unwrap().line), ("T\u{fffd}", 1));
}

#[test]
fn a_file_with_broken_front_matter_is_shown_and_not_written() {
    let entry = entry("a.md", "---\nid: 01k0abcdefghjkmnpqrstvwxyz\ntitle: a: b\ntags: [x]\n---\n# Heading\n");

    assert_eq!(entry.problem.unwrap().line, 3);
    assert_eq!((entry.title.as_str(), entry.tags.as_slice()), ("a: b", &["x".to_owned()][..]));
    assert_eq!(entry.id.to_string(), "01k0abcdefghjkmnpqrstvwxyz");
}

#[test]
fn text_between_two_rules_is_text() {
    let entry = entry("a.md", "---\n\nWords of all sorts\n\n---\nmore\n");

    assert!(entry.body().contains("Words") && entry.body().contains("more"));
    assert!(entry.problem.is_some());
}

proptest! {
    #[test]
    fn no_file_makes_it_panic(raw in prop::collection::vec(any::<u8>(), 0..200), front in "([a-z]{1,4}: ?[-\\[\\]{}#\"'a-z0-9:, ]{0,12}\n){0,5}", body in any::<String>()) {
        bytes("a.md", &raw);
        let text = format!("---\n{front}---\n{body}");
        let entry = entry("a.md", &text);
        prop_assert_eq!(&entry.text, &text);
        prop_assert!(entry.body().ends_with(&body));
    }
}
