use proptest::prelude::*;

use super::*;

fn shown(title: &str, path: &str) -> Shown {
    let topic = path.rsplit('/').nth(1).unwrap_or_default().to_owned();
    Shown { title: title.into(), path: path.into(), topic, date: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap() }
}

fn updated(board: ReadmeIndex) -> String {
    match board {
        ReadmeIndex::Updated(text) => text,
        other @ (ReadmeIndex::Unchanged | ReadmeIndex::Unknown) => panic!("{other:?}"),
    }
}

/// A page listed, below what its line says now, beside others.
fn with_entry(readme: &str, page: &Shown, others: &[Shown]) -> ReadmeIndex {
    let titles: Vec<String> = known(readme).remove(&page.path).into_iter().collect();
    let mut listings: Vec<Listing<'_>> = others.iter().map(Listing::of).collect();
    listings.push(Listing { page, from: None, titles: &titles });
    edited(readme, &listings, &[])
}

fn without_entry(readme: &str, path: &str) -> ReadmeIndex {
    edited(readme, &[], &[path])
}

/// The lines that one text has and the other has not, from both sides.
fn difference(before: &str, after: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(before, after);
    let changed = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
    changed.map(|change| format!("{}{}", change.tag(), change.value().trim_end())).collect()
}

#[test]
fn between_its_markers_each_page_has_a_line_below_its_topic() {
    let readme =
        "# Tea\r\n\nMine.\n<!-- riffle:index -->\n<!-- /riffle:index -->\nYours  \n\n```\n<!-- riffle:index -->\n```\n";
    let others = [shown("Zsh", "nuggets/zsh/z.md"), shown("bisect", "nuggets/git/b.md")];

    let made = updated(with_entry(readme, &shown("Rebase onto", "nuggets/git/r.md"), &others));

    assert_eq!(
        made,
        "# Tea\r\n\nMine.\n<!-- riffle:index -->\n\n### git\n\n- [bisect](nuggets/git/b.md)\n- [Rebase onto](nuggets/git/r.md)\n\
         \n### zsh\n\n- [Zsh](nuggets/zsh/z.md)\n\n<!-- /riffle:index -->\nYours  \n\n```\n<!-- riffle:index -->\n```\n"
    );
    assert_eq!(with_entry(&made, &shown("Rebase onto", "nuggets/git/r.md"), &others), ReadmeIndex::Unchanged);
    let titles = known(&made);
    assert_eq!((titles.len(), titles["nuggets/git/r.md"].as_str()), (3, "Rebase onto"));
    let gone = updated(without_entry(&made, "nuggets/git/r.md"));
    assert_eq!(difference(&made, &gone), ["-- [Rebase onto](nuggets/git/r.md)"]);
    let empty = updated(edited(&made, &[], &["nuggets/git/r.md", "nuggets/git/b.md", "nuggets/zsh/z.md"]));
    assert!(empty.contains("<!-- riffle:index -->\n<!-- /riffle:index -->\n"));
}

#[test]
fn what_somebody_wrote_into_the_index_by_hand_stays() {
    let readme = "<!-- riffle:index -->\n\nRead this first:\n\n- [Our rules](CONTRIBUTING.md)\n\n### git\n\n\
        - [Bisect, by Jo](nuggets/git/b.md): *the* one to read\n- [Rebase](nuggets/git/r.md) (long)\n\n<!-- /riffle:index -->\n";
    let (bisect, rebase) = (shown("Bisect run", "nuggets/git/b.md"), shown("Rebase onto", "nuggets/git/r.md"));
    let (of_bisect, of_rebase) = (["Bisect".to_owned()], ["Rebase".to_owned()]);
    let new = shown("Clone", "nuggets/git/c.md");
    let listings = [
        Listing { page: &bisect, from: None, titles: &of_bisect },
        Listing { page: &rebase, from: None, titles: &of_rebase },
        Listing::of(&new),
    ];

    let made = updated(edited(readme, &listings, &[]));

    let line = "- [Rebase onto](nuggets/git/r.md) (long)";
    assert_eq!(
        difference(readme, &made),
        ["-- [Rebase](nuggets/git/r.md) (long)", "+- [Clone](nuggets/git/c.md)", &format!("+{line}")]
    );
    let there = shown("Rebase onto", "nuggets/ci/r.md");
    let moved = [Listing { page: &there, from: Some("nuggets/git/r.md"), titles: &[] }];
    let moved = updated(edited(&made, &moved, &[]));
    assert!(moved.contains("### ci\n\n- [Rebase onto](nuggets/ci/r.md) (long)\n"), "{moved}");
    assert!(!moved.contains("nuggets/git/r.md") && moved.contains("*the* one to read"), "{moved}");
}

#[test]
fn a_line_of_another_list_keeps_its_own_title_and_moves_as_it_is() {
    let readme =
        "### Git\n\n- [Jo's pick](git/amend.md) !\n- [Rebase](git/rebase.md)\n\n### Vim\n\n- [Quit](vim/quit.md)\n";
    let amend = shown("Amend it", "git/amend.md");
    let titles = ["Amend".to_owned()];

    assert_eq!(edited(readme, &[Listing { page: &amend, from: None, titles: &titles }], &[]), ReadmeIndex::Unchanged);
    let there = shown("Amend it", "vim/amend.md");
    let moved = updated(edited(readme, &[Listing { page: &there, from: Some("git/amend.md"), titles: &titles }], &[]));
    assert!(moved.contains("- [Jo's pick](vim/amend.md) !") && !moved.contains("git/amend.md"), "{moved}");
}

#[test]
fn a_title_stays_in_its_line_and_means_nothing_else() {
    let readme = "<!-- riffle:index -->\n<!-- /riffle:index -->\nend\n";
    let hostile = [
        "a](http://evil.example) [b",
        "a\n<!-- /riffle:index -->\n# b",
        "<script>alert(1)</script> &amp; `x` *y* _z_",
        "![x](y) \\",
        "\u{202e}x\u{1b}[2J",
        "",
    ];
    for title in hostile {
        let page = shown(title, "nuggets/git/a (b) 100%.md");

        let made = updated(with_entry(readme, &page, &[]));

        assert_eq!(made.lines().count(), 8, "{made}");
        let line = made.lines().nth(4).unwrap();
        assert!(line.starts_with("- [") && line.ends_with("](nuggets/git/a%20%28b%29%20100%25.md)"), "{line}");
        let events: Vec<_> = pulldown_cmark::Parser::new(line).collect();
        let links = events.iter().filter(|event| {
            matches!(
                event,
                pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { .. } | pulldown_cmark::Tag::Image { .. })
            )
        });
        assert_eq!(links.count(), 1, "{line}");
        assert!(
            !events.iter().any(|event| matches!(
                event,
                pulldown_cmark::Event::InlineHtml(_) | pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::Code(_)
            )),
            "{line}"
        );
        let titles = known(&made);
        let kept: String =
            title.chars().filter(|c| !c.is_control() || *c == '\n').filter(|c| *c != '\u{202e}').collect();
        let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(titles["nuggets/git/a (b) 100%.md"], if kept.is_empty() { "untitled" } else { &kept });
        assert_eq!(updated(without_entry(&made, &page.path)), readme);
    }
}

const CLASSIC: &str = "# TIL\n\n_1,999 TILs and counting..._\n\n* [A blog](https://example.org/x.html)\n\n### Categories\n\n* [Git](#git)\n* [Vim](#vim)\n\n---\n\n### Git\n\n- [Amend](git/amend.md)\n- [Rebase](git/rebase.md)\n\n### Vim\n\n- [Quit](vim/quit.md)\n\n## License\n\nMIT\n";

#[test]
fn a_list_below_its_heading_gains_one_line_in_its_place_and_the_count_goes_up() {
    let made = updated(with_entry(CLASSIC, &shown("Bisect", "git/bisect.md"), &[]));

    assert_eq!(
        difference(CLASSIC, &made),
        ["-_1,999 TILs and counting..._", "+_2,000 TILs and counting..._", "+- [Bisect](git/bisect.md)"]
    );
    assert!(made.contains("- [Amend](git/amend.md)\n- [Bisect](git/bisect.md)\n- [Rebase](git/rebase.md)\n"));
    assert_eq!(with_entry(&made, &shown("Bisect", "git/bisect.md"), &[]), ReadmeIndex::Unchanged);
    let renamed = updated(with_entry(&made, &shown("Bisect run", "git/bisect.md"), &[]));
    assert_eq!(difference(&made, &renamed), ["-- [Bisect](git/bisect.md)", "+- [Bisect run](git/bisect.md)"]);
    assert_eq!(updated(without_entry(&made, "git/bisect.md")), CLASSIC);
}

#[test]
fn first_and_last_places_and_other_line_ends_are_right_too() {
    let first = updated(with_entry(CLASSIC, &shown("Aaa", "git/aaa.md"), &[]));
    assert!(first.contains("### Git\n\n- [Aaa](git/aaa.md)\n- [Amend]"));
    let last = updated(with_entry(CLASSIC, &shown("Zzz", "vim/zzz.md"), &[]));
    assert!(last.contains("- [Quit](vim/quit.md)\n- [Zzz](vim/zzz.md)\n\n## License"));

    let windows = CLASSIC.replace('\n', "\r\n");
    let made = updated(with_entry(&windows, &shown("Bisect", "git/bisect.md"), &[]));
    assert_eq!(made, updated(with_entry(CLASSIC, &shown("Bisect", "git/bisect.md"), &[])).replace('\n', "\r\n"));
    let open = "* [Amend](./git/amend.md)\n* [Rebase](./git/rebase.md)";
    let made = updated(with_entry(open, &shown("Zzz", "git/zzz.md"), &[]));
    assert_eq!(made, "* [Amend](./git/amend.md)\n* [Rebase](./git/rebase.md)\n* [Zzz](./git/zzz.md)");
}

#[test]
fn a_new_topic_gains_a_heading_and_a_line_in_the_contents() {
    let made = updated(with_entry(CLASSIC, &shown("Loop", "linux-tools/loop.md"), &[]));

    assert_eq!(
        difference(CLASSIC, &made),
        [
            "-_1,999 TILs and counting..._",
            "+_2,000 TILs and counting..._",
            "+* [Linux Tools](#linux-tools)",
            "+### Linux Tools",
            "+",
            "+- [Loop](linux-tools/loop.md)",
            "+"
        ]
    );
    assert!(made.contains("* [Git](#git)\n* [Linux Tools](#linux-tools)\n* [Vim](#vim)\n"));
    assert!(
        made.contains("- [Rebase](git/rebase.md)\n\n### Linux Tools\n\n- [Loop](linux-tools/loop.md)\n\n### Vim\n")
    );
    let emptied = updated(without_entry(&made, "linux-tools/loop.md"));
    assert!(emptied.contains("### Linux Tools\n\n\n### Vim"));
    assert_eq!(updated(with_entry(&emptied, &shown("Loop", "linux-tools/loop.md"), &[])), made);
    let last = updated(with_entry(CLASSIC, &shown("Glob", "zsh/glob.md"), &[]));
    assert!(last.contains("- [Quit](vim/quit.md)\n\n### Zsh\n\n- [Glob](zsh/glob.md)\n\n## License"));
    assert!(last.contains("* [Vim](#vim)\n* [Zsh](#zsh)\n"));
}

#[test]
fn generated_lists_with_addresses_and_dates_are_continued_by_date() {
    let readme = "<!-- count starts -->580<!-- count ends --> TILs so far.\n\n<!-- index starts -->\n## python\n\n\
        * [Zip](https://github.com/ada/til/blob/main/python/zip.md) - 2020-04-19\n\
        * [Any](https://github.com/ada/til/blob/main/python/any.md) - 2021-04-19\n\n## sqlite\n\n\
        * [Lag](https://github.com/ada/til/blob/main/sqlite/lag.md) - 2020-04-19\n<!-- index ends -->\n";

    let made = updated(with_entry(readme, &shown("Lru", "python/lru.md"), &[]));
    assert!(made.starts_with("<!-- count starts -->581<!-- count ends --> TILs"));
    assert!(made.contains(
        "any.md) - 2021-04-19\n* [Lru](https://github.com/ada/til/blob/main/python/lru.md) - 2026-11-21\n\n## sqlite"
    ));

    let made = updated(with_entry(readme, &shown("Tag", "git-hub/tag.md"), &[]));
    assert!(made.ends_with(
        "lag.md) - 2020-04-19\n\n## git-hub\n\n* [Tag](https://github.com/ada/til/blob/main/git-hub/tag.md) - 2026-11-21\n<!-- index ends -->\n"
    ) || made.contains("## git-hub\n\n* [Tag](https://github.com/ada/til/blob/main/git-hub/tag.md) - 2026-11-21\n\n## python"), "{made}");
}

#[test]
fn a_readme_of_no_known_shape_is_left_alone() {
    let page = shown("Bisect", "git/bisect.md");
    for readme in [
        "",
        "# TIL\n\nWe learn things.\n",
        "12 TILs\n",
        "| Title | Link |\n|---|---|\n| A | [a](git/a.md) |\n",
        "- [A](vim/a.md)\n",
        "<!-- riffle:index -->\nno end\n",
        "<!-- /riffle:index -->\n<!-- riffle:index -->\n",
        "```\n- [A](git/a.md)\n```\n",
    ] {
        assert_eq!(with_entry(readme, &page, &[]), ReadmeIndex::Unknown, "{readme}");
        assert_eq!(without_entry(readme, "git/bisect.md"), ReadmeIndex::Unknown, "{readme}");
    }
}

#[test]
fn only_a_number_that_counts_pages_is_a_count() {
    let count = |text: &str| {
        let text = format!("{text}\n\n- [A](git/a.md)\n- [C](git/c.md)\n");
        updated(with_entry(&text, &shown("B", "git/b.md"), &[])).lines().next().unwrap().to_owned()
    };
    assert_eq!(count("**9** TILs"), "**10** TILs");
    assert_eq!(count("There are 99 entries here."), "There are 100 entries here.");
    assert_eq!(count("Since 2015 I wrote 1,234 TILs"), "Since 2015 I wrote 1,235 TILs");
    assert_eq!(count("v1.2 notes and 3 cups"), "v1.2 notes and 3 cups");
    assert_eq!(count("10 TILs, 20 posts"), "10 TILs, 20 posts");
}

/// READMEs of lines that an index may be made of.
fn readme() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("- [Amend](git/amend.md)"),
        Just("* [Lag](https://github.com/a/b/blob/main/sql/lag.md) - 2020-04-19"),
        Just("  - [Quit](./vim/quit.md)"),
        Just("- [Broken](git/x.md"),
        Just("### Git"),
        Just("## vim"),
        Just("* [Git](#git)"),
        Just("_1,999 TILs and counting..._"),
        Just("```"),
        Just("<!-- riffle:index -->"),
        Just("<!-- /riffle:index -->"),
        Just("Grüße"),
        Just(""),
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n")];
    let text = (proptest::collection::vec(line, 0..15), end, any::<bool>());
    text.prop_map(|(lines, end, open)| lines.join(end) + if open { "" } else { end })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn all_that_others_wrote_survives(readme in readme(), topic in "git|vim|sql|new topic", title in "\\PC{0,8}") {
        let page = shown(&title, &format!("{topic}/page.md"));
        let ReadmeIndex::Updated(made) = with_entry(&readme, &page, &[]) else { return Ok(()) };

        prop_assert_eq!(with_entry(&made, &page, &[]), ReadmeIndex::Unchanged);
        prop_assert!(made.contains("/page.md)"));
        if has_markers(&readme) {
            let outside = |text: &str| {
                let place = block::find(text).unwrap();
                (text[..place.start].to_owned(), text[place.end..].to_owned())
            };
            prop_assert_eq!(outside(&made), outside(&readme));
            let gone = difference(&readme, &made).into_iter().filter(|line| line.starts_with('-'));
            prop_assert_eq!(gone.collect::<Vec<_>>(), Vec::<String>::new());
        } else {
            let gone = difference(&readme, &made).into_iter().filter(|line| line.starts_with('-'));
            // The count, and a last line that had no end.
            prop_assert!(gone.clone().count() <= 2, "{:?}", gone.collect::<Vec<_>>());
            let back = without_entry(&made, &page.path);
            prop_assert!(matches!(back, ReadmeIndex::Updated(_)), "{back:?}");
        }
    }

    #[test]
    fn the_index_does_not_depend_on_who_came_first(
        pages in proptest::collection::btree_map("(git|vim|)/[a-d]{1,2}\\.md", "[A-Ca-c ]{1,6}", 1..8),
        at in any::<prop::sample::Index>(),
    ) {
        let empty = "<!-- riffle:index -->\n<!-- /riffle:index -->\n";
        let pages: Vec<Shown> =
            pages.iter().map(|(path, title)| shown(title, path.trim_start_matches('/'))).collect();
        let listings: Vec<Listing<'_>> = pages.iter().map(Listing::of).collect();
        let mut turned = listings.clone();
        turned.rotate_left(at.index(pages.len()));
        turned.reverse();
        let made = updated(edited(empty, &listings, &[]));

        prop_assert_eq!(&updated(edited(empty, &turned, &[])), &made);
        let gone = &pages[at.index(pages.len())];
        let less = updated(edited(&made, &[], &[&gone.path]));
        prop_assert_eq!(updated(edited(&less, &[Listing::of(gone)], &[])), made.clone());
        let all: Vec<&str> = pages.iter().map(|page| page.path.as_str()).collect();
        prop_assert_eq!(updated(edited(&made, &[], &all)), empty);
    }
}
