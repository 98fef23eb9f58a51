mod canaries;
mod properties;

use super::*;
use crate::entry::EntryPath;

/// An entry's page in `nuggets/git/x.md` of a team that has `nuggets/git/pub.md` and `notes/ci/other one.md`.
fn try_page(text: &str, change: impl FnOnce(&mut Rules)) -> Result<Page, Refusal> {
    let entry = Entry::parse(EntryPath::new("notes/2026/My note.md").unwrap(), text.as_bytes(), &[]);
    let mut rules = Rules::default();
    change(&mut rules);
    let order = Order {
        entry: &entry,
        rules: &rules,
        id: "01k0abcdefghjkmnpqrstvwxyz",
        without_tags: &["secret".to_owned()],
        origin: None,
        is_person: &|name| name == "mina",
        target_of: &target_of,
    };
    Ok(build(&order)?.page("nuggets/git/x.md", NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()))
}

fn target_of(link: &Link) -> LinkTarget {
    match link.target.trim_start_matches("./").trim_end_matches(".md") {
        "pub" => LinkTarget::Page { path: "nuggets/git/pub.md".into(), title: "Pub".into() },
        "2026-mina-asked" => LinkTarget::Page { path: "nuggets/git/hooks.md".into(), title: "Hooks [local]".into() },
        "other" | "../../notes/ci/other one" => {
            LinkTarget::Page { path: "notes/ci/other one.md".into(), title: "Other".into() }
        }
        "site" => LinkTarget::Address("https://x.org/a?utm_source=b".into()),
        "p.png" | "../../media/ab12.png" => {
            LinkTarget::Attachment(Attached { from: "media/p.png".into(), to: "media/ab12.png".into() })
        }
        _ => LinkTarget::Private,
    }
}

/// What stands below the front matter.
fn body_of(page: &Page) -> String {
    page.text[front_matter::split(&page.text).body].to_owned()
}

/// The body of a page, below its title.
fn body(text: &str) -> String {
    let page = try_page(&format!("---\ntitle: T\n---\n{text}"), |rules| rules.style = Style::Plain).unwrap();
    page.text.strip_prefix("# T\n\n").unwrap_or(&page.text).trim_end().to_owned()
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, after) in cases {
        assert_eq!(body(text), *after, "{text:?}");
    }
}

#[test]
fn marked_passages_stay_behind() {
    check(&[
        ("a %%b%% c", "a c"),
        ("a%%b%%.", "a."),
        ("a\n\n%%\nb\n\n- c\n%%\n\nd", "a\n\nd"),
        ("a <!-- b --> c", "a c"),
        ("a\n<!-- b\n\nb -->\nc", "a\n\nc"),
        ("a <!--b--> <!-- c --> d", "a d"),
        ("a\n\n<!-- private -->\nb\n\n```\ncode\n```\n<!-- /private -->\n\nc", "a\n\nc"),
        ("a\n\n<!--private-->\nb <!-- x --> <!-- PRIVATE --> c <!-- /private --> d\n<!--/private-->\nc", "a\n\nc"),
        ("a\n\n> [!private] b\n> c\nd\n\ne", "a\n\ne"),
        ("a\n\n> [!note] b\n> > [!PRIVATE]- c\n> > d\n>\n> e", "a\n\n> [!note] b\n>\n>\n> e"),
        ("a\n\n> b\n> [!private] c\n\nd", "a\n\n> b\n\nd"),
        ("a\n\n[//]: # (b)\n[//]: # (c)\n[c]: <> (d\n e)\n\nf", "a\n\nf"),
    ]);
}

#[test]
fn code_stays_byte_for_byte() {
    let code = "a `%%time` `<!-- c -->` `[[d]]`\n\n```\n%% [[e]] /home/ada/x #secret ^id\n```\n\n    C:\\x [[y]]\n\n> ~~~\n> [!note] z\n> ~~~";
    assert_eq!(body(code), code);
}

#[test]
fn links_lead_where_the_team_can_go() {
    check(&[
        ("[[pub]] [[pub|p]] [[pub#H|p]]", "[pub](pub.md) [p](pub.md) [p](pub.md)"),
        ("[[2026-mina-asked]] [[2026-mina-asked|she]]", "[Hooks \\[local\\]](hooks.md) [she](hooks.md)"),
        ("[[other]] ![[other]]", "[other](../../notes/ci/other%20one.md) [other](../../notes/ci/other%20one.md)"),
        ("[[site|s]] [[site]]", "[s](https://x.org/a) <https://x.org/a>"),
        ("[[hidden]] [[hidden|the note]] ![[hidden]] [[hidden|hidden]]", "(private note) the note (private note)"),
        ("a ![[hidden]] ![[hidden]]\n\n[hidden]: hidden.md", "a"),
        ("[a](hidden.md) [b](pub.md \"T\") [](hidden.md)", "a [b](pub.md \"T\") (private note)"),
        (
            "![[p.png|640]] ![a](p.png) ![b](no.png) ![](no.png)c",
            "![](../../media/ab12.png) ![a](../../media/ab12.png) b c",
        ),
        ("| a |\n|---|\n| [[pub\\|p]] [[hidden\\|h]] |", "| a |\n|---|\n| [p](pub.md) h |"),
        ("## [[hidden|h]][^1]\n\n[^1]: [[hidden]]\n\n- [[pub]]", "## h[^1]\n\n[^1]: (private note)\n\n- [pub](pub.md)"),
        ("[a][r] [r] [b][] [c][d]\n\n[r]: hidden.md\n[b]: hidden.md 'x'\n[d]: pub.md", "a r b [c][d]\n\n[d]: pub.md"),
        (
            "# H one\n\n[[#H one]] [a](#h-one) [[#gone]] [b](#gone)",
            "# H one\n\n[H one](#h-one) [a](#h-one) (private note) b",
        ),
        ("[![a](no.png)](hidden.md) [![a](no.png)](https://x.org)", "a [a](https://x.org)"),
        ("[[hidden|the `[[x]]` one]]", "the `[[x]]` one"),
        ("[a](obsidian://open?file=x) <file:///home/x> [b](javascript:x)", "a (private note) b"),
    ]);
}

#[test]
fn no_double_bracket_stays_outside_code() {
    check(&[
        ("\\[[a]]", "\\[\\[a]]"),
        ("[[ ]] a[[", "[\\[ ]] a[\\["),
        ("[[hidden\nnote]]", "(private note)"),
        ("[[[hidden]]]", "[(private note)]"),
        ("[<!-- -->[hidden]]", "[ [hidden]]"),
        ("    [[hidden]]\n- a\n\n      [[hidden]]", "    [[hidden]]\n- a\n\n      [[hidden]]"),
        ("- a\n\n    [[hidden]]", "- a\n\n    (private note)"),
    ]);
}

#[test]
fn paths_and_addresses_are_cut() {
    check(&[
        ("in /home/ada/a.txt, C:\\a b\\c and file:///x/y.", "in (local path), (local path) and (local path)."),
        ("https://x.org/home/ada a/home/b", "https://x.org/home/ada a/home/b"),
        ("https://u:p@x.org/?a=1&utm_source=b&token=c#d", "https://x.org/?a=1#d"),
        ("At ada:s3cret@git.acme.org:22/x.", "At git.acme.org:22/x."),
        ("[ada:s3cret@git.acme.org](//ada:s3cret@git.acme.org/x)", "[git.acme.org](//git.acme.org/x)"),
        ("**ada:p%40ss@git.acme.org**", "**git.acme.org**"),
        ("scp x ada:s3cret@git.acme.org:/srv", "scp x git.acme.org:/srv"),
        ("Mail: mailto:ada@acme.org, 10:30@home", "Mail: mailto:ada@acme.org, 10:30@home"),
        ("[a](https://x.org/?X-Amz-Signature=b&X-Amz-Date=c), d", "[a](https://x.org/), d"),
        ("<https://x.org/?utm_medium=a&amp;b=c>", "<https://x.org/?b=c>"),
        ("https://x.org/#access_token=a ssh://git@x.org/r", "https://x.org/ ssh://git@x.org/r"),
        ("a #secret b #secret/x #secretive\n\n#secret", "a b #secretive"),
        ("a ^block-1\n\n2 ^10", "a\n\n2 ^10"),
    ]);
}

#[test]
fn raw_html_is_bare() {
    check(&[
        ("a <b class=\"x\" data-y='z > w'>c</b> <br/> <kbd>d</kbd>", "a <b>c</b> <br/> <kbd>d</kbd>"),
        (
            "<div id=x>\n<a href=\"https://x.org/?utm_source=a\" title=t>b</a>\n</div>",
            "<div>\n<a href=\"https://x.org/\">b</a>\n</div>",
        ),
        ("<img src=p.png alt=\"b\" width=3 onclick=\"c\">", "<img src=\"../../media/ab12.png\" alt=\"b\" width=\"3\">"),
        ("<img src=hidden.png alt=b>", "<img alt=\"b\">"),
        ("git checkout <branch name> and Vec<String>", "git checkout <branch name> and Vec<String>"),
        ("a <?php b ?> c <!DOCTYPE d> e\n\n<?f\ng?>\n\nh", "a c e\n\nh"),
    ]);
}

#[test]
fn the_front_matter_is_built_of_what_is_allowed() {
    let text = "---\nid: 01k0abcdefghjkmnpqrstvwxyz\ntype: nugget\ntitle: \"A [[hidden]] thing\"\ndate: 2026-03-02T10:00:00+01:00\nstage: seed\n\
        tags: [git, secret/a]\naliases: [B]\nlang: en\nmood: bad\nsource: [https://u:p@x.org/?utm_source=a, 'A book']\nvia: bob\nconfidence: high\n\
        derived_from: ['[[hidden]]', '[[site]]', '[[other]]']\nrelated: [pub]\nchecked: 2026-04-01\nshare: team\n---\nText #ci %%#no%%\n";
    let page = try_page(text, |_| {}).unwrap();

    assert_eq!(
        page.text,
        "---\nid: 01k0abcdefghjkmnpqrstvwxyz\nkind: nugget\ntitle: A (private note) thing\ndate: 2026-03-02\ntags: [git, ci]\naliases: [B]\nlang: en\n\
         source: [\"https://x.org/\", A book]\nchecked: 2026-04-01\nderived_from: [\"https://x.org/a\", ../../notes/ci/other one.md]\nrelated: [./pub.md]\n---\n\n\
         # A (private note) thing\n\nText #ci\n"
    );
    let left: Vec<_> = page.left_out.iter().map(|it| (it.what, it.line)).collect();
    assert!(left.contains(&(LeftOutKind::Field, 10)) && left.contains(&(LeftOutKind::Comment, 19)), "{left:?}");
}

/// Asserts that a text is refused for what is wrong with its marks, on a line of the file; its own first is the fourth.
#[track_caller]
fn faulty(cases: &[(&str, Fault, usize)]) {
    for (text, fault, line) in cases {
        let page = try_page(&format!("---\ntitle: T\n---\n{text}"), |_| {});
        assert_eq!(page.map(|page| page.text), Err(Refusal::Mark { line: *line, fault: *fault }), "{text:?}");
    }
}

#[test]
fn a_mark_that_is_alone_or_only_looks_like_one_lets_nothing_leave() {
    faulty(&[
        ("a\n\n%% b\n\nc", Fault::Percent, 6),
        ("a ％％b％％", Fault::Percent, 4),
        ("50%% of a and 30%% of b", Fault::Doubt, 4),
        ("a\n\n<!-- b\n\nc", Fault::OpenComment, 6),
        ("a\n<!-- private -->\nb", Fault::OpenPrivate, 5),
        ("a <!-- /private --> b", Fault::End, 4),
        ("<!-- private --> %% <!-- /private --> a %%", Fault::End, 4),
        ("<!-- <!-- private --> a <!-- /private --> -->", Fault::Nested, 4),
        ("<!-- a %% b --> c %% d", Fault::Overlap, 4),
        ("a\n<!-- privat -->b<!-- /private -->", Fault::LooksLike, 5),
        ("<!-- private: -->b", Fault::LooksLike, 4),
        ("<!-- рrivate -->b", Fault::LooksLike, 4),
        ("<!-- pri\u{200b}vate -->b", Fault::LooksLike, 4),
        ("<!- private ->b<!- /private ->", Fault::LooksLike, 4),
        ("<private>b</private>", Fault::LooksLike, 4),
        ("> a [!private] b", Fault::Callout, 4),
        (">\u{a0}[!private] b", Fault::Callout, 4),
        ("`%%` a `%%`", Fault::InCode, 4),
        ("```\n<!-- private -->\n```", Fault::InCode, 5),
        ("```%% a\n```\nb\n```\nc %%\n```", Fault::InCode, 4),
        ("a <b title=\"c> d", Fault::OpenHtml, 4),
        ("<div title=\"a\n\nb\">", Fault::OpenHtml, 4),
        ("a\n<span hidden>b</span>", Fault::HiddenHtml, 5),
    ]);
}

#[test]
fn front_matter_below_the_lines_that_consent_looks_at_lets_nothing_leave_either() {
    let text = format!("---\ntitle: T\n---\n{}\n---\nshare: never\n---\nb", "a\n".repeat(70));

    let refused = try_page(&text, |_| ()).unwrap_err();

    assert!(matches!(refused, Refusal::Mark { fault: Fault::FrontMatter, .. }), "{refused}");
}

#[test]
fn what_markdown_shows_to_nobody_stays_behind() {
    check(&[
        ("a[^1]\n\n[^1]: > [!private] b\n    > c\n\nd", "a[^1]\n\n[^1]:\n\nd"),
        ("a\n\n[^1]: b [^2]\n[^2]: c", "a"),
        ("| a | b |\n|---|---|\n| 1 | 2 | c |", "| a | b |\n|---|---|\n| 1 | 2 | |"),
        ("a [c]\n\n[c]: https://x.org \"d\ne\"", "a [c]\n\n[c]: https://x.org"),
        ("[x]: https://x.org\n[x]: https://y.org\n\n[x]", "[x]: https://x.org\n\n[x]"),
        ("```js {title=\"a\"}\nb\n```", "```js\nb\n```"),
        ("<?php\nif (a > b) c\n?>\nd", "d"),
        ("a <![CDATA[b > c]]> d", "a d"),
        ("<script>\na\n\nb</script>\n\nc", "c"),
        ("> <div\n> title=\"b\">a</div>", "> <div>a</div>"),
        ("- > [!private] b\n  > c\n- a", "-\n- a"),
        ("&lt;!-- private --&gt; a", "&lt;!-- private --&gt; a"),
    ]);
}

#[test]
fn html_in_a_title_and_a_description_leaves_its_words() {
    let page = try_page(
        "---\ntitle: A <b title='c'>b</b> <!-- d --> Vec<T>\ndescription: \"<i class=x>e</i> %%f%% g\"\n---\nh\n",
        |_| {},
    );
    let text = page.unwrap().text;
    assert!(text.contains("title: A b Vec<T>\n") && text.contains("description: e g\n"), "{text}");
    assert!(matches!(try_page("---\ntitle: a <!-- private\n---\nb\n", |_| {}), Err(Refusal::Mark { line: 2, .. })));
}
