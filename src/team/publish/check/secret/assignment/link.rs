//! The walk from a name over a link to the value behind it.

use std::ops::Range;

use super::words::{self, Role};
use super::{LINK, VALUE, Value, line_before};

/// Lines that a link may go on over.
const BREAKS: usize = 3;

/// Where a walk stands, and what it has seen.
pub(super) struct Link<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    quote: Quote,
    /// A sign has said that a value comes.
    is_given: bool,
    /// No sign is needed.
    is_set: bool,
    /// The name is all that its line says.
    is_heading: bool,
    breaks: usize,
}

/// Whether the walk is within quotation marks, and what closes them.
#[derive(Clone, Copy)]
enum Quote {
    Outside,
    Open(char),
    /// The last step was over the mark that opens.
    Fresh(char),
}

impl Quote {
    fn close(self) -> Option<char> {
        match self {
            Self::Outside => None,
            Self::Open(close) | Self::Fresh(close) => Some(close),
        }
    }

    fn is_fresh(self) -> bool {
        matches!(self, Self::Fresh(_))
    }
}

/// One step of a walk.
enum Step {
    On(usize),
    Value,
    Nowhere,
}

impl<'a> Link<'a> {
    /// Before the link of a name.
    pub(super) fn behind(text: &'a str, name: &Range<usize>) -> Self {
        let before = line_before(text, name.start);
        let quote = before.chars().next_back().and_then(closing);
        let is_tag = before.ends_with('<');
        let mut link = Self::at(text, name.end);
        link.quote = quote.map_or(Quote::Outside, Quote::Open);
        link.is_set = is_option(text, name) || is_set(before) || is_alone(text, before, name);
        link.is_heading = before.trim_start().starts_with('#');
        if is_tag && let Some(end) = text[name.end..link.end].find(['>', '\n']) {
            // Other attributes say nothing of what the element holds.
            link.at += if text[name.end..].starts_with('>') { 0 } else { end };
        }
        link
    }

    /// At a place where a value may begin.
    pub(super) fn at(text: &'a str, at: usize) -> Self {
        let end = text.floor_char_boundary(text.len().min(at + LINK));
        Self { text, at, end, quote: Quote::Outside, is_given: false, is_set: false, is_heading: false, breaks: 0 }
    }

    /// Walks to the value.
    pub(super) fn value(mut self) -> Option<Value> {
        let from = self.at;
        loop {
            match self.step() {
                Step::On(length) => self.at += length,
                Step::Value => break,
                Step::Nowhere => return None,
            }
        }
        super::super::effort::add(self.at - from);
        let is_meant = self.is_given || self.is_set || self.quote.is_fresh();
        let value = is_meant.then(|| self.run())?;
        (!value.range.is_empty()).then_some(value)
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at.min(self.end)..self.end]
    }

    fn step(&mut self) -> Step {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return Step::Nowhere };
        if let Some(close) = closing(c) {
            return self.quote(rest, c, close);
        }
        match c {
            '\n' => self.line_end(rest),
            _ if c.is_whitespace() => self.on(c.len_utf8()),
            '\\' => self.escape(rest),
            _ if c.is_alphanumeric() || c == '_' => self.word(rest),
            _ if rest.starts_with("$(cat") => self.on(2),
            _ if self.quote.is_fresh() => Step::Value,
            '<' => self.angle(rest),
            '=' | ':' | '|' | '>' | '：' | '＝' | '→' | '⇒' | '–' | '—' => self.sign(c.len_utf8()),
            ',' => self.comma(rest),
            '-' => self.dash(rest),
            ';' => Step::Nowhere,
            '$' => self.dollar(rest),
            '@' if rest[1..].starts_with(['"', '\'']) => self.on(1),
            '&' if rest[1..].starts_with('\'') => self.on(2),
            '}' if rest[1..].starts_with('{') => self.sign(2),
            '(' | '[' | '{' | ')' | ']' | '}' | '*' | '&' => self.on(1),
            _ if self.is_given && !rest[c.len_utf8()..].starts_with([' ', '=', '"', '\'']) => Step::Value,
            _ => self.on(c.len_utf8()),
        }
    }

    fn on(&mut self, length: usize) -> Step {
        self.quote = self.quote.close().map_or(Quote::Outside, Quote::Open);
        Step::On(length)
    }

    fn sign(&mut self, length: usize) -> Step {
        self.is_given = true;
        self.on(length)
    }

    /// The mark that is open closes; any other opens.
    fn quote(&mut self, rest: &str, c: char, close: char) -> Step {
        let fence = rest.len() - rest.trim_start_matches(c).len();
        let info = rest[fence..].split('\n').next().unwrap_or_default();
        if fence >= 3 && words::first(info) == info.trim_end() {
            return self.on(fence + info.len());
        }
        let closes = self.quote.close() == Some(c);
        self.quote = if closes { Quote::Outside } else { Quote::Fresh(close) };
        Step::On(c.len_utf8())
    }

    fn line_end(&mut self, rest: &str) -> Step {
        let next = rest.trim_start_matches([' ', '\t', '\r', '\n', '-', '"', '\'', '<', '*']);
        let leads_on =
            self.is_given || self.is_heading || words::is_value(words::first(next)) || next.starts_with(": ");
        self.breaks += 1;
        if !leads_on || self.breaks > BREAKS {
            return Step::Nowhere;
        }
        self.is_given |= self.is_heading;
        self.quote = Quote::Outside;
        self.on(1)
    }

    /// A quotation mark or line end that is written with a `\`, or `\n` in a quoted text.
    fn escape(&mut self, rest: &str) -> Step {
        match rest[1..].chars().next() {
            Some('n' | 't' | 'r') => self.on(2),
            Some('\n') => {
                self.is_given |= self.is_set;
                self.on(2)
            }
            Some(c) if c.is_ascii_punctuation() => Step::On(1),
            _ => Step::Nowhere,
        }
    }

    fn word(&mut self, rest: &str) -> Step {
        let plain = words::first(rest);
        let dashed =
            &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_-".contains(c)).unwrap_or(rest.len())];
        let word = if words::role(dashed).is_some() { dashed } else { plain };
        let behind = &rest[word.len()..];
        let is_quote = behind.starts_with(['"', '\'', '`']);
        let ends =
            behind.chars().next().is_none_or(|c| !"-./+~".contains(c) || behind[1..].starts_with(char::is_whitespace));
        if self.quote.is_fresh() && !is_quote {
            return Step::Value;
        }
        match words::role(word) {
            Some(Role::Sign) if ends && !self.quote.is_fresh() => return self.sign(word.len()),
            Some(Role::Filler) if ends => return self.on(word.len()),
            Some(_) | None => {}
        }
        if is_quote && !self.quote.is_fresh() && (words::is_prefix(word) || word.is_empty()) {
            return self.on(word.len());
        }
        match callee(rest) {
            Some(length) if !self.quote.is_fresh() => self.on(length),
            Some(_) | None => Step::Value,
        }
    }

    /// A comma between the arguments of a call or the cells of a line; in a sentence it is none of these.
    fn comma(&mut self, rest: &str) -> Step {
        let is_behind_quote = self.text[..self.at].ends_with(['"', '\'', '`', ')']);
        let is_cell = !rest[1..].starts_with(char::is_whitespace);
        if is_behind_quote || is_cell { self.sign(1) } else { self.on(1) }
    }

    fn dash(&mut self, rest: &str) -> Step {
        let is_blank = |text: &str| text.chars().next().is_none_or(char::is_whitespace);
        let is_between = self.text[..self.at].ends_with(' ') && is_blank(&rest[1..]);
        match () {
            () if rest.starts_with("->") => self.sign(2),
            () if is_between => self.sign(1),
            () if self.is_given && !is_blank(&rest[1..]) => Step::Value,
            () => self.on(1),
        }
    }

    /// A tag, a here-document, or R's arrow; a blank to fill in is no link.
    fn angle(&mut self, rest: &str) -> Step {
        if rest.starts_with("<<") {
            let line = rest.find('\n').unwrap_or(rest.len());
            return self.sign(if rest.starts_with("<<<") { 3 } else { line });
        }
        if rest.starts_with("<-") {
            return self.sign(2);
        }
        let tag = rest[1..].trim_start_matches('/');
        let Some(end) = rest.find(['>', '\n']).filter(|end| rest[*end..].starts_with('>')) else { return self.on(1) };
        let is_closing = rest[1..].starts_with('/');
        let is_plain =
            ["b", "code", "td", "th", "tt", "kbd", "em", "strong", "i", "pre", "span"].contains(&words::first(tag));
        let is_value = words::is_value(words::first(tag));
        let is_attribute = is_value && rest[..end].contains('=');
        match () {
            () if is_attribute => self.on(1),
            () if is_closing || is_plain || is_value => self.sign(end + 1),
            () if self.is_given => Step::Nowhere,
            () => self.on(1),
        }
    }

    fn dollar(&mut self, rest: &str) -> Step {
        match () {
            () if rest[1..].starts_with(['"', '\'']) => self.on(1),
            () => Step::Value,
        }
    }

    /// The value that begins here.
    pub(super) fn run(&self) -> Value {
        let end = self.text.floor_char_boundary(self.text.len().min(self.at + VALUE));
        let rest = &self.text[self.at..end];
        let line = rest.split('\n').next().unwrap_or_default();
        let quoted = self
            .quote
            .close()
            .filter(|_| self.quote.is_fresh())
            .and_then(|close| line.split_once(close))
            .map(|(value, _)| value);
        let value = match quoted {
            Some(value) => value.strip_suffix('\\').unwrap_or(value).split("\\n").next().unwrap_or_default(),
            None => line[..line.find(ends_value).unwrap_or(line.len())].trim_end_matches([':', '*']),
        };
        // The full stop of a sentence; three of them stand for what is left out.
        let value = value.strip_suffix('.').filter(|value| !value.ends_with('.')).unwrap_or(value);
        let value = before_next(value);
        super::super::effort::add(value.len());
        Value { range: self.at..self.at + value.len(), is_quoted: quoted.is_some() }
    }
}

/// What closes a quotation mark.
fn closing(c: char) -> Option<char> {
    match c {
        '"' | '\'' | '`' => Some(c),
        '“' | '„' => Some('”'),
        '”' => Some('”'),
        '‘' => Some('’'),
        '«' => Some('»'),
        '»' => Some('»'),
        _ => None,
    }
}

fn ends_value(c: char) -> bool {
    c.is_whitespace() || "\"'`,;|<>)]}\\”’»".contains(c)
}

/// The value of one field of an address; an `&` without a name behind it is part of a password.
fn before_next(value: &str) -> &str {
    let is_field = |at: &usize| {
        value[at + 1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').starts_with('=')
    };
    let end = value.match_indices('&').map(|(at, _)| at).find(is_field);
    &value[..end.unwrap_or(value.len())]
}

/// `String::from("`, `new Secret("`: how long what is called is, up to its quotation mark.
fn callee(rest: &str) -> Option<usize> {
    let path = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_.:!".contains(c))?;
    let inner = rest[path..].strip_prefix(['(', '{'])?;
    inner.trim_start().starts_with(['"', '\'', '`']).then_some(path + 1)
}

/// `--token x`.
fn is_option(text: &str, name: &Range<usize>) -> bool {
    text[name.start..].starts_with('-')
}

/// Whether a command before the name sets it.
fn is_set(before: &str) -> bool {
    let before = before.trim_end_matches(['"', '\'', '$', ':', '/']);
    let words = before.trim_end().rsplit(|c: char| c.is_whitespace() || "(#{".contains(c));
    before.ends_with([' ', '\t', '"', '\'']) && words.take(2).any(words::is_setter) || before.contains("login ")
}

/// Whether a line is a name and a value and nothing else.
fn is_alone(text: &str, before: &str, name: &Range<usize>) -> bool {
    let end = text.floor_char_boundary(text.len().min(name.end + super::VALUE));
    let behind = text[name.end..end].split('\n').next().unwrap_or_default();
    let is_alone = before.trim_start_matches(['-', '*', '>', ' ', '\t']).is_empty();
    is_alone && behind.starts_with([' ', '\t']) && behind.split_whitespace().count() == 1
}
