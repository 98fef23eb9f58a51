use proptest::prelude::*;

use super::*;

#[test]
fn the_title_is_the_first_level_one_heading_outside_code() {
    for (body, title_is) in [
        ("# One\n# Two", Some("One")),
        ("## Two\n\n# One #\n", Some("One")),
        ("```\n# no\n```\n# Yes", Some("Yes")),
        ("~~~ sh\n# no\n```\n# no\n~~~\nYes\n===\n", Some("Yes")),
        ("- ```\n  # no\n  ```\n# Yes", Some("Yes")),
        ("> ```\n> # no\n\n# Yes", Some("Yes")),
        ("    # no\n\n# Yes", Some("Yes")),
        ("```\n# no", None),
        ("#no\n#\n", None),
        ("# *A* `b` [c](d) [[e|f]] & <g>", Some("A b c f &")),
        ("# - a\r\n", Some("- a")),
        ("# a_b C# x*", Some("a_b C# x*")),
        ("``` a`b\n# Yes\n", Some("Yes")),
        ("", None),
    ] {
        assert_eq!(title(body).as_deref(), title_is, "{body:?}");
    }
}

#[test]
fn headings_are_found_with_their_places() {
    let body = "# A\n\ntext\n## B ##\nC\n---\n- x\n---\n> # no\n";

    let found: Vec<_> = headings(body).into_iter().map(|h| (h.level, h.text, h.at)).collect();

    assert_eq!(found, [(1, "A".into(), 0), (2, "B".into(), 10), (2, "C".into(), 18)]);
}

#[test]
fn inline_tags_follow_the_rules_of_obsidian() {
    for (body, tags) in [
        ("#a text #b/c, #d-e_f. (#g)\n#h", &["a", "b/c", "d-e_f", "g", "h"][..]),
        ("#1984 #y1984 #2026-11 #_ #- #/a a#b \\#c ##d", &["y1984", "2026-11"]),
        ("#Rust #rust #ÜBER #über", &["Rust", "ÜBER"]),
        ("#日本語 #标签，x #हिन्दी #e\u{301}te #😀", &["日本語", "标签", "हिन्दी", "e\u{301}te", "😀"]),
        ("`#a` ``x ` #b`` ` #c", &["c"]),
        ("```\n#a\n```\n\n    #b\n\n- x\n\n    #c\n", &["c"]),
        ("https://x.org/#a [t](#b) [[#c]] [[n #d]] <!-- #e --> #f", &["f"]),
        ("# Heading #tag\n#!/bin/sh\n", &["tag"]),
        ("- [ ] task #todo\n> quote #q\n| #cell |", &["todo", "q", "cell"]),
        ("- an ` odd #a\n- tick ` #b", &["a", "b"]),
    ] {
        assert_eq!(inline_tags(body), tags, "{body:?}");
    }
}

#[test]
fn tags_at_the_end_of_a_line_are_taken_from_it() {
    for (line, words, tags) in [
        ("Tea at 80 degrees #tea", "Tea at 80 degrees", &["tea"][..]),
        ("Tea  #tea #drinks/green ", "Tea", &["tea", "drinks/green"]),
        ("# Tea #tea", "# Tea", &["tea"]),
        ("Bug #123", "Bug #123", &[]),
        ("The #tea is hot", "The #tea is hot", &[]),
        ("C# and F#", "C# and F#", &[]),
        ("#tea #green", "#tea #green", &[]),
        ("#tea", "#tea", &[]),
        ("", "", &[]),
    ] {
        let (rest, found) = split_last_tags(line);
        assert_eq!((rest, found.iter().map(String::as_str).collect::<Vec<_>>().as_slice()), (words, tags), "{line:?}");
    }
}

#[test]
fn a_summary_is_the_first_words_without_marks() {
    let body =
        "# Title\n\n- [ ] **Some** `code` and [a link](x.md)\n- ![[pic.png]] [[n|shown]]\n\n| a | b |\n|---|---|\n";
    assert_eq!(summary(body, 80), "Some code and a link pic.png shown");
    assert_eq!(summary(body, 12), "Some code…");
    assert_eq!(summary("# Only\n", 80), "Only");
    assert_eq!(summary("日本語のメモ", 4), "日本語…");
    assert_eq!(summary("", 10), "");
}

#[test]
fn a_lone_address_is_told_from_text() {
    for url in ["https://a.org", "  http://localhost:80/x?y#z\n", "HTTPS://a.org/ü(1)"] {
        assert_eq!(lone_url(url), Some(url.trim()));
    }
    for text in [
        "",
        "https://",
        "https://a.org b",
        "see https://a.org",
        "ftp://a.org",
        "https:///x",
        "<https://a.org>",
        "https://a.org\nx",
        "https://é\u{7}",
    ] {
        assert_eq!(lone_url(text), None, "{text:?}");
    }
}

#[test]
fn hostile_text_takes_no_more_than_its_length() {
    for body in [
        "[[ #a ".repeat(10_000),
        "` `` ```` #a ".repeat(5_000),
        "](#".repeat(10_000),
        "<!--#".repeat(10_000),
        "> ".repeat(20_000),
        "# [".repeat(10_000),
    ] {
        assert!(inline_tags(&body).len() <= 2);
        title(&body);
        summary(&body, 80);
        crate::entry::link::links(&body);
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(any in any::<String>(), body in "([#`~>|=\\-\\[\\]()!<\\\\ *_\n\té日a1/.]|https://|```|    ){0,80}") {
        for body in [any, body] {
            title(&body);
            for tag in inline_tags(&body) {
                prop_assert!(body.contains(&tag) && is_tag(&tag));
            }
            for heading in headings(&body) {
                prop_assert!(body.is_char_boundary(heading.at));
            }
            prop_assert!(summary(&body, 20).chars().count() <= 20);
        }
    }
}

#[test]
fn what_is_no_tag_is_none() {
    for text in [
        "[x]: #anchor\n",
        "  [x y]: <#anchor> \"see #title\"\n",
        "<span style=\"color: #fff\">a</span>",
        "<font color= #abc >a</font>",
        "[t]( #anchor) [t](<#anchor>) [t](u \"see #title\")",
        "![t](u 'see #title')",
        "<iframe\n  style=\"border: 1px solid #abc;\"\n></iframe>\n",
    ] {
        assert_eq!(inline_tags(text), [""; 0], "{text}");
    }
    assert_eq!(inline_tags("a < b #x [y] #z [t](u) (#w) [^1]: #n\n[ ]: x\n#v <3 #u"), ["x", "z", "w", "n", "v", "u"]);
}

#[test]
fn a_heading_within_a_comment_is_no_title() {
    for hidden in ["<!--\n# Hidden\n\n## Too\n-->", "  <!-- a\n\nHidden\n===\n-->"] {
        let body = format!("{hidden}\n\n# Shown\n\n## Part\n");
        assert_eq!(title(&body).as_deref(), Some("Shown"), "{body}");
        assert_eq!(headings(&body).len(), 2, "{body}");
    }
    for shown in ["<!-- a -->\n# Shown\n", "a <!--\n# Shown\n-->\n", "```\n<!--\n```\n# Shown\n"] {
        assert_eq!(title(shown).as_deref(), Some("Shown"), "{shown}");
    }
    assert_eq!(title("<!-- never closed\n# Hidden\n"), None);
    assert_eq!(inline_tags("<!--\n#a\n\n#b\n-->\n#c\n"), ["c"]);
}
