use super::*;
use crate::team::read::PagePaths;
use crate::team::read::rules::{Audience, Ids, Severity, Style};

fn complaints(text: &str) -> Vec<(usize, String)> {
    Rules::read(text).1.into_iter().map(|complaint| (complaint.line, complaint.what)).collect()
}

#[test]
fn a_teams_file_says_how_its_pages_are() {
    let (rules, complaints) = Rules::read(
        r#"
        schema = 1
        title = "Tea  and more"
        style = "plain"
        audience = "public"
        ids = "opaque"
        topics = ["git", "Große Themen"]
        license = "CC-BY-4.0 OR MIT"
        without_tags = ["todo"]
        asks_confidence = true
        review_after = 365
        internal_hosts = ["*.corp.example"]
        [paths]
        nugget = "{topic}/{slug}.md"
        [checks]
        hosts = "block"
        similar = "off"
        "#,
    );

    assert_eq!(complaints, []);
    assert_eq!(rules.title.as_deref(), Some("Tea and more"));
    assert_eq!((rules.style, rules.audience, rules.ids), (Style::Plain, Audience::Public, Ids::Opaque));
    assert_eq!(
        (rules.topics, rules.license.as_deref()),
        (vec!["git".into(), "Große Themen".into()], Some("CC-BY-4.0 OR MIT"))
    );
    assert_eq!(
        (rules.without_tags, rules.asks_confidence, rules.review_after),
        (vec!["todo".to_owned()], true, Some(365))
    );
    assert_eq!(rules.internal_hosts, ["*.corp.example"]);
    assert_eq!(
        (rules.paths.nugget.as_str(), rules.paths.note.as_str()),
        ("{topic}/{slug}.md", "notes/{topic}/{slug}.md")
    );
    assert_eq!(
        (rules.checks.hosts, rules.checks.similar, rules.checks.contacts),
        (Severity::Block, Severity::Off, Severity::Warn)
    );
}

#[test]
fn what_is_wrong_is_named_by_line_with_the_nearest_name_and_the_rest_counts() {
    let text = "titel = \"x\"\nstyle = \"plian\"\nreview_after = -1\naudience = \"public\"\n[checks]\nhost = \"warn\"\n[paths]\njournal = \"x\"\n";

    let found = complaints(text);

    let expected = [
        (1, "unknown key \"titel\"; did you mean \"title\"?"),
        (2, "\"style\" is one of fields, plain, not \"plian\"; did you mean \"plain\"?"),
        (3, "\"review_after\" is a number from 1 to 36500, not -1"),
        (6, "unknown check \"host\"; did you mean \"hosts\"?"),
        (8, "unknown kind of page \"journal\""),
    ];
    assert_eq!(found, expected.map(|(line, what)| (line, what.to_owned())));
    assert_eq!(Rules::read(text).0.audience, Audience::Public);
}

#[test]
fn hostile_values_count_nothing() {
    let hostile = [
        "[paths]\nnugget = \"../{slug}.md\"",
        "[paths]\nnugget = \"/etc/{slug}.md\"",
        "[paths]\nnugget = \".git/hooks/{slug}.md\"",
        "[paths]\nnugget = \".riffle/{slug}.md\"",
        "[paths]\nnugget = \"templates/{slug}.md\"",
        "[paths]\nnugget = \"{slug}\"",
        "[paths]\nnugget = \"{slug}/{topic}.md\"",
        "[paths]\nnugget = \"a/{slug}/{slug}.md\"",
        "[paths]\nnugget = \"a\\u001b/{slug}.md\"",
        "[paths]\nnugget = \"a/{home}/{slug}.md\"",
        "[paths]\nnugget = \"a/{slug\"",
        "topics = [\"../x\"]",
        "topics = [\".git\"]",
        "topics = [\"a/b\", 7]",
        "title = \"a\\u001b[2J\"",
        "title = \"a\\u202eb\"",
        "license = \"<script>\"",
        "internal_hosts = [\"a b\"]",
        "without_tags = [\"a b\"]",
        "schema = 2",
        "= broken",
        "topics = \"git\"",
        "paths = 7",
    ];
    for text in hostile {
        let (rules, complaints) = Rules::read(text);

        assert_eq!(rules, Rules::default(), "{text}");
        assert!(!complaints.is_empty(), "{text}");
        let shown: String = complaints.iter().map(|complaint| complaint.what.as_str()).collect();
        assert!(!shown.chars().any(|c| c.is_control() || c == '\u{202e}'), "{shown:?}");
    }
    assert!(!complaints(&"x".repeat(70_000)).is_empty());
    assert!(complaints(&(0..1_000).map(|count| format!("k{count} = 1\n")).collect::<String>()).len() <= 20);
    assert!(!complaints(&format!("topics = {}", "[".repeat(30_000))).is_empty());
}

#[test]
fn a_page_lies_where_its_kind_and_topic_say_and_is_found_again() {
    let rules = Rules::default();
    assert_eq!(rules.page_path(PageKind::Nugget, "git", "rebase"), "nuggets/git/rebase.md");
    assert_eq!(rules.page_path(PageKind::Bookmark, "", "x"), "bookmarks/general/x.md");
    assert_eq!(rules.page_path(PageKind::Note, "Git Hub", "x"), "notes/Git Hub/x.md");
    assert_eq!(rules.page_path(PageKind::Note, "../evil/{slug}", "x"), "notes/evil-slug/x.md");
    assert_eq!(rules.page_path(PageKind::Note, ".git", "x"), "notes/git/x.md");
    assert_eq!(rules.page_path(PageKind::Note, "{slug}", "x"), "notes/slug/x.md");
    assert_eq!(rules.page_path(PageKind::Note, "git", "readme"), "notes/git/readme-note.md", "a README is no page");

    let place = rules.place("nuggets/git/rebase.md").unwrap();
    assert_eq!((place.kind, place.topic.as_str(), place.slug.as_str()), (PageKind::Nugget, "git", "rebase"));
    assert_eq!(rules.place("nuggets/rebase.md"), None);
    assert_eq!(rules.place("README.md"), None);
    let rules = Rules { topics: vec!["tea".into()], ..rules };
    assert_eq!(
        rules.topics_of(&["nuggets/git/a.md", "notes/git/b.md", "notes/zsh/c.md", "x.md"]),
        ["git", "tea", "zsh"]
    );
}

#[test]
fn a_hostile_template_that_was_never_read_writes_nowhere_else() {
    let rules = Rules { paths: PagePaths::shared("../{slug}.md"), ..Rules::default() };

    assert_eq!(rules.page_path(PageKind::Nugget, "git", "x"), "nuggets/git/x.md");
}

#[test]
fn a_classic_repository_is_recognised_and_kept_so() {
    let paths = ["README.md", "CONTRIBUTING.md", "git/a.md", "git/b.md", "vim/c.md", "GitForAll.md", ".github/x.md"];
    let plain = Rules::recognise(&paths, &[("git/a.md", "# A\n"), ("vim/c.md", "# C\n")]);
    assert_eq!((plain.style, plain.page_path(PageKind::Nugget, "git", "x")), (Style::Plain, "git/x.md".to_owned()));
    assert_eq!(plain.topics_of(&paths), ["git", "vim"]);

    let fields = Rules::recognise(&paths, &[("git/a.md", "---\ntitle: A\n---\n")]);
    assert_eq!(fields.style, Style::Fields);
    let usual = ["nuggets/git/a.md", "notes/x/b.md", "bookmarks/c/d.md", "templates/nugget.md"];
    assert_eq!(Rules::recognise(&usual, &[]), Rules::default());
    assert_eq!(Rules::recognise(&["README.md"], &[]), Rules::default());
}
