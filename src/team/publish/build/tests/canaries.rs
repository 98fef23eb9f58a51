//! Private parts of every form, cut into pages that look like real ones, at random places, within each other and across.
//!
//! A page may be refused, since nobody can say what some of these mean; what leaves holds none of the private words. Pages
//! without anything private are not refused, and leave as they are.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::properties::without_code;
use super::{body_of, try_page};
use crate::team::publish::build::Refusal;

/// Blocks as people write them.
const BLOCKS: [&str; 40] = [
    "# Blobless clones\n",
    "## Why *this* works\n",
    "Setext title\n============\n",
    "Another one\n---\n",
    "Some words with `code` and **bold**, _emphasis_ and ~~strike~~.\nA second line of them.\n",
    "A line that ends in two blanks  \nand one with a backslash\\\nand a third.\n",
    "See [the manual](https://git-scm.com/docs \"Manual\") and <https://x.org/a_b_c>.\n",
    "By reference: [one][ref], [two][] and [ref].\n\n[ref]: https://x.org/a\n[two]: <https://x.org/b> 'B'\n",
    "- one\n- two\n  - deep\n  - deeper\n\n    with a paragraph\n- three\n",
    "1. first\n2. second\n\n   ```sh\n   git clone --filter=blob:none\n   ```\n3. third\n",
    "* [ ] open\n* [x] done\n",
    "> A quote of somebody,\n> over two lines.\n>\n> - with a list\n",
    "> [!note] A callout\n> with words.\n",
    "> > deep\n>\n> less deep\n",
    "```rust\nfn main() { println!(\"{}\", 1 << 2); }\n```\n",
    "~~~\nplain\n\n    deeper\n~~~\n",
    "    indented code\n\n    more of it\n",
    "| a | b |\n|:--|--:|\n| 1 | `x` |\n| 2 | [l](https://x.org) |\n",
    "***\n",
    "A note[^1] and another[^long].\n\n[^1]: Short.\n[^long]: Longer,\n    with a second paragraph.\n",
    "<details>\n<summary>More</summary>\n\nHidden at first.\n\n</details>\n",
    "A <kbd>Ctrl</kbd>+<kbd>C</kbd> and Vec<String> and a<br>break.\n",
    "![A picture](https://x.org/p.png)\n",
    "Costs 5 % of 10%, a < b > c, x --> y, a & b &amp; c.\n",
    "Math $a_1 + b_2$ and $$\\sum_{i} x_i$$ here.\n",
    "Term\n: its definition\n",
    "Escapes: \\*no\\* \\_no\\_ \\`no\\` 1\\. \\# \\[x\\]\n",
    "Line one\r\nline two\r\n",
    "\ttab code\n",
    "Emoji 🎉 and 日本語 and é.\n",
    "https://example.org/path?q=1#frag and mail@example.org\n",
    "<div align=\"center\">\n<b>bold</b>\n</div>\n",
    "- a\n\n      code in a list\n\n  b\n",
    "1) a\n2) b\n",
    "Use `git log -- %s` or ``a ` b``.\n",
    "**Bold [link](https://x.org/a_(b)) in** bold.\n",
    "#topic and a#b and C# are not the same.\n",
    "Fraction 1/2, path src/main.rs, C++ and e.g. this.\n",
    "+ plus\n+ list\n",
    "Last words without a blank line",
];

/// Ways to keep words private. `CANARY` is what must not leave, `CNRY` what must not but as code, and `PART` is another of
/// these.
const PRIVATE: [&str; 47] = [
    "%%CANARY%%",
    "%% CANARY PART CANARY %%",
    "\n%%\nCANARY\n\nPART\nCANARY\n%%\n",
    "<!-- CNRY -->",
    "<!--CNRY PART CNRY-->",
    "<!--\nCNRY\n\nCNRY\n-->",
    "<!-- private -->CANARY PART CANARY<!-- /private -->",
    "\n<!-- private -->\nCANARY\n\nPART\n\nCANARY\n<!-- /private -->\n",
    "<!-- PRIVATE -->\nCANARY\n<!--/Private-->",
    "\n\n> [!private] CANARY\n> CANARY PART\n\n",
    "\n\n> [!PRIVATE]- CANARY\nCANARY\n\n",
    "\n\n> [!note] x\n> > [!private]+ CANARY\n> > CANARY\n\n",
    "\n\n- > [!private] CANARY\n  > CANARY\n\n",
    "\n\n> a\n> [!private|x] CANARY\n\n",
    "\n\n> [!private]\u{a0}CANARY\n\n",
    "\n\n>\u{a0}[!private] CANARY\n\n",
    "\n\n[^priv]: > [!private] CANARY\n\n",
    "<!-- privat -->CANARY<!-- /privat -->",
    "<!-- private: -->\nCANARY\n<!-- /private -->",
    "<!-- рrivate -->CANARY<!-- /рrivate -->",
    "<!-- pri\u{200b}vate -->CANARY<!-- /pri\u{200b}vate -->",
    "<!-- ｐrivate -->CANARY",
    "CANARY<!-- /private -->",
    "<!-- private -->CANARY",
    "<!-- <!-- private --> CANARY <!-- /private --> CANARY -->",
    "<!-- a %% b --> CANARY %%",
    "%% a <!-- b %% CANARY -->",
    "<!-- private --> %% <!-- /private --> CANARY %%",
    "<!-- private -->CANARY<!-- CANARY <!-- /private --> CANARY -->",
    "%%CANARY<!-- private -->CANARY%%CANARY<!-- /private -->",
    "\n\n> [!private] CANARY <!-- private -->\n\nCANARY <!-- /private -->\n\n",
    "`%%` CANARY `%%`",
    "`%% CANARY %%`",
    "`<!-- private -->` CANARY `<!-- /private -->`",
    "\n```\n<!-- private -->\nCANARY\n<!-- /private -->\n```\n",
    "\n\n[c]: https://x.org \"CNRY\nCNRY\"\n\n",
    "\n\n[//]: # (CNRY)\n\n",
    "\n\n[CNRY]: <> 'CNRY\n CNRY'\n\n",
    "<b title=\"CNRY > CNRY\">x</b>",
    "\n\n<div data-x='CNRY\n> CNRY'>\nx\n</div>\n\n",
    "<?php CNRY > CNRY ?>",
    "<![CDATA[ CNRY > ]]>",
    "<!CNRY x>",
    "<script>CNRY</script>",
    "[[CNRY]]",
    "![[CNRY#CNRY|300]]",
    "<! -- private -- >CANARY<!— /private —>",
];

/// A page and places to put private parts at, each a part of a thousand.
fn page() -> impl Strategy<Value = (String, Vec<(usize, String)>)> {
    let blocks = prop::sample::subsequence(&BLOCKS[..], 2..9).prop_shuffle();
    (blocks.prop_map(|blocks| blocks.join("\n")), prop::collection::vec((0..1000_usize, private()), 1..4))
}

/// A private part, with others within it.
fn private() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PRIVATE[..]), 3).prop_map(|parts| {
        // A comment within a comment of that sort are two, with words between them.
        let within = |outer: &str, inner: &str| {
            let inner = if outer.contains("%%") && inner.contains("%%") { "" } else { inner };
            outer.replace("PART", inner)
        };
        within(&within(parts[0], parts[1]), parts[2]).replace("PART", "")
    })
}

/// The parts in their places of a text, none within the marks of another.
fn cut_in(text: &str, parts: &[(usize, String)]) -> String {
    let place = |(place, part): &(usize, String)| {
        let at = text.floor_char_boundary(text.len() * place / 1000);
        // What is no mark is what it is only where Markdown reads it as that.
        let is_block = part.contains("CNRY") && !part.starts_with("<!--");
        (if is_block { text[..at].rfind("\n\n").map_or(0, |end| end + 2) } else { at }, part.clone())
    };
    let mut parts: Vec<_> = parts.iter().map(place).collect();
    parts.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut cut = text.to_owned();
    parts.iter().for_each(|(at, part)| cut.insert_str(*at, part));
    cut
}

/// `RIFFLE_TIMES=30` runs so many times as many.
fn runner(cases: u32) -> TestRunner {
    let times = std::env::var("RIFFLE_TIMES").ok().and_then(|times| times.parse::<u32>().ok()).unwrap_or(1);
    TestRunner::new(Config { cases: cases * times, failure_persistence: None, ..Config::default() })
}

fn is_there(text: &str) -> bool {
    text.to_lowercase().contains("canary") || without_code(text).to_lowercase().contains("cnry")
}

#[test]
fn ten_thousand_canaries_stay() {
    let (canaries, pages) = (Cell::new(0), Cell::new(0));
    let tried = runner(3_300).run(&page(), |(text, parts)| {
        let text = cut_in(&text, &parts);
        canaries.set(canaries.get() + text.matches("CANARY").count() + text.matches("CNRY").count());
        if let Ok(page) = try_page(&format!("---\ntitle: T\n---\n{text}"), |_| {}) {
            pages.set(pages.get() + 1);
            prop_assert!(!is_there(&page.text), "{text}\n=>\n{}", page.text);
        }
        Ok(())
    });

    tried.unwrap_or_else(|error| panic!("{error}"));
    assert!(canaries.get() >= 10_000, "{} canaries in {} pages", canaries.get(), pages.get());
    assert!(pages.get() >= 250, "{} pages left", pages.get());
}

#[test]
fn a_page_without_anything_private_leaves_as_it_is() {
    let refused = Cell::new(0);
    let tried = runner(1_000).run(&page(), |(text, _)| {
        match try_page(&format!("---\ntitle: T\n---\n{text}"), |_| {}) {
            Ok(page) => {
                let body = body_of(&page);
                let body = body.strip_prefix("\n# T\n\n").or(body.strip_prefix('\n')).unwrap_or(&body);
                let own = text.replace("\r\n", "\n");
                let own = own.trim_start_matches('\n').trim_end();
                prop_assert_eq!(body.trim_end(), own);
            }
            Err(refusal) => {
                let is_known = matches!(refusal, Refusal::Mark { .. } | Refusal::Entangled { .. });
                prop_assert!(is_known, "{refusal}");
                refused.set(refused.get() + 1);
            }
        }
        Ok(())
    });

    tried.unwrap_or_else(|error| panic!("{error}"));
    assert!(refused.get() < 80, "{} of 1,000 refused", refused.get());
}

#[test]
fn a_title_and_a_description_hold_no_canary() {
    let tried = runner(500).run(&private(), |part| {
        // On one line nothing is defined.
        if part.contains("]: ") {
            return Ok(());
        }
        let part = part.replace('\n', " ").replace('\\', "").replace('"', "'");
        for key in ["title", "description"] {
            if let Ok(page) = try_page(&format!("---\n{key}: \"Own {part} words\"\n---\n\nText.\n"), |_| {}) {
                prop_assert!(!is_there(&page.text), "{part}\n=>\n{}", page.text);
            }
        }
        Ok(())
    });

    tried.unwrap_or_else(|error| panic!("{error}"));
}
