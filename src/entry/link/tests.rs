use proptest::prelude::*;

use super::*;

/// Form, written text, target, heading and shown text of a link.
type Seen<'a> = (Form, &'a str, String, Option<String>, Option<String>);

fn seen(body: &str) -> Vec<Seen<'_>> {
    links(body).into_iter().map(|link| (link.form, &body[link.range], link.target, link.heading, link.shown)).collect()
}

fn one(body: &str) -> Seen<'_> {
    let mut all = seen(body);
    assert_eq!(all.len(), 1, "{body:?}: {all:?}");
    all.remove(0)
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn wiki_links_and_embeds_are_read() {
    assert_eq!(one("a [[n]] b"), (Form::Wiki, "[[n]]", "n".into(), None, None));
    assert_eq!(
        one("[[f/n.md#H1#H2| shown ]]"),
        (Form::Wiki, "[[f/n.md#H1#H2| shown ]]", "f/n.md".into(), some("H1#H2"), some("shown"))
    );
    assert_eq!(one("[[#h]]"), (Form::Wiki, "[[#h]]", String::new(), some("h"), None));
    assert_eq!(one("![[p.png|640]]"), (Form::Embed, "![[p.png|640]]", "p.png".into(), None, some("640")));
    assert_eq!(one("| [[a\\|b]] | c |"), (Form::Wiki, "[[a\\|b]]", "a".into(), None, some("b")));
    assert_eq!(one("[[n#^id]]!").3, some("^id"));
    assert_eq!(one("[[日本 語]]").2, "日本 語");
}

#[test]
fn a_bracket_before_a_wiki_link_is_text() {
    let targets = |body: &str| links(body).into_iter().map(|link| link.target).collect::<Vec<_>>();
    assert_eq!(targets("[[[Note]]] ([[[Note]]]) [[[[Note]]]]"), ["Note"; 3]);
    assert_eq!(targets("See [[[Note]], [[Other]]]. [see [[Note]]]"), ["Note", "Other", "Note"]);
    assert_eq!(targets("[[[FR] Search]] ![[[FR] Search]]"), ["[FR] Search"; 2]);
}

#[test]
fn markdown_links_and_images_are_read_and_decoded() {
    assert_eq!(
        one("[t](Three%20laws.md#De%20tails)"),
        (Form::Markdown, "[t](Three%20laws.md#De%20tails)", "Three laws.md".into(), some("De tails"), some("t"))
    );
    assert_eq!(one("[t](<a b.md> \"title (x)\") c").1, "[t](<a b.md> \"title (x)\")");
    assert_eq!(one("[t](a(b)c.md)").2, "a(b)c.md");
    assert_eq!(one("[a [b] `]` c](d)").4, some("a [b] `]` c"));
    assert_eq!(
        one("[t](https://x.org/a%20b#c)"),
        (Form::Markdown, "[t](https://x.org/a%20b#c)", "https://x.org/a%20b#c".into(), None, some("t"))
    );
    assert_eq!(one("![alt](p.png)"), (Form::Image, "![alt](p.png)", "p.png".into(), None, some("alt")));
    assert_eq!((one("\\![t](n.md)").0, one("\\![[n]]").0), (Form::Markdown, Form::Wiki));
    assert_eq!(one("[t](%ff.md)").2, "%ff.md");
    assert_eq!(one("[t](#h)").3, some("h"));
    assert_eq!(
        one("[ref]: notes/a.md 'x'\n"),
        (Form::Markdown, "[ref]: notes/a.md 'x'", "notes/a.md".into(), None, some("ref"))
    );
}

#[test]
fn an_image_in_a_link_is_two_links() {
    let found = seen("[![alt](p.png)](https://x.org) [[n]]");

    let forms: Vec<_> = found.iter().map(|link| (link.0, link.2.as_str())).collect();
    assert_eq!(forms, [(Form::Markdown, "https://x.org"), (Form::Image, "p.png"), (Form::Wiki, "n")]);
}

#[test]
fn addresses_are_found_without_the_sentence_around_them() {
    for (body, address) in [
        ("see https://x.org/a_b.", "https://x.org/a_b"),
        ("(https://x.org/a_(b))", "https://x.org/a_(b)"),
        ("**http://x.org**", "http://x.org"),
        ("HTTPS://x.org, y", "HTTPS://x.org"),
        ("参照https://x.org。次", "https://x.org"),
        ("<https://x.org/a,>", "https://x.org/a,"),
        ("<mailto:a@x.org>", "mailto:a@x.org"),
    ] {
        assert_eq!((one(body).0, one(body).2.as_str()), (Form::Auto, address));
    }
}

#[test]
fn code_and_what_only_looks_like_a_link_is_none() {
    for body in [
        "`[[a]]` ``[b](c)``",
        "```\n[[a]]\nhttps://x.org\n```",
        "~~~\n[a](b)\n",
        "\\[[a](",
        "[a] (b)",
        "[a](b c)",
        "[[a\nb]]",
        "[[]] [[ ]]",
        "[^1]: text",
        "- [ ] task",
        "a[1]",
        "https:// http://.",
        "<div>",
        "xhttps://x",
        "    [[a]]",
    ] {
        assert_eq!(seen(body), [], "{body:?}");
    }
}

#[test]
fn links_in_html_are_found_by_their_attribute() {
    for (body, target, heading, place) in [
        ("a <a href=\"x.md\">b</a>", "x.md", None, "x.md"),
        ("<A class='c' HREF = 'a%20b.md#H'>", "a b.md", Some("H"), "a%20b.md"),
        ("<img alt=\"src\" src=pic.png />", "pic.png", None, "pic.png"),
        ("<a\n  data-href=\"no.md\" href=\"x.md\">", "x.md", None, "x.md"),
        ("<a href=\"https://x.org/a?b=c\">https</a>", "https://x.org/a?b=c", None, "https://x.org/a?b=c"),
    ] {
        let link = links(body).remove(0);
        let seen = (link.form, link.target.as_str(), link.heading.as_deref(), &body[link.place.clone()]);
        assert_eq!(seen, (Form::Html, target, heading, place), "{body}");
    }
    for body in ["<a name=\"x\">", "<abbr href=\"x\">", "<a href=\"x.md\"", "`<a href=\"x.md\">`", "<a href=\"\">"] {
        assert_eq!(links(body), [], "{body}");
    }
}

proptest! {
    #[test]
    fn ranges_are_exact_and_no_text_panics(any in any::<String>(), body in "([\\[\\]()!<>|#`\\\\ \n\"%2a.é日:/]|https://|\\[\\[|\\]\\]|\\]\\(){0,60}") {
        for body in [any, body] {
            for link in links(&body) {
                let written = &body[link.range.clone()];
                let starts = match link.form {
                    Form::Wiki => written.starts_with("[[") && written.ends_with("]]"),
                    Form::Embed => written.starts_with("![[") && written.ends_with("]]"),
                    Form::Markdown => written.starts_with('['),
                    Form::Image => written.starts_with("![") && written.ends_with(')'),
                    Form::Auto => written.contains(&link.target),
                    Form::Html => written.starts_with('<') && written.ends_with('>'),
                };
                prop_assert!(starts, "{written:?}");
            }
        }
    }

    #[test]
    fn a_wiki_link_is_found_in_any_text(name in "[a-zé日]{1,5}( [a-z0-9]{1,4})?", before in "[a-z .,#*>é-]{0,20}", after in "[a-z .,)é]{0,20}") {
        let body = format!("{before}[[{name}]]{after}");
        prop_assume!(!before.starts_with("    "));
        let found = links(&body);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].target, &name);
    }
}
