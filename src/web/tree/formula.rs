//! Formulas, as TeX: as the page has it beside its MathML or in a script, else MathML written as TeX.

use html5ever::Attribute;
use html5ever::tokenizer::{StartTag, Tag};

/// The longest formula, in bytes, and what an element counts.
const LONGEST: usize = 4096;
const ELEMENT: usize = 16;

/// The most elements within each other; what lies deeper belongs to the last.
const DEEPEST: usize = 50;

/// A formula that is being read.
pub(super) struct Formula {
    is_display: bool,
    /// What its MathML says that it is in TeX.
    alternative: Option<String>,
    /// What an annotation or a script says that it is.
    tex: Option<String>,
    open: Vec<Open>,
    /// What was read of it.
    length: usize,
}

/// An element that is open, with what is in it.
struct Open {
    name: String,
    is_tex: bool,
    parts: Vec<String>,
}

impl Formula {
    /// What a tag begins, if that is a formula.
    pub(super) fn begun(tag: &Tag) -> Option<Self> {
        let kind = value(tag, "type").unwrap_or_default();
        let is_script = &*tag.name == "script" && kind.starts_with("math/tex");
        if !is_script && &*tag.name != "math" {
            return None;
        }
        let display = value(tag, "display").or_else(|| value(tag, "mode")).unwrap_or_default();
        Some(Self {
            is_display: matches!(&*display, "block" | "display") || kind.contains("mode=display"),
            alternative: value(tag, "alttext").filter(|text| !text.trim().is_empty()),
            tex: None,
            open: vec![Open { name: tag.name.to_string(), is_tex: is_script, parts: Vec::new() }],
            length: 0,
        })
    }

    /// A tag within it.
    pub(super) fn tag(&mut self, tag: &Tag) {
        self.length += ELEMENT;
        if tag.kind == StartTag {
            if self.open.len() < DEEPEST && self.length < LONGEST {
                let is_tex = value(tag, "encoding").is_some_and(|said| said.to_ascii_lowercase().contains("tex"));
                self.open.push(Open { name: tag.name.to_string(), is_tex, parts: Vec::new() });
            }
            if !tag.self_closing {
                return;
            }
        }
        // The first is the formula itself.
        let at = self.open.iter().skip(1).rposition(|open| *open.name == *tag.name);
        if let Some(at) = at {
            self.close(at + 1);
        }
    }

    pub(super) fn characters(&mut self, text: &str) {
        self.length += text.len();
        if let Some(open) = self.open.last_mut()
            && self.length < LONGEST
            && (open.is_tex || !text.trim().is_empty())
        {
            open.parts.push(text.to_owned());
        }
    }

    /// What its language is called, by whether it stands in a line, and the formula on one line; `None` if there is
    /// nothing in it.
    pub(super) fn tex(mut self) -> Option<(&'static str, String)> {
        self.close(1);
        let root = self.open.pop()?;
        let whole = root.parts.concat();
        let tex = if root.is_tex { whole } else { self.tex.or(self.alternative).unwrap_or(whole) };
        let line = tex.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = without_style(&line).trim();
        (!line.is_empty()).then(|| (if self.is_display { "math-display" } else { "math" }, line.to_owned()))
    }

    /// Closes what is open from one element on.
    fn close(&mut self, from: usize) {
        while self.open.len() > from.max(1) {
            let Some(open) = self.open.pop() else { return };
            if open.is_tex {
                self.tex = Some(open.parts.concat());
            } else if let Some(parent) = self.open.last_mut() {
                parent.parts.push(written(&open.name, &open.parts));
            }
        }
    }
}

fn value(tag: &Tag, name: &str) -> Option<String> {
    let is = |attribute: &&Attribute| &*attribute.name.local == name && attribute.value.len() < LONGEST;
    tag.attrs.iter().find(is).map(|attribute| attribute.value.to_string())
}

/// An element of MathML as TeX.
fn written(name: &str, parts: &[String]) -> String {
    match (name, parts) {
        ("mfrac", [over, under]) => format!("\\frac{{{over}}}{{{under}}}"),
        ("msup" | "mover", [base, above]) => format!("{}^{{{above}}}", grouped(base)),
        ("msub" | "munder", [base, below]) => format!("{}_{{{below}}}", grouped(base)),
        ("msubsup" | "munderover", [base, below, above]) => format!("{}_{{{below}}}^{{{above}}}", grouped(base)),
        ("mroot", [of, root]) => format!("\\sqrt[{root}]{{{of}}}"),
        ("msqrt", _) => format!("\\sqrt{{{}}}", parts.concat()),
        ("mtable", _) => format!("\\begin{{matrix}}{}\\end{{matrix}}", parts.join(" \\\\ ")),
        ("mtr", _) => parts.join(" & "),
        ("mtext", _) => format!("\\text{{{}}}", escaped(&parts.concat())),
        ("mi", _) if parts.concat().trim().len() > 1 && parts.concat().trim().is_ascii() => {
            format!("\\operatorname{{{}}}", escaped(parts.concat().trim()))
        }
        ("mi" | "mn" | "mo" | "ms", _) => escaped(parts.concat().trim()),
        ("mspace", _) => " ".to_owned(),
        ("annotation" | "annotation-xml", _) => String::new(),
        _ => parts.concat(),
    }
}

fn grouped(base: &str) -> String {
    if base.chars().count() == 1 { base.to_owned() } else { format!("{{{base}}}") }
}

/// Characters that mean something in TeX, as themselves; signs that only mean that something is applied are gone.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars().filter(|char| !matches!(char, '\u{2061}'..='\u{2064}')) {
        if char == '\\' {
            escaped.push_str("\\backslash ");
            continue;
        }
        if "{}%#&_$".contains(char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

/// TeX without the group around all of it that only says how large it is.
fn without_style(tex: &str) -> &str {
    let inner = ["{\\displaystyle ", "{\\textstyle "].iter().find_map(|style| tex.strip_prefix(style));
    let Some(inner) = inner.and_then(|inner| inner.strip_suffix('}')) else { return tex };
    let mut depth = 0;
    let is_whole = inner.chars().all(|char| {
        depth += i32::from(char == '{') - i32::from(char == '}');
        depth >= 0
    });
    if is_whole { inner } else { tex }
}
