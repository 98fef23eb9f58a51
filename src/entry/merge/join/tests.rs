use proptest::prelude::*;

use super::*;

fn joined(base: &str, ours: &str, theirs: &str) -> Option<String> {
    join(base, ours, theirs, Ordering::Equal).map(|joined| joined.text)
}

fn entry(fields: &str, body: &str) -> String {
    format!("---\n{fields}---\n{body}")
}

#[test]
fn fields_that_each_side_changed_for_itself_are_joined() {
    let base = entry("id: 1\ntitle: Tea\nstage: inbox\n", "x\n");
    let ours = entry("id: 1\ntitle: Tea\nstage: seed\nlang: en\n", "x\n");
    let theirs = entry("id: 1\ntitle: Green tea\nstage: inbox\nurl: a\n", "x\n");

    let fields = joined(&base, &ours, &theirs).unwrap();

    assert!(
        ["id: 1\n", "title: Green tea\n", "stage: seed\n", "lang: en\n", "url: a\n"]
            .iter()
            .all(|it| fields.contains(it)),
        "{fields}"
    );
    assert_eq!(fields.lines().count(), 8);
}

#[test]
fn lists_are_joined_as_sets_in_the_style_they_are_written_in() {
    let [base, ours, theirs] = ["tags: [a, b]\n", "tags: [a, b, c]\n", "tags: [b, d]\n"].map(|tags| entry(tags, "x\n"));
    let tags = joined(&base, &ours, &theirs).unwrap();
    assert!(!tags.contains("a,") && ["b", "c", "d"].iter().all(|tag| tags.contains(tag)), "{tags}");

    let [base, ours, theirs] =
        ["tags:\n  - a\n", "tags:\n  - a\n  - c\n", "tags:\n  - a\n  - d\n"].map(|tags| entry(tags, "x\n"));
    let tags = joined(&base, &ours, &theirs).unwrap();
    assert!(tags.contains("  - c\n") && tags.contains("  - d\n"), "{tags}");
}

#[test]
fn what_a_field_means_settles_it() {
    let one = |field: &str, [base, ours, theirs]: [&str; 3]| {
        let [base, ours, theirs] = [base, ours, theirs].map(|value| entry(&format!("{field}: {value}\n"), "x\n"));
        joined(&base, &ours, &theirs)
    };
    let said =
        |field, values, value: &str| assert_eq!(one(field, values), Some(entry(&format!("{field}: {value}\n"), "x\n")));
    said("modified", ["2026-01-01", "2026-03-01", "2026-02-01"], "2026-03-01");
    said("created", ["2026-04-01", "2026-03-01", "2026-02-01"], "2026-02-01");
    said("updated", ["1661525303516", "1661527456195", "1661527882807"], "1661527882807");
    said("stage", ["inbox", "archived", "growing"], "growing");
    said("stage", ["seed", "inbox", "archived"], "archived");
    assert_eq!(one("title", ["a", "b", "c"]), None, "two titles are for the person");
    assert_eq!(one("modified", ["2026-01-01", "2026-02-01", "yesterday"]), None);
    assert_eq!(one("modified", ["2026-01-01", "2026-02-01 # by me", "2026-03-01"]), None, "a comment is a word");
}

#[test]
fn consent_is_that_of_the_stricter_side() {
    let [base, ours, theirs] = ["share: team\n", "share: no\n", "share: acme\n"].map(|share| entry(share, "x\n"));

    assert_eq!(join(&base, &ours, &theirs, Ordering::Greater).unwrap().text, ours);
    assert_eq!(join(&base, &ours, &theirs, Ordering::Less).unwrap().text, theirs);
    assert_eq!(join(&base, &ours, &theirs, Ordering::Equal), None);
}

#[test]
fn of_a_publication_the_later_line_stays() {
    let published = |line: &str| entry(&format!("published: [{line}]\n"), "x\n");
    let (base, ours) = (published("acme@1 a.md 2026-01-01"), published("acme@2 a.md 2026-01-02"));

    let later = joined(&base, &ours, &published("acme@3 a.md 2026-01-03"));
    assert_eq!(later, Some(published("acme@3 a.md 2026-01-03")));
    assert_eq!(joined(&base, &ours, &published("acme@3 a.md 2026-01-02")), None);
    let another = joined(&base, &ours, &published("acme@1 a.md 2026-01-01, hub@4 a.md 2026-01-03")).unwrap();
    assert!(another.contains("acme@2") && another.contains("hub@4") && !another.contains("acme@1"), "{another}");
}

#[test]
fn a_field_taken_away_here_and_changed_there_is_for_the_person() {
    let base = entry("title: a\nlang: en\n", "x\n");
    assert_eq!(joined(&base, &entry("title: a\n", "x\n"), &entry("title: a\nlang: de\n", "x\n")), None);
    let gone = joined(&base, &entry("title: a\n", "x\n"), &entry("title: b\nlang: en\n", "x\n"));
    assert_eq!(gone, Some(entry("title: b\n", "x\n")));
}

#[test]
fn comments_and_order_of_the_front_matter_stay() {
    let base = entry("# mine\ntitle: a\n\nlang: en # why\n# end\n", "x\n");
    let ours = base.replace("title: a", "title: b");
    let theirs = base.replace("lang: en", "lang: de").replace("# end\n", "# end\n# more\n");

    assert_eq!(
        joined(&base, &ours, &theirs),
        Some(entry("# mine\ntitle: b\n\nlang: de # why\n# end\n# more\n", "x\n"))
    );
}

#[test]
fn front_matter_that_one_side_began_stays() {
    let (base, ours) = ("a\nb\n", entry("tags: [t]\n", "A\nb\n"));

    assert_eq!(joined(base, &ours, "a\nB\n"), Some(entry("tags: [t]\n", "A\nB\n")));
    assert_eq!(joined(base, &ours, &entry("lang: en\n", "a\nB\n")).map(|it| it.lines().count()), Some(6));
}

#[test]
fn words_apart_in_one_line_are_joined_and_it_is_said() {
    let by_word = join("Tea is hot and red.\n", "Tea is cold and red.\n", "Tea is hot and green.\n", Ordering::Equal);
    assert_eq!(by_word, Some(Joined { text: "Tea is cold and green.\n".into(), is_by_word: true }));
    let by_line = join("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", Ordering::Equal);
    assert_eq!(by_line, Some(Joined { text: "A\nb\nC\n".into(), is_by_word: false }));
}

#[test]
fn code_tables_and_html_are_not_joined_by_word() {
    for (open, close) in [("```\n", "```\n"), ("| a |\n|---|\n| ", " |\n"), ("<b>", "</b>\n")] {
        let [base, ours, theirs] =
            ["let x = 1 + 2;", "let y = 1 + 2;", "let x = 1 + 3;"].map(|line| format!("{open}{line}\n{close}"));
        assert_eq!(joined(&base, &ours, &theirs), None, "{open}");
    }
}

#[test]
fn what_both_put_into_one_place_stands_there_once_each() {
    assert_eq!(joined("log\n", "log\n- 10:00 b\n", "log\n- 09:00 a\n").unwrap(), "log\n- 09:00 a\n- 10:00 b\n");
    let both = joined("x\n", "x\n\nOne paragraph.\n", "x\n\nAnother one.\n").unwrap();
    assert!(both.contains("\n\nOne paragraph.\n") && both.contains("\n\nAnother one.\n"), "{both:?}");
    let both = joined("x\n", "x\n\n## Log\n- a\n", "x\n\n## Log\n- b\n").unwrap();
    assert_eq!(both.matches("## Log").count(), 1, "{both:?}");
}

#[test]
fn line_endings_are_no_difference_and_stay_as_the_file_has_them() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let (base, ours, theirs) = ("a b\nc\nd\n", "a b\nc\nD\n", "A b\nc\nd\n");

    assert_eq!(joined(base, ours, &crlf(theirs)), Some(crlf("A b\nc\nD\n")), "one side changed the endings");
    assert_eq!(joined(&crlf(base), &crlf(ours), &crlf(theirs)), Some(crlf("A b\nc\nD\n")));
    assert_eq!(joined("a\r\nb\r\n", "a\r\r\n", "a\r\nb\r\n").unwrap(), "a\r\r\n", "a return before an ending");
}

/// A text of fields and paragraphs, and an edit of it: which of its parts becomes what.
fn text() -> impl Strategy<Value = String> {
    let field = prop_oneof![
        "title: [a-c]{1,2}\n",
        "tags: \\[[a-d](, [e-g])?\\]\n",
        "stage: (inbox|seed|growing|archived)\n",
        "share: (no|team|acme)\n",
        "modified: 2026-0[1-3]-01\n",
        "# [a-c]\n",
        "[x-z]: [a-c]\n",
    ];
    let line = prop_oneof![
        4 => "[a-d]{1,2}( [a-d]{1,2}){0,5}\n",
        1 => "- (09|10):00 [a-c]\n",
        2 => Just("\n".to_owned()),
        1 => "```\n[a-c]\n```\n",
        1 => "\\[[a-c]\\]\\([a-c]\\.md\\) [a-c]\n",
        1 => "\\| [a-c] \\| [a-c] \\|\n",
        1 => Just("```\n".to_owned()),
    ];
    let fields = prop::collection::vec(field, 0..5);
    let lines = prop::collection::vec(line, 0..7);
    (fields, lines, any::<bool>(), prop::bool::weighted(0.1)).prop_map(|(fields, lines, has_front, is_crlf)| {
        let front = if has_front { format!("---\n{}---\n", fields.concat()) } else { String::new() };
        let text = front + &lines.concat();
        if is_crlf { text.replace('\n', "\r\n") } else { text }
    })
}

pub(in crate::entry::merge) fn edited() -> impl Strategy<Value = [String; 3]> {
    let edits = || {
        prop::collection::vec(
            (any::<prop::sample::Index>(), "([a-d]{1,2}| |\n|tags: \\[q\\]\n|zz: 1\n|- 09:30 e\n){0,2}", 0..3_usize),
            0..4,
        )
    };
    (text(), edits(), edits()).prop_map(|(base, ours, theirs)| {
        let apply = |edits: Vec<(prop::sample::Index, String, usize)>| {
            edits.into_iter().fold(base.clone(), |mut text, (at, words, gone)| {
                let start = at.index(text.len() + 1);
                text.replace_range(start..(start + gone).min(text.len()), &words);
                text
            })
        };
        let (ours, theirs) = (apply(ours), apply(theirs));
        [base, ours, theirs]
    })
}

proptest! {
    #[test]
    fn a_join_is_the_same_from_both_sides([base, ours, theirs] in edited()) {
        prop_assert_eq!(
            join(&base, &ours, &theirs, Ordering::Greater),
            join(&base, &theirs, &ours, Ordering::Less)
        );
    }

    #[test]
    fn what_one_side_changed_is_what_that_side_has([base, ours, _] in edited()) {
        prop_assert_eq!(joined(&base, &ours, &base), Some(ours.clone()));
        prop_assert_eq!(joined(&base, &ours, &ours), Some(ours.clone()));
    }

    #[test]
    fn a_join_joined_again_stays([base, ours, theirs] in edited()) {
        if let Some(both) = joined(&base, &ours, &theirs) {
            prop_assert_eq!(joined(&ours, &both, &ours), Some(both.clone()));
            prop_assert_eq!(joined(&both, &both, &both), Some(both));
        }
    }

    #[test]
    fn no_new_word_of_a_body_is_missing([base, ours, theirs] in edited()) {
        let words = |text: &str| -> Vec<String> {
            let body = &text[front_matter::split(text).body.start..];
            words::words(body).into_iter().filter(|word| !word.trim().is_empty()).map(str::to_owned).collect()
        };
        if let Some(both) = joined(&base, &ours, &theirs) {
            let (base, both) = (words(&base), words(&both));
            for side in [words(&ours), words(&theirs)] {
                prop_assert!(side.iter().all(|word| base.contains(word) || both.contains(word)), "{:?} in {:?}", side, both);
            }
        }
    }
}
