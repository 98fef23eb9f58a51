//! Code: its language, and its lines however a page marks them up.

use dom_query::{Document, NodeRef};

/// What has its lines by itself.
const BLOCKS: &[&str] = &["div", "p", "li", "ol", "ul", "table", "thead", "tbody", "tfoot", "tr", "section", "pre"];

/// In which spaces between elements are nothing.
const FRAMES: &[&str] = &["ol", "ul", "table", "thead", "tbody", "tfoot", "tr"];

/// What numbers of lines are called.
const NUMBERS: &[&str] = &[
    "lineno",
    "linenos",
    "ln",
    "lnt",
    "line-number",
    "line-numbers",
    "linenumber",
    "line-num",
    "gutter",
    "blob-num",
    "hljs-ln-numbers",
    "rouge-gutter",
];

/// What one line is called.
const LINES: &[&str] = &["line", "code-line", "token-line", "codeline", "hljs-ln-line", "view-line"];

/// Remembers the language of code, and makes its lines lines.
pub(super) fn prepare(document: &Document) {
    for code in document.select("pre, pre > code").nodes() {
        if let Some(language) = code.class().as_deref().and_then(language) {
            let pre = if code.has_name("pre") { Some(*code) } else { code.parent() };
            if let Some(pre) = pre {
                pre.set_attr("data-lang", &language);
            }
        }
    }
    document.select("tr").nodes().iter().for_each(without_numbers);
    for pre in document.select("pre").nodes() {
        if !pre.ancestors_it(None).any(|outer| outer.has_name("pre")) {
            Lines::default().within(pre);
        }
    }
}

/// What a class says about the language of code.
fn language(class: &str) -> Option<String> {
    let prefixes = ["language-", "lang-", "highlight-source-", "brush:"];
    let word =
        class.split_whitespace().find_map(|word| prefixes.iter().find_map(|prefix| word.strip_prefix(prefix)))?;
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "+-#._".contains(char);
    Some(word.to_owned()).filter(|word| (1..=30).contains(&word.len()) && word.chars().all(is_plain))
}

/// Takes the numbers of lines out of a table that stands around code.
fn without_numbers(row: &NodeRef) {
    let cells = row.element_children();
    let has_code = |cell: &NodeRef| cell.descendants_it().any(|node| node.has_name("pre"));
    let (numbers, code): (Vec<NodeRef>, Vec<NodeRef>) = cells.into_iter().filter(has_code).partition(is_number);
    if !code.is_empty() {
        numbers.iter().for_each(NodeRef::remove_from_parent);
    }
}

/// Whether there is nothing but numbers in it.
fn is_number(node: &NodeRef) -> bool {
    node.text().chars().all(|char| char.is_ascii_digit() || char.is_whitespace())
}

/// The way through code, line by line.
#[derive(Default)]
struct Lines {
    /// Whether the line has something in it.
    is_begun: bool,
    /// Whether an element ended the line, so that what follows stands on the next, line feed or not.
    is_over: bool,
}

impl Lines {
    /// Ends lines by line feeds alone. The elements that remain say nothing about lines.
    fn within(&mut self, node: &NodeRef) {
        let is_row = node.has_name("tr");
        let is_by_code = is_by_code(node);
        for child in node.children() {
            if child.is_text() {
                self.text(&child);
            } else if child.has_name("br") {
                let line_feed = node.tree.new_text("\n");
                child.replace_with(&line_feed);
                self.text(&line_feed);
            } else if is_numbers(&child) || (is_row && child.next_element_sibling().is_some() && is_number(&child)) {
                child.remove_from_parent();
            } else if is_by_code || is_line(&child) {
                self.line(&child);
            } else {
                self.within(&child);
            }
        }
    }

    fn line(&mut self, line: &NodeRef) {
        if self.is_over || self.is_begun {
            self.feed(line);
        }
        self.within(line);
        self.is_over |= self.is_begun;
        line.rename("span");
    }

    fn text(&mut self, node: &NodeRef) {
        let text = node.text();
        let is_blank = text.trim().is_empty();
        if is_blank && node.parent().is_some_and(|parent| is_one_of(&parent, FRAMES)) {
            node.remove_from_parent();
            return;
        }
        let is_before_line = is_blank && node.next_sibling().is_some_and(|next| is_line(&next));
        // How far the next line is set in is how the page is written, not what is in it.
        let kept = if is_before_line { &text[..text.rfind('\n').map_or(0, |at| at + 1)] } else { &text };
        if kept.is_empty() {
            node.remove_from_parent();
            return;
        }
        if self.is_over && !kept.starts_with('\n') {
            self.feed(node);
        }
        (self.is_begun, self.is_over) = (!kept.ends_with('\n'), false);
        if kept.len() < text.len() {
            node.replace_with(&node.tree.new_text(kept));
        }
    }

    /// Begins a new line before a node.
    fn feed(&mut self, node: &NodeRef) {
        node.insert_before(&node.tree.new_text("\n"));
        (self.is_begun, self.is_over) = (false, false);
    }
}

/// Whether nothing but elements for code stands in it, one for each line.
fn is_by_code(node: &NodeRef) -> bool {
    let children = node.children();
    let is_line_feed = |child: &NodeRef| {
        let text = child.text();
        child.is_text() && text.trim().is_empty() && text.contains('\n')
    };
    children.len() > 1 && children.iter().all(|child| child.has_name("code") || is_line_feed(child))
}

fn is_line(node: &NodeRef) -> bool {
    is_one_of(node, BLOCKS) || has_class(node, LINES)
}

fn is_numbers(node: &NodeRef) -> bool {
    has_class(node, NUMBERS) && is_number(node)
}

fn is_one_of(node: &NodeRef, names: &[&str]) -> bool {
    names.iter().any(|name| node.has_name(name))
}

fn has_class(node: &NodeRef, names: &[&str]) -> bool {
    node.class().is_some_and(|class| class.split_whitespace().any(|word| names.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::markdown;

    #[test]
    fn code_keeps_its_language_and_its_lines() {
        assert_eq!(
            markdown("<pre><code class='hljs language-rust'>fn tea() {\n\n\n}\n</code></pre>"),
            "```rust\nfn tea() {\n\n\n}\n```\n"
        );
        assert_eq!(markdown("<pre class='brush:js'>x</pre>"), "```js\nx\n```\n");
    }

    #[test]
    fn lines_are_lines_however_a_page_marks_them_up() {
        for html in [
            "one\n  two\n\nthree",
            "one<br>  two<br><br/>three",
            "<div>one</div><div>  two</div><div><br></div><div>three</div>",
            "<code><div class=line>one\n</div><div class=line>  two\n</div><div class=line>\n</div><div class=line>three\n</div></code>",
            "<span class=line>one</span><span class=line>  two</span><span class=line><br></span><span class=line>three</span>",
            "<code><span class=line>one</span>\n<span class=line>  two</span>\n<span class=line></span>\n<span class=line>three</span></code>",
            "<code>one</code><code>  two</code><code>\n</code><code>three</code>",
            "<ol><li>one</li> <li>  two</li>\n<li>\n</li><li>three</ol>",
            "<code><span class=token-line>one<br></span><span class=token-line>  two<br></span><span class=token-line><br></span>\
             <span class=token-line>three<br></span></code>",
            "<span class=lineno>1</span>one\n<span class=lineno>2</span>  two\n<span class=lineno>3</span>\n<span class=lineno>4</span>three",
            "<table>\n<tbody>\n<tr>\n<td class=n>1</td>\n<td>one</td>\n</tr>\n<tr><td>2</td><td>  two</td></tr>\
             <tr><td>3</td><td>\n</td></tr><tr><td></td><td>three</td></tr></table>",
            "<table><tr><td class=gutter><pre>1\n2\n3\n4\n</pre></td><td><pre>one\n  two\n\nthree\n</pre></td></tr></table>",
        ] {
            assert_eq!(markdown(&format!("<pre>{html}</pre>")), "```\none\n  two\n\nthree\n```\n", "{html}");
        }
    }

    #[test]
    fn a_table_around_code_leaves_its_numbers() {
        for numbers in ["<div class=linenodiv><pre>1\n2\n</pre></div>", "<pre>1<br>2</pre>"] {
            let html = format!(
                "<table><tr><td>{numbers}</td><td><div><pre class=lang-js>one\n2\n</pre></div></td></tr></table>"
            );
            assert_eq!(markdown(&html), "```js\none\n2\n```\n", "{numbers}");
        }
    }

    #[test]
    fn numbers_in_code_stay() {
        assert_eq!(markdown("<pre>1\n<span>2</span>\n<b class=ln>x 3</b></pre>"), "```\n1\n2\nx 3\n```\n");
        assert_eq!(markdown("<pre><code>a</code> and <code>b</code></pre>"), "```\na and b\n```\n");
    }
}
