//! HTML of notes as Markdown: what notes are made of, and nothing else of it.

use super::html::{Piece, Tag, pieces};

/// What becomes of a picture or file in a note: its name, by the attributes of its tag.
pub(super) type NameOf<'a> = dyn Fn(&Tag) -> Option<String> + 'a;

pub(super) fn markdown(html: &str, name_of: &NameOf<'_>) -> String {
    let mut writer = Writer {
        name_of,
        text: String::new(),
        lists: Vec::new(),
        links: Vec::new(),
        quotes: 0,
        pre: 0,
        code: None,
        hidden: 0,
    };
    pieces(html, |piece| writer.take(piece));
    writer.finish()
}

/// Deeper quotes and lists look like these.
const DEEPEST: usize = 8;

struct Writer<'a> {
    name_of: &'a NameOf<'a>,
    text: String,
    /// The lists around, with the number of the next item where they are numbered.
    lists: Vec<Option<usize>>,
    links: Vec<String>,
    quotes: usize,
    pre: usize,
    /// In a block of code that is made of lines, as Evernote makes them: how many of these are open.
    code: Option<usize>,
    hidden: usize,
}

impl Writer<'_> {
    fn take(&mut self, piece: Piece) {
        match piece {
            Piece::Start(tag) => self.start(&tag),
            Piece::End(name) => self.end(&name),
            Piece::Words(words) if self.hidden == 0 => self.words(&words),
            Piece::Words(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "p" | "table" => self.block("\n\n"),
            "div" if self.code.is_some() || is_code(tag) => self.line_of_code(),
            "div" | "tr" => self.block("\n"),
            "br" => self.line(),
            "hr" => self.block("\n\n---\n\n"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block("\n\n");
                // A heading of the first level would be the title of the entry.
                let level = usize::from(tag.name.as_bytes()[1] - b'0').max(2);
                self.text.push_str(&"#".repeat(level));
                self.text.push(' ');
            }
            "ul" => self.list(None),
            "ol" => self.list(Some(1)),
            "li" => self.item(tag.get("style").unwrap_or_default()),
            "blockquote" => {
                self.block("\n\n");
                self.quotes += 1;
                self.begin_line();
            }
            "pre" => {
                self.block("\n\n```\n");
                self.pre += 1;
            }
            "a" => {
                self.links.push(tag.get("href").unwrap_or_default().to_owned());
                self.text.push('[');
            }
            "td" | "th" => self.words(" "),
            "script" | "style" | "title" => self.hidden += 1,
            "en-todo" => {
                let item = if self.text.is_empty() || self.text.ends_with(['\n', '>']) { "- " } else { "" };
                let mark = if tag.says("checked") { "[x] " } else { "[ ] " };
                self.text.extend([item, mark]);
            }
            "img" | "en-media" => {
                self.text.extend((self.name_of)(tag).map(|name| format!("![{name}](<attachment:{name}>)")));
            }
            name if self.pre == 0 => self.text.push_str(mark(name)),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" => self.block("\n\n"),
            "div" if self.code.is_some() => self.end_line_of_code(),
            "div" | "tr" | "li" => self.block("\n"),
            "ul" | "ol" => {
                self.lists.pop();
                self.block(if self.lists.is_empty() { "\n\n" } else { "\n" });
            }
            "blockquote" => {
                self.quotes = self.quotes.saturating_sub(1);
                self.block("\n\n");
            }
            "pre" if self.pre > 0 => {
                self.pre -= 1;
                self.block("\n```\n\n");
            }
            "a" => self.end_link(),
            "td" | "th" => self.words(" |"),
            "script" | "style" | "title" => self.hidden = self.hidden.saturating_sub(1),
            name if self.pre == 0 => self.end_mark(mark(name)),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.code.is_some() {
            let is_between_lines = words.contains('\n') && words.trim().is_empty();
            return self.text.push_str(if is_between_lines { "" } else { words }.replace('\u{a0}', " ").as_str());
        }
        if self.pre > 0 {
            return self.text.push_str(words);
        }
        for part in words.split_inclusive(char::is_whitespace) {
            let word = part.trim_end();
            self.text.push_str(&word.replace('<', "\\<"));
            if part.len() > word.len() && !self.text.ends_with([' ', '\n']) && !self.text.is_empty() {
                self.text.push(' ');
            }
        }
    }

    /// Begins a block of code, or a line in it.
    fn line_of_code(&mut self) {
        if let Some(open) = &mut self.code {
            *open += 1;
            let is_new = self.text.ends_with('\n');
            self.text.push_str(if is_new { "" } else { "\n" });
            return;
        }
        self.block("\n\n```\n");
        self.pre += 1;
        self.code = Some(0);
    }

    fn end_line_of_code(&mut self) {
        self.code = self.code.and_then(|open| open.checked_sub(1));
        if self.code.is_none() {
            self.pre -= 1;
            self.block("\n```\n\n");
        }
    }

    /// Ends the line, with as many line ends as are not there yet.
    fn block(&mut self, end: &str) {
        if self.pre > 0 && end == "\n" {
            return self.text.push('\n');
        }
        let there = self.text.trim_end_matches(' ').len();
        self.text.truncate(there);
        let lines = end.len() - end.trim_start_matches('\n').len();
        let ended = self.text.len() - self.text.trim_end_matches('\n').len();
        if !self.text.is_empty() {
            self.text.push_str(&"\n".repeat(lines.saturating_sub(ended)));
        }
        self.text.push_str(end.trim_start_matches('\n'));
        self.begin_line();
    }

    /// Begins a line, also where the one before is empty.
    fn line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.begin_line();
    }

    fn begin_line(&mut self) {
        if self.quotes > 0 && (self.text.is_empty() || self.text.ends_with('\n')) {
            self.text.push_str(&"> ".repeat(self.quotes.min(DEEPEST)));
        }
    }

    fn list(&mut self, number: Option<usize>) {
        self.block(if self.lists.is_empty() { "\n\n" } else { "\n" });
        self.lists.push(number);
    }

    fn item(&mut self, style: &str) {
        self.block("\n");
        let indent = "  ".repeat(self.lists.len().saturating_sub(1).min(DEEPEST));
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            Some(None) | None => "- ".to_owned(),
        };
        let style = style.replace(' ', "");
        let todo = match () {
            () if style.contains("--en-checked:true") => "[x] ",
            () if style.contains("--en-checked:false") => "[ ] ",
            () => "",
        };
        self.text.extend([indent.as_str(), mark.as_str(), todo]);
    }

    fn end_link(&mut self) {
        let href = self.links.pop().unwrap_or_default();
        let is_leading = href.starts_with("http://") || href.starts_with("https://") || href.starts_with("mailto:");
        match self.text.rfind('[') {
            Some(at) if self.text[at + 1..].trim().is_empty() || !is_leading => drop(self.text.remove(at)),
            Some(_) => self.text.extend(["](<", href.replace(['<', '>', '\n', ' '], "").as_str(), ">)"]),
            None => {}
        }
    }

    /// Closes a mark behind the last word; one with nothing in it goes.
    fn end_mark(&mut self, mark: &str) {
        let words = self.text.trim_end().len();
        if mark.is_empty() || self.text[..words].ends_with(mark) {
            self.text.truncate(if mark.is_empty() { self.text.len() } else { words - mark.len() });
            return;
        }
        self.text.insert_str(words, mark);
    }

    fn finish(self) -> String {
        let lines = self.text.lines().map(|line| if line.trim() == ">" { "" } else { line.trim_end() });
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}

/// Whether a tag begins a block of code in a note of Evernote.
fn is_code(tag: &Tag) -> bool {
    tag.get("style").is_some_and(|style| style.replace(' ', "").contains("-en-codeblock:true"))
}

/// How words are marked that stand in such a tag.
fn mark(tag: &str) -> &'static str {
    match tag {
        "b" | "strong" => "**",
        "i" | "em" => "*",
        "s" | "del" | "strike" => "~~",
        "code" | "tt" => "`",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> String {
        markdown(html, &|tag| tag.get("hash").map(|hash| format!("{hash}.png")))
    }

    #[test]
    fn what_notes_are_made_of_becomes_markdown() {
        assert_eq!(
            read("<div>One</div><div><br/></div><div>Two <b>bold </b>and <i></i>plain</div>"),
            "One\n\nTwo **bold** and plain"
        );
        assert_eq!(read("<h1>T</h1><p>a<br>b</p><pre>x\n  y</pre>"), "## T\n\na\nb\n\n```\nx\n  y\n```");
        assert_eq!(
            read("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ol><li>d</li><li>e</li></ol>"),
            "- a\n  - b\n- c\n\n1. d\n2. e"
        );
        let code = "a<div style=\"x; -en-codeblock: true\"><div>if a:</div>\n<div>\u{a0}   return <b>1</b></div><div><br/></div><div>b</div></div>c";
        assert_eq!(read(code), "a\n\n```\nif a:\n    return 1\n\nb\n```\n\nc");
        assert_eq!(read("<blockquote>said<br/>so</blockquote>mine"), "> said\n> so\n\nmine");
        assert_eq!(read("<en-todo checked=\"true\"/>done<br/><en-todo/>open"), "- [x] done\n- [ ] open");
        assert_eq!(read("<ul><li style=\"--en-checked:true;\">done</li></ul>"), "- [x] done");
        assert_eq!(
            read("<a href=\"https://a.example/\">a</a> <a href=\"javascript:x\">b</a> 1 &lt; 2"),
            "[a](<https://a.example/>) b 1 \\< 2"
        );
        assert_eq!(read("<en-media hash=\"ab\"/><script>alert(1)</script>"), "![ab.png](<attachment:ab.png>)");
    }

    #[test]
    fn deep_nesting_costs_nothing() {
        assert_eq!(read(&("<div>".repeat(100_000) + "x")), "x");
        assert!(read(&("<blockquote><ul>".repeat(100_000) + "x")).len() < 10_000_000);
    }
}
