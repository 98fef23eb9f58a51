//! Code blocks with highlighting: grammars are loaded when the first block with a language is met, and styled by role.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use crate::render::safe;
use crate::render::styled::{Line, Role, Span};

/// Bytes of a line, lines of a block, and lines of a body beyond which code is not highlighted.
const LONG_LINE: usize = 2048;
const LONG_BLOCK: usize = 2000;
const LONG_BODY: usize = 2000;

/// Lines of highlighted code that are remembered.
const REMEMBERED_LINES: usize = 4000;

/// Lines of code as the parser gives them, in parts.
#[derive(Default)]
pub(super) struct Code {
    language: String,
    lines: Vec<(String, Range<usize>)>,
    /// Whether the last line goes on.
    open: bool,
}

/// Highlights the code blocks of one body.
#[derive(Debug)]
pub(super) struct Highlighter {
    /// Lines that may still be highlighted.
    left: usize,
    haste: Haste,
    /// Some block was left plain for haste.
    pub(super) left_plain: bool,
}

/// Whether there is time to highlight code, which takes longer than all the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Haste {
    None,
    /// What is not remembered stays plain.
    Great,
}

/// What was highlighted by whomever: a text is shown several times, and first in haste.
static REMEMBERED: Mutex<Option<Remembered>> = Mutex::new(None);

#[derive(Default)]
struct Remembered {
    blocks: HashMap<Block, Vec<Vec<Span>>>,
    lines: usize,
}

/// A block as it is remembered.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Block {
    language: String,
    lines: Vec<String>,
}

impl Code {
    /// A block with what stands behind its fence.
    pub(super) fn new(fence: &str) -> Self {
        let language = fence.trim_start_matches(['{', '.', ' ']);
        let end = language.find([' ', ',', '{', '}', ':', ';']).unwrap_or(language.len());
        Self { language: language[..end].to_lowercase(), ..Self::default() }
    }

    pub(super) fn push(&mut self, text: &str, source: Range<usize>) {
        let mut at = source.start;
        for part in text.split_inclusive('\n') {
            let end = (at + part.len()).min(source.end);
            let line = part.strip_suffix('\n');
            let text = line.unwrap_or(part);
            match self.lines.last_mut().filter(|_| self.open) {
                Some((last, range)) => {
                    last.push_str(text);
                    range.end = end.max(range.end);
                }
                None => self.lines.push((text.to_owned(), at.min(end)..end)),
            }
            self.open = line.is_none();
            at = end;
        }
    }
}

impl Highlighter {
    pub(super) fn new(haste: Haste) -> Self {
        Self { left: LONG_BODY, haste, left_plain: false }
    }

    /// The lines of a block, marked as wide if one of them is wider than `columns`.
    pub(super) fn lines(&mut self, code: Code, columns: usize) -> Vec<Line> {
        let (lines, sources): (Vec<String>, Vec<Range<usize>>) =
            code.lines.into_iter().map(|(text, source)| (safe(&text).replace('\n', " "), source)).unzip();
        let styled = self.styled(Block { language: code.language, lines });
        let line = |(spans, source)| Line { spans, source, ..Line::default() };
        let mut lines: Vec<Line> = styled.into_iter().zip(sources).map(line).collect();
        let is_wide = lines.iter().any(|line| line.width() > columns);
        lines.iter_mut().for_each(|line| line.wide = is_wide);
        lines
    }

    fn styled(&mut self, block: Block) -> Vec<Vec<Span>> {
        let count = block.lines.len();
        if let Some(styled) = with_remembered(|known| known.blocks.get(&block).cloned()) {
            return styled;
        }
        let short = count <= LONG_BLOCK.min(self.left);
        let plain = |block: Block| block.lines.into_iter().map(|text| vec![Span::new(text, Role::Code)]).collect();
        if self.haste == Haste::Great && short && is_language(&block.language) {
            self.left_plain = true;
            return plain(block);
        }
        let Some(mut grammar) = grammar(&block.language).filter(|_| short).map(Grammar::new) else {
            return plain(block);
        };
        self.left -= count;
        let styled: Vec<Vec<Span>> = block.lines.iter().map(|text| grammar.highlight(text)).collect();
        with_remembered(|known| known.add(block, styled.clone()));
        styled
    }
}

impl Remembered {
    fn add(&mut self, block: Block, styled: Vec<Vec<Span>>) {
        if self.lines + styled.len() > REMEMBERED_LINES {
            *self = Self::default();
        }
        self.lines += styled.len();
        self.blocks.insert(block, styled);
    }
}

fn with_remembered<T>(act: impl FnOnce(&mut Remembered) -> T) -> T {
    let mut known = REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner);
    act(known.get_or_insert_default())
}

/// Whether words behind a fence may name a language that has a grammar; the grammars themselves take long to load.
fn is_language(name: &str) -> bool {
    !PLAIN.contains(&name)
}

/// A grammar at work on the lines of one block.
struct Grammar {
    state: ParseState,
    scopes: ScopeStack,
    /// Whether it gave up; the rest is plain.
    lost: bool,
}

impl Grammar {
    fn new(syntax: &SyntaxReference) -> Self {
        Self { state: ParseState::new(syntax), scopes: ScopeStack::new(), lost: false }
    }

    fn highlight(&mut self, text: &str) -> Vec<Span> {
        let mut line = Line::default();
        let long = text.len() > LONG_LINE;
        let parsed =
            if self.lost || long { None } else { self.state.parse_line(&format!("{text}\n"), syntaxes()).ok() };
        self.lost |= parsed.is_none() && !long;
        let mut at = 0;
        for (end, change) in parsed.unwrap_or_default() {
            let end = end.min(text.len());
            if end > at {
                line.push(&text[at..end], role(&self.scopes));
                at = end;
            }
            self.lost |= self.scopes.apply(&change).is_err();
        }
        line.push(&text[at..], if self.lost || long { Role::Code } else { role(&self.scopes) });
        line.spans
    }
}

/// What the innermost scope that means something to us is.
fn role(scopes: &ScopeStack) -> Role {
    let known = |scope: &Scope| roles().iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, role)| *role);
    scopes.as_slice().iter().rev().find_map(known).unwrap_or(Role::Text)
}

/// Scope prefixes and their roles, the longer before the shorter.
fn roles() -> &'static [(Scope, Role)] {
    const ROLES: [(&str, Role); 26] = [
        ("comment", Role::Comment),
        ("meta.interpolation", Role::Text),
        ("meta.template.expression", Role::Text),
        ("string", Role::Literal),
        ("constant", Role::Literal),
        ("keyword.operator.word", Role::Keyword),
        ("keyword.operator.logical.python", Role::Keyword),
        ("keyword.operator", Role::Text),
        ("keyword", Role::Keyword),
        ("storage.type.function", Role::Keyword),
        ("storage", Role::Keyword),
        ("entity.name.function", Role::Function),
        ("entity.name.macro", Role::Function),
        ("support.function", Role::Function),
        ("support.macro", Role::Function),
        ("variable.function", Role::Function),
        ("entity.other.attribute-name", Role::Function),
        ("entity.name.tag", Role::Keyword),
        ("entity.name.section", Role::Keyword),
        ("entity.name", Role::Type),
        ("support.type", Role::Type),
        ("support.class", Role::Type),
        ("variable.language", Role::Keyword),
        ("markup.inserted", Role::Literal),
        ("markup.deleted", Role::Keyword),
        ("markup.heading", Role::Keyword),
    ];
    static SCOPES: OnceLock<Vec<(Scope, Role)>> = OnceLock::new();
    SCOPES.get_or_init(|| {
        let scope = |(name, role)| (Scope::new(name).expect("scope names of the table are short"), role);
        ROLES.into_iter().map(scope).collect()
    })
}

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(two_face::syntax::extra_newlines)
}

/// What is no language.
const PLAIN: [&str; 9] = ["", "text", "txt", "plain", "plaintext", "none", "output", "log", "mermaid"];

/// The grammar of a language by name, extension or nickname.
fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let name = match language {
        plain if PLAIN.contains(&plain) => return None,
        "shell" | "zsh" | "console" | "shell-session" | "shellsession" | "terminal" | "fish-shell" => "bash",
        "node" | "mjs" | "cjs" | "jsx" => "js",
        "python3" | "py3" | "pycon" | "ipython" => "python",
        "golang" => "go",
        "c#" | "csharp" => "cs",
        "c++" | "cxx" => "cpp",
        "f#" | "fsharp" => "fs",
        "objective-c" | "objc" => "m",
        "jsonc" | "json5" | "jsonl" => "json",
        "docker" => "dockerfile",
        "make" | "mk" => "makefile",
        "viml" | "vimscript" => "vim",
        "elisp" | "emacs-lisp" => "lisp",
        "patch" | "udiff" => "diff",
        "postgres" | "postgresql" | "mysql" | "sqlite" | "plsql" => "sql",
        "tf" | "hcl" => "terraform",
        "gitconfig" => "ini",
        other => other,
    };
    syntaxes().find_syntax_by_token(name)
}

/// Whether a language has a grammar.
#[cfg(test)]
pub(super) fn knows(language: &str) -> bool {
    grammar(&Code::new(language).language).is_some()
}
