//! The text of a page as Markdown: no HTML, no images, links to the web only.

mod code;
mod formula;
mod table;

use dom_query::{Document, NodeRef};
use url::Url;

use super::{address, text};

/// Stand for what the writer of Markdown would escape, until it is done. Pages cannot contain them.
const DONE: &str = "\u{e000}";
const OPEN: &str = "\u{e001}";
const AND: &str = "\u{e002}";

/// Stand for a ticked and an open box while the article is looked for, in an element for code that says so.
const TASK: &str = "task";
const DONE_WORD: &str = "done";
const OPEN_WORD: &str = "open";

/// The longest text that is kept, in bytes.
const LONGEST: usize = 2 * 1024 * 1024;

/// What is not read.
const SKIPPED: &str = "img, picture, source, button, input, link, meta, title, head";

/// What begins on a line of its own.
const BLOCKS: [&str; 20] = [
    "p",
    "div",
    "pre",
    "table",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "section",
    "article",
];

/// The longest run of marks of code in a text that is kept.
const MARKS: usize = 1000;

/// Remembers what would not survive the search for the article: the language and lines of code, formulas, and which boxes
/// are ticked.
pub(super) fn prepare(document: &Document) {
    code::prepare(document);
    formula::prepare(document);
    for input in document.select("input[type=checkbox]").nodes() {
        let task = document.tree.new_element("code");
        task.set_attr("data-lang", TASK);
        task.append_child(&document.tree.new_text(if input.has_attr("checked") { DONE_WORD } else { OPEN_WORD }));
        input.replace_with(&task);
    }
}

/// The Markdown of what is left of a page.
pub(super) fn of(document: &Document, base: &Url) -> String {
    for task in document.select("code[data-lang=task]").nodes() {
        let mark = if &*task.text() == DONE_WORD { DONE } else { OPEN };
        task.replace_with(&document.tree.new_text(mark));
    }
    formula::write(document);
    for image in document.select("img").nodes() {
        let words = image.attr("alt").unwrap_or_default();
        image.replace_with(&document.tree.new_text(words));
    }
    document.select(SKIPPED).remove();
    document.select("details, summary").nodes().iter().for_each(unfold);
    document.select("dl").nodes().iter().for_each(define);
    let marks = document.select("b, strong, i, em");
    marks.nodes().iter().filter(|node| has_blocks(node)).for_each(|node| node.rename("div"));
    document.select("ul, ol").nodes().iter().for_each(itemise);
    document.select("table").nodes().iter().for_each(table::lay_out);
    document.select("a").nodes().iter().for_each(|link| point(link, base));
    tidy(&document.root().md(None))
}

/// A text as it is, in a block where nothing in it means anything.
pub(super) fn literally(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").chars().filter(|char| text::shows(*char)).collect();
    let text = cut(text.trim_end());
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    if text.is_empty() || longest > MARKS {
        return String::new();
    }
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}\n")
}

/// What can be folded is open; its heading is strong.
fn unfold(node: &NodeRef) {
    if node.has_name("summary") {
        embolden(node);
        node.rename("p");
    } else {
        node.rename("div");
    }
}

/// Makes words strong; what has blocks in it stays as it is, since marks around a block would belong to its first line.
fn embolden(node: &NodeRef) {
    if has_blocks(node) {
        return;
    }
    let strong = node.tree.new_element("strong");
    node.tree.reparent_children_of(&node.id, Some(strong.id));
    node.append_child(&strong);
}

/// Whether something in it begins on a line of its own.
fn has_blocks(node: &NodeRef) -> bool {
    node.descendants_it().any(|inner| BLOCKS.iter().any(|name| inner.has_name(name)))
}

/// A list of definitions becomes a list: the term is strong, and what it means follows.
fn define(list: &NodeRef) {
    // Of its own, below whatever else stands in it.
    let items = list.tree.new_element("ul");
    let mut term: Option<NodeRef> = None;
    for node in list.descendants_it().filter(|node| node.has_name("dt") || node.has_name("dd")).collect::<Vec<_>>() {
        match &term {
            Some(term) if node.has_name("dd") => {
                term.append_child(&node.tree.new_text(": "));
                node.rename(if has_blocks(&node) { "div" } else { "span" });
                term.append_child(&node);
            }
            Some(_) | None => {
                if node.has_name("dt") {
                    embolden(&node);
                    term = Some(node);
                }
                node.rename("li");
                items.append_child(&node);
            }
        }
    }
    list.append_child(&items);
    list.rename("div");
}

/// What stands in a list and is no item becomes one; a list belongs to the item before it.
fn itemise(list: &NodeRef) {
    let mut last: Option<NodeRef> = None;
    for child in list.children() {
        let is_blank = child.is_text() && child.text().trim().is_empty();
        if child.has_name("li") {
            last = Some(child);
        } else if !is_blank {
            let is_list = child.has_name("ul") || child.has_name("ol");
            let item = last.filter(|_| is_list).unwrap_or_else(|| {
                let item = list.tree.new_element("li");
                child.insert_before(&item);
                item
            });
            item.append_child(&child);
            last = Some(item);
        }
    }
}

/// Blocks within a cell or a link become words.
fn one_line(node: &NodeRef) {
    for inner in node.descendants_it().filter(NodeRef::is_element).collect::<Vec<_>>() {
        if inner.has_name("br") || inner.has_name("hr") {
            inner.replace_with(&node.tree.new_text(" "));
        } else if inner.has_name("pre") {
            inner.rename("code");
        } else if !["a", "b", "strong", "i", "em", "code", "span"].iter().any(|name| inner.has_name(name)) {
            inner.rename("span");
            inner.append_child(&node.tree.new_text(" "));
        }
    }
}

/// A link leads somewhere on the web, in full, or is only words.
fn point(link: &NodeRef, base: &Url) {
    let href = link.attr("href").unwrap_or_default();
    let target = if href.trim_start().starts_with('#') { None } else { base.join(href.trim()).ok() };
    match target.and_then(|url| if url.scheme() == "mailto" { Some(url) } else { address::web(url.as_str()) }) {
        Some(url) => {
            one_line(link);
            link.remove_all_attrs();
            link.set_attr("href", &url.as_str().replace('&', AND));
        }
        None => {
            link.rename("span");
            link.remove_all_attrs();
        }
    }
}

/// Puts back what was stood for, and ends lines and text where they end.
fn tidy(markdown: &str) -> String {
    let markdown = formula::put_back(markdown).replace(DONE, "[x] ").replace(OPEN, "[ ] ").replace(AND, "&");
    let mut tidy = String::with_capacity(markdown.len());
    let mut is_blank = true;
    let mut is_code = false;
    for line in markdown.lines() {
        is_code ^= line.trim_start().starts_with("```");
        let line = if is_code { line } else { line.trim_end() };
        if is_code || !(line.is_empty() && is_blank) {
            tidy.push_str(line);
            tidy.push('\n');
        }
        is_blank = line.is_empty();
    }
    let text = cut(tidy.trim_matches('\n'));
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// Not more than is kept, up to the end of a line.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let whole = &text[..text.floor_char_boundary(LONGEST)];
    &whole[..whole.rfind('\n').unwrap_or(whole.len())]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::web::tree;

    pub(super) fn markdown(html: &str) -> String {
        let document = tree::parse(html.as_bytes(), encoding_rs::UTF_8);
        prepare(&document);
        of(&document, &Url::parse("https://example.org/tea/green?x=1").unwrap())
    }

    #[test]
    fn links_lead_to_the_web_in_full_or_are_only_words() {
        assert_eq!(markdown("<a href='milk'>milk</a>"), "[milk](https://example.org/tea/milk)\n");
        assert_eq!(markdown("<a href='//example.com/?a=1&amp;b=2'>x</a>"), "[x](https://example.com/?a=1&b=2)\n");
        assert_eq!(markdown("<a href='mailto:ada@example.org'>Ada</a>"), "[Ada](mailto:ada@example.org)\n");
        for href in [
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "#milk",
            "vscode:x",
        ] {
            assert_eq!(markdown(&format!("<a href='{href}'>milk</a>")), "milk\n", "{href}");
        }
    }

    #[test]
    fn pictures_are_their_words() {
        assert_eq!(markdown("a <img src=https://example.org/x.png alt='a cup'> b"), "a a cup b\n");
        assert_eq!(markdown("<a href=/><img src=x.png alt=home></a>"), "[home](https://example.org/)\n");
    }

    #[test]
    fn definitions_are_a_list() {
        assert_eq!(markdown("<dl><dt>tea<dd>leaves<dt>milk<dd>white</dl>"), "- **tea**: leaves\n- **milk**: white\n");
    }

    #[test]
    fn words_in_a_list_are_an_item_of_it() {
        assert_eq!(markdown("<ul>tea<li>milk</ul>"), "- tea\n- milk\n");
    }

    #[test]
    fn a_list_in_a_list_belongs_to_the_item_before_it() {
        for end in ["</li>", ""] {
            assert_eq!(
                markdown(
                    &format!("<ul><li>a{end}<ul><li>b</ul>\n<ol><li>c</ol><li>d</ul>")
                        .replace("</li><ul>", "</li>\n<ul>")
                ),
                "- a\n    - b\n\n    1. c\n- d\n"
            );
        }
        assert_eq!(
            markdown("<ol><li>a</li><ol><li>b</li><ul><li>c</li></ul><li>d</li></ol><li>e</li></ol>"),
            "1. a\n    1. b\n        - c\n    2. d\n2. e\n"
        );
        assert_eq!(markdown("<ul><ul><li>a</li></ul><li>b</li></ul>"), "-\n    - a\n- b\n");
        assert_eq!(markdown("<ul>tea<ul><li>milk</ul></ul>"), "- tea\n    - milk\n");
    }

    #[test]
    fn what_is_folded_is_open() {
        assert_eq!(
            markdown("<details><summary>More</summary>about <b>tea</b></details>"),
            "**More**\n\nabout **tea**\n"
        );
    }

    #[test]
    fn ticked_boxes_stay_ticked() {
        assert_eq!(
            markdown("<ul><li><input type=checkbox checked>tea<li><input type=checkbox>milk</ul>"),
            "- [x] tea\n- [ ] milk\n"
        );
    }

    #[test]
    fn code_in_a_term_or_a_heading_stays_a_block() {
        assert_eq!(markdown("<dl><dt>tea<pre>x\n&lt;b></pre><dd>y</dl>"), "- tea\n  ```\n  x\n  <b>\n  ```\n\n  : y\n");
        assert_eq!(markdown("<details><summary><pre>&lt;b></pre></summary>y</details>"), "```\n<b>\n```\n\ny\n");
    }

    #[test]
    fn no_element_survives() {
        let text = markdown(
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;<script>alert(1)</script><iframe src=x></iframe><b>x</b>",
        );

        assert_eq!(text, "\\<script>alert(1)\\</script>**x**\n");
    }

    #[test]
    fn a_text_without_form_stays_in_its_block() {
        assert_eq!(literally("a\n````\nb\u{1b}[0m\r\n"), "`````text\na\n````\nb[0m\n`````\n");
        assert_eq!(literally(" \n"), "");
    }

    /// Pieces of which pages are made.
    fn pages() -> impl Strategy<Value = String> {
        const NAMES: &[&str] = &[
            "p", "a", "b", "ul", "li", "table", "tr", "td", "th", "pre", "code", "section", "h2", "dl", "dt", "dd",
            "details", "summary",
        ];
        let name = proptest::sample::select(NAMES);
        let piece = prop_oneof![
            name.clone().prop_map(|name| format!("<{name} href='x y' class='language-x'>")),
            name.prop_map(|name| format!("</{name}>")),
            "[ -~\u{1b}é\u{202e}\u{e000}\n]{0,6}",
            Just("<input type=checkbox checked><img alt='<b>' src=x><br>".to_owned()),
        ];
        proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn every_page_becomes_text_without_html_or_control(page in pages()) {
            let text = markdown(&page);

            prop_assert!(text.chars().all(text::shows), "{text:?}");
            for element in ["<br>", "<b>", "<td", "<pre", "<img"] {
                let mut at = 0;
                let mut is_code = false;
                for line in text.lines() {
                    let begun = line.trim_start_matches(['>', ' ', '-']).strip_prefix("```");
                    is_code ^= begun.is_some_and(|rest| !rest.trim_start_matches('`').contains('`'));
                    at += 1;
                    let is_raw = line.match_indices(element).any(|(start, _)| !line[..start].ends_with('\\'));
                    prop_assert!(is_code || line.contains('`') || !is_raw, "{element} in line {at} of {text:?}");
                }
            }
        }
    }
}
