use proptest::prelude::*;

use super::*;
use crate::render::Role;

const SAMPLE: &str = r#"# Blobless clones make CI clones 5x faster

Use `git clone --filter=blob:none` for CI: our clone went from **4m10** to
*0m52* (monorepo). See [[shallow-clones-in-ci|shallow clones]] and https://example.org/a_b_c, #ci #git/clone.

## When not to use it

- offline builds
- submodules with their own filters
  - nested one
    1. ordered
    2. two
- [ ] todo
- [x] done **it**

> A quote that goes on and on
> for two lines.

> [!note] A *title*
> Body of the note.

> [!private]
> Secret.

| Name | Count | What it is for |
|:-----|------:|----------------|
| git  | 1     | versions of everything that is text |
| 日本語 | 22  | more **bold** text |

```rust
fn main() {
    let x = "text"; // comment
}
```

    indented code

Text %%hidden%% <!-- private --> and ~~gone~~ ![alt text](x.png) ![[embed me]] [^1].

[^1]: The footnote.

---

Term
: Its definition

<div>
html
</div>
"#;

fn plain(body: &str, width: usize) -> Vec<String> {
    render(body, width, Glyphs::Unicode).iter().map(Line::plain).collect()
}

fn roles(body: &str, role: Role) -> Vec<String> {
    let lines = render(body, 80, Glyphs::Unicode);
    lines.iter().flat_map(|line| &line.spans).filter(|span| span.role == role).map(|span| span.text.clone()).collect()
}

#[test]
fn a_note_with_everything_reads_well() {
    insta::assert_snapshot!(plain(SAMPLE, 60).join("\n"));
}

#[test]
fn a_narrow_note_reads_well_too() {
    let lines: Vec<String> = render(SAMPLE, 28, Glyphs::Ascii).iter().map(Line::plain).collect();

    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn line_breaks_stay_unless_a_program_wrapped_the_paragraph() {
    let typed = "Roses are red,\nviolets are blue.\n\n- milk\n  and honey";
    let wrapped = format!("{0}\n{0}\nend", "word ".repeat(13));
    let looks = |body: &str, breaks| {
        let look = Look { glyphs: Glyphs::Unicode, breaks };
        render(body, 200, look).iter().map(Line::plain).collect::<Vec<_>>()
    };

    assert_eq!(plain(typed, 80), ["Roses are red,", "violets are blue.", "", "• milk", "  and honey"]);
    assert_eq!(looks(&wrapped, Breaks::Auto).len(), 1);
    assert_eq!(looks(&wrapped, Breaks::Keep).len(), 3);
    assert_eq!(looks(typed, Breaks::Join), ["Roses are red, violets are blue.", "", "• milk and honey"]);
    assert_eq!(looks(&format!("{wrapped}\nshort\nlast"), Breaks::Auto).len(), 5);
    assert_eq!(looks("a<br>\nb  \nc", Breaks::Auto), ["a", "b", "c"]);
}

#[test]
fn marked_words_are_highlighted_where_the_mark_is_closed() {
    assert_eq!(roles("a ==b c== d ==**e** f==", Role::Highlight), ["b c", "e f"]);
    assert_eq!(plain("a ==b c== d", 80), ["a b c d"]);
    for body in ["a == b and c == d", "if a ==b then", "==a\n\nb==", "`==a==`", "====", "a === b ==="] {
        assert_eq!(roles(body, Role::Highlight), [""; 0], "{body}");
    }
}

#[test]
fn a_comment_over_lines_is_one_dim_line_and_nothing_in_it_is_markdown() {
    let body = "a\n%%\n# b\n\n- [[c]]\n%%\nd\n\n<!--\ne\n  f\n-->\n\ng";

    assert_eq!(plain(body, 80), ["a", "%% # b - [[c]] %%", "d", "", "<!-- e f -->", "", "g"]);
    assert_eq!(roles(body, Role::Muted), ["%% # b - [[c]] %%", "<!-- e f -->"]);
}

#[test]
fn embeds_say_what_they_are_and_how_large() {
    let shown = |body: &str| plain(body, 80).join("");

    assert_eq!(shown("![[a.png|300]]"), "[image: a.png 300 px]");
    assert_eq!(shown("![[a.png|200x100]]"), "[image: a.png 200 x 100 px]");
    assert_eq!(shown("![A cat|300](a.png)"), "[image: A cat 300 px]");
    assert_eq!(shown("![[a.png]]"), "[image: a.png]");
    assert_eq!(shown("![[note#Heading]]"), "[embed: note#Heading]");
    assert_eq!(shown("![](x.png)"), "[image]");
}

#[test]
fn links_are_called_by_what_they_lead_to_and_broken_ones_say_so() {
    let body = "See [[a-note]], [[a-note|mine]], [it](b.md), [[gone]], ![[a-note]] and [r][x].\n\n[x]: c.md";
    let title = || LinkName::Title("A note".to_owned());
    let at = |words: &str| body.find(words).unwrap();
    let named = [(at("[[a-note]]"), title()), (at("[[a-note|"), title()), (at("![["), title())];
    let broken = [at("[it]"), at("[[gone"), at("[x]:")].map(|at| (at, LinkName::Broken));
    let labels = [("x".to_owned(), at("[x]:"))].into();
    let names = LinkNames { named: named.into_iter().chain(broken).collect(), labels };

    let look = Glyphs::Unicode.into();
    let source = Source { body, width: 200, look, names: &names, seen: None };
    let lines = source.render().lines;

    assert_eq!(lines[0].plain(), "See A note, mine, it?, gone?, [embed: A note] and r?.");
    let starts: Vec<usize> = lines[0].links.iter().map(|link| link.at).collect();
    let places = ["[[a-note]]", "[[a-note|", "[it]", "[[gone", "![[", "[x]:"];
    assert_eq!(starts, places.map(at));
}

#[test]
fn what_is_seen_first_is_the_same_as_of_the_whole() {
    let body = SAMPLE.repeat(20);
    let whole = render(&body, 60, Glyphs::Unicode);
    let names = LinkNames::default();
    for (lines, place) in [(1, 0), (30, 0), (10, SAMPLE.len() * 3 + 40), (5, body.len() - 1)] {
        let seen = Some(Seen { lines, place });
        let source = Source { body: &body, width: 60, look: Glyphs::Unicode.into(), names: &names, seen };

        let first = source.render();

        let plain = |lines: &[Line]| lines.iter().map(Line::plain).collect::<Vec<_>>();
        assert_eq!(plain(&first.lines), plain(&whole[..first.lines.len()]));
        assert!(first.lines.len() >= lines.min(whole.len()));
        assert!(first.is_whole || first.lines.last().unwrap().source.end > place);
    }
}

#[test]
fn running_text_tells_links_tags_and_comments() {
    let body = "See [[a|b]], [c](d), https://e.org/f_g. #h #1 i#j `#k` [#l](m) %%n #o%% p <!-- q --> `%%` \\*r";

    assert_eq!(roles(body, Role::Link), ["b", "c", "https://e.org/f_g", "#l"]);
    assert_eq!(roles(body, Role::Tag), ["#h"]);
    assert_eq!(roles(body, Role::Muted), ["%%n #o%%", "<!-- q -->"]);
    assert_eq!(roles(body, Role::Code), ["#k", "%%"]);
    assert!(plain(body, 200)[0].ends_with("*r"));
}

#[test]
fn an_address_ends_before_the_punctuation() {
    let body = "(https://a.org/b_(c)) and <https://d.org>, http://e.org/?f=1&g=2! http://";

    assert_eq!(roles(body, Role::Link), ["https://a.org/b_(c)", "https://d.org", "http://e.org/?f=1&g=2"]);
}

#[test]
fn a_comment_may_span_paragraphs_and_an_open_one_hides_nothing() {
    assert_eq!(roles("%%a\n\nb%% c", Role::Muted), ["%%a", "b%%"]);
    assert_eq!(roles("100 %% sure", Role::Muted), [""; 0]);
}

#[test]
fn lists_nest_and_keep_their_numbers() {
    let tight = plain("3. a\n4. b\n   - c\n     d\n5. e", 20);
    let loose = plain("- a\n\n- b\n  - c\n-", 20);

    assert_eq!(tight, ["3. a", "4. b", "   • c", "     d", "5. e"]);
    assert_eq!(loose, ["• a", "", "• b", "", "  • c", "", "• "]);
}

#[test]
fn callouts_of_both_kinds_have_a_label() {
    assert_eq!(plain("> [!WARNING]\n> Mind *it*.", 40), ["│ Warning", "│ Mind it."]);
    assert_eq!(plain("> [!tip]- Folded `x`\n> y\n>\n> z", 40), ["│ Tip: Folded x", "│ y", "│", "│ z"]);
    assert_eq!(roles("> [!private] a\n> b", Role::Callout), ["│ Private: a", "│ "]);
    assert_eq!(plain("> [! no", 40), ["│ [! no"]);
}

#[test]
fn code_is_highlighted_by_role_and_wide_where_it_does_not_fit() {
    let body = "```rust,ignore\nfn a() -> String { \"b\".len(); } // c\n```";

    assert_eq!(roles(body, Role::Keyword), ["fn"]);
    assert_eq!(roles(body, Role::Function)[0], "a");
    assert_eq!(roles(body, Role::Literal), ["\"b\""]);
    assert_eq!(roles(body, Role::Comment), ["// c"]);
    let lines = render(body, 12, Glyphs::Unicode);
    assert_eq!(lines[0].plain(), "  fn a() -> String { \"b\".len(); } // c");
    assert!(lines[0].wide);
}

#[test]
fn remembered_code_looks_the_same_and_in_haste_it_is_plain_until_it_is() {
    let names = LinkNames::default();
    let body = "```py\ndef haste(): return 1\n```\n\n```rs\ndef haste(): return 1\n```";
    let whole = Source { body, width: 40, look: Glyphs::Unicode.into(), names: &names, seen: None };
    let hasty = Source { seen: Some(Seen { lines: 40, place: 0 }), ..whole };

    let plain = hasty.render();
    let first = whole.render();

    assert!(!plain.is_whole);
    assert_eq!(
        plain.lines.iter().map(Line::plain).collect::<Vec<_>>(),
        first.lines.iter().map(Line::plain).collect::<Vec<_>>()
    );
    assert_ne!(first.lines[0].spans, first.lines[2].spans);
    assert_ne!(plain.lines, first.lines);
    assert_eq!(whole.render(), first);
    assert_eq!(hasty.render(), first);
}

#[test]
fn common_names_of_languages_are_known() {
    for language in [
        "rs",
        "Python",
        "py",
        "js",
        "typescript",
        "ts",
        "tsx",
        "jsx",
        "sh",
        "bash",
        "console",
        "c++",
        "c#",
        "golang",
        "yml",
        "toml",
        "json",
        "dockerfile",
        "sql",
        "diff",
        "haskell",
        "kotlin",
        "lua",
        "elixir",
        "vim",
        "make",
        "nix",
        "html",
        "css",
        "java",
        "ruby",
        "rb",
        "swift",
        "zig",
        "ini",
        "md",
        "xml",
        "tex",
        "clojure",
        "scala",
        "perl",
        "r",
    ] {
        assert!(code::knows(language), "{language}");
    }
    assert!(!code::knows("mermaid") && !code::knows("") && !code::knows("no-such"));
}

#[test]
fn a_table_breaks_between_words_and_is_wide_where_that_is_not_enough() {
    let body = "| Name | What it is for | Since |\n|---|---|---|\n| git | versions | 2005 |\n| jj | same | 2019 |";

    assert_eq!(plain(body, 26)[..2], ["Name │ What it is  │ Since", "     │ for         │ "]);
    let wide = render(body, 14, Glyphs::Unicode);
    assert_eq!(wide[2].plain(), "git  │ versions       │ 2005");
    assert!(wide.iter().all(|line| line.wide));
}

#[test]
fn every_line_knows_where_it_comes_from() {
    for line in render(SAMPLE, 60, Glyphs::Unicode) {
        let source = &SAMPLE[line.source.clone()];
        let first = line.plain();
        let first = first.split_whitespace().find(|word| word.chars().all(char::is_alphabetic) && word.len() > 3);
        if let Some(word) = first.filter(|word| !["Note", "Private", "embed"].contains(word)) {
            assert!(source.contains(word), "{word} in {source:?}");
        }
    }
}

#[test]
fn line_ends_of_other_systems_make_no_difference() {
    assert_eq!(plain(&SAMPLE.replace('\n', "\r\n"), 40), plain(SAMPLE, 40));
}

#[test]
fn a_long_body_is_shown_to_its_end() {
    let body = format!("{}the end", "word word word word word word word\n".repeat(40_000));

    assert_eq!(render(&body, 80, Glyphs::Unicode).last().unwrap().plain(), "the end");
}

#[test]
fn deep_nesting_keeps_half_of_the_width() {
    for mark in ["> ", "- ", "1. ", "> - "] {
        let body = format!("{}deep down", mark.repeat(500));
        assert!(render(&body, 40, Glyphs::Unicode).iter().any(|line| line.plain().contains("deep down")), "{mark}");
    }
}

#[test]
fn hostile_bodies_end() {
    let bodies = [
        "a".repeat(200_000),
        "日".repeat(60_000),
        "[[".repeat(50_000),
        "![".repeat(50_000),
        "%%".repeat(50_000),
        "#a".repeat(50_000),
        "http://".repeat(20_000),
        "**_".repeat(30_000),
        format!("{}\n{}\n{}", "|a".repeat(2_000), "|-".repeat(2_000), "|b\n".repeat(5_000)),
        format!("|{}|b|\n|-|-|\n{}", "a ".repeat(10_000), "|c|d|\n".repeat(2_000)),
        format!("{} a\n{}", ">".repeat(10_000), "b\n".repeat(20_000)),
        format!("```rust\n{}", "let x = \"é\"; ".repeat(5_000)),
    ];

    for body in bodies {
        assert!(!render(&body, 40, Glyphs::Unicode).is_empty());
    }
}

/// Bits of Markdown and of text that is hard to measure, apart by `¦`.
const BITS: &str = concat!(
    "word¦ ¦\n¦\n\n¦# ¦- ¦1. ¦> ¦[!note] ¦- [x] ¦| a | b |\n|---|--:|\n| ¦ | ¦```rs\n¦```\n¦`¦**¦*¦~~¦[[¦]]¦|¦![¦](¦)",
    "¦[^1]¦[^1]: ¦%%¦<!--¦-->¦<b>¦$¦https://example.org/long/path?x=y¦#tag¦---\n¦: ¦    ¦\t¦\r\n¦日本語。¦👩\u{200d}🚀",
    "¦e\u{301}\u{301}¦שלום¦\u{202e}¦\u{1b}[31m¦\u{9b}¦\u{200b}¦🇩🇪¦1\u{fe0f}\u{20e3}¦❤\u{fe0f}¦\u{fe0f}¦한글¦ﷺ¦\u{2028}¦&amp;",
    "¦\\¦क्षि¦لا¦🇩¦\u{301}",
);

fn bodies() -> impl Strategy<Value = String> {
    let bits: Vec<String> = BITS.split('¦').map(String::from).collect();
    let bit = prop_oneof![8 => proptest::sample::select(bits), 1 => "\\PC{1,3}"];
    proptest::collection::vec(bit, 0..60).prop_map(|bits| bits.concat())
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_page_or_unsafe(body in bodies(), width in prop_oneof![0..12_usize, 0..200_usize], ascii in any::<bool>()) {
        let glyphs = if ascii { Glyphs::Ascii } else { Glyphs::Unicode };

        for line in render(&body, width, glyphs) {
            let text = line.plain();
            prop_assert!(line.wide || line.width() <= width, "{:?}", text);
            prop_assert!(!text.contains('\n'));
            prop_assert!(line.wide || unicode_width::UnicodeWidthStr::width(text.as_str()) <= width, "{:?}", text);
            for span in &line.spans {
                prop_assert_eq!(&crate::render::safe_line(&span.text), &span.text);
            }
            prop_assert!(body.get(line.source.clone()).is_some(), "{:?}", line.source);
        }
    }
}
