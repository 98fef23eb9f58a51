use proptest::prelude::*;

use super::*;

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

    assert_eq!(tight, ["3. a", "4. b", "   • c d", "5. e"]);
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
fn code_is_highlighted_by_role_and_cut_where_it_does_not_fit() {
    let body = "```rust,ignore\nfn a() -> String { \"b\".len(); } // c\n```";

    assert_eq!(roles(body, Role::Keyword), ["fn"]);
    assert_eq!(roles(body, Role::Function)[0], "a");
    assert_eq!(roles(body, Role::Literal), ["\"b\""]);
    assert_eq!(roles(body, Role::Comment), ["// c"]);
    let lines = render(body, 12, Glyphs::Unicode);
    assert_eq!(lines[0].plain(), "  fn a() ->>");
    assert!(lines[0].cut);
}

#[test]
fn remembered_code_looks_the_same() {
    let mut renderer = Renderer::default();
    let body = "```py\ndef a(): return 1\n```\n\n```rs\ndef a(): return 1\n```";

    let first = renderer.render(body, 40, Glyphs::Unicode);

    assert_eq!(renderer.render(body, 40, Glyphs::Unicode), first);
    assert_eq!(render(body, 40, Glyphs::Unicode), first);
    assert_ne!(first[0].spans, first[2].spans);
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
fn a_table_without_room_is_shown_row_by_row() {
    let body = "| Name | What it is for | Since |\n|---|---|---|\n| git | versions | 2005 |\n| jj | same | 2019 |";

    assert_eq!(
        plain(body, 14),
        ["Name: git", "What i…:", "versions", "Since: 2005", "───", "Name: jj", "What i…: same", "Since: 2019"]
    );
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
fn a_huge_body_is_shown_up_to_a_megabyte() {
    let body = "word word word word word word word\n".repeat(40_000);

    let lines = render(&body, 80, Glyphs::Unicode);

    assert_eq!(lines.last().unwrap().plain(), "The text goes on; only its first megabyte is shown.");
    assert!(lines.last().unwrap().source.end == body.len());
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
            prop_assert!(line.width() <= width, "{:?}", line.plain());
            let text = line.plain();
            prop_assert!(!text.contains('\n'));
            prop_assert!(unicode_width::UnicodeWidthStr::width(text.as_str()) <= width, "{:?}", text);
            for span in &line.spans {
                prop_assert_eq!(&crate::render::safe_line(&span.text), &span.text);
            }
            prop_assert!(body.get(line.source.clone()).is_some(), "{:?}", line.source);
        }
    }
}
