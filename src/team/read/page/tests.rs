use proptest::prelude::*;

use super::*;

#[test]
fn a_page_is_read_with_what_it_claims() {
    let text = "---\nid: 01hzy3v9k4m5n6p7q8r9s0t1v2\nkind: nugget\ntitle: Rebase onto\ntags: [git, vcs]\nauthors: [Grace]\n---\n# Rebase onto\n\nText #rebase\n";

    let page = read_page("git/rebase.md", text.as_bytes(), &Rules::default());

    assert_eq!((page.kind, page.title.as_str(), page.notices.as_slice()), (Kind::Nugget, "Rebase onto", &[][..]));
    assert_eq!(page.id.as_deref(), Some("01hzy3v9k4m5n6p7q8r9s0t1v2"));
    assert_eq!(
        (page.tags.clone(), page.authors.clone()),
        (vec!["git".into(), "vcs".into(), "rebase".into()], vec!["Grace".to_owned()])
    );
    assert_eq!(page.body(), "# Rebase onto\n\nText #rebase\n");
    let by_place = read_page("bookmarks/git/x.md", b"# X\n", &Rules::default());
    assert_eq!((by_place.kind, by_place.title.as_str(), by_place.id), (Kind::Bookmark, "X", None));
}

#[test]
fn front_matter_that_could_be_a_trap_is_not_read_but_the_text_is() {
    let long = format!("a: {}", "x".repeat(17_000));
    let deep = format!("a: {}", "[".repeat(2_000));
    let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]";
    for yaml in
        [long.as_str(), bomb, "id: !!python/object:os.system x", "<<: {id: x}", "a: *b", "- &x y", "a: [b, !c d]"]
    {
        let page = read_page("git/x.md", format!("---\n{yaml}\n---\n# Title\n").as_bytes(), &Rules::default());

        assert_eq!((page.title.as_str(), page.fields.len(), page.notices.len()), ("Title", 0, 1), "{yaml}");
        assert_eq!(page.body(), "# Title\n");
    }
    let page = read_page("git/x.md", format!("---\ntitle: T\n{deep}\n---\n# Title\n").as_bytes(), &Rules::default());
    assert_eq!(page.notices.len(), 1);
    for harmless in
        ["title: Q & A * B ! <<", "title: \"&a *b !c\"", "title: 'a' # *b", "a: |\n  *b\n  &c\ntitle: x", "a: b&c"]
    {
        let page = read_page("git/x.md", format!("---\n{harmless}\n---\n# Title\n").as_bytes(), &Rules::default());
        assert_eq!(page.notices, Vec::<&str>::new(), "{harmless}");
        assert!(!page.fields.is_empty(), "{harmless}");
    }
}

#[test]
fn what_is_not_utf8_or_nested_without_end_is_shown_somehow() {
    let page = read_page("git/x.md", b"# Caf\xe9\n", &Rules::default());
    assert_eq!((page.title.as_str(), page.notices.len()), ("Caf\u{fffd}", 1));

    for deep in [
        ">".repeat(5_000) + " x",
        "- ".repeat(5_000) + "x",
        "*a _b ".repeat(5_000) + &"_*".repeat(5_000),
        "[".repeat(50_000),
    ] {
        let page = read_page("git/x.md", deep.as_bytes(), &Rules::default());
        assert!(page.is_plain || !deep.starts_with(['>', '-']), "{}", &deep[..10]);
    }
    assert!(!read_page("git/x.md", "> - a\n>   - b **c**\n".as_bytes(), &Rules::default()).is_plain);
}

proptest! {
    #[test]
    fn no_page_whatever_it_holds_is_too_much(bytes in proptest::collection::vec(any::<u8>(), 0..300), yaml in "[-&*!<>:|'\"a \n{}\\[\\],#]{0,60}") {
        let text = [b"---\n", yaml.as_bytes(), b"\n---\n", &bytes].concat();
        for page in [read_page("git/x.md", &bytes, &Rules::default()), read_page("git/x.md", &text, &Rules::default())] {
            prop_assert!(page.text.get(page.body.clone()).is_some());
        }
    }
}
