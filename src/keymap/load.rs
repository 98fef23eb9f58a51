//! Keymap files into a [`Keymap`]: a shipped one, and the person's own laid over it.
//!
//! A wrong line is reported and skipped; the rest works.

use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Action, Branch, Context, InTheWay, Keymap, Rank, Sequence};
use crate::text::nearest;

/// The shipped keymaps by name.
pub const PRESETS: [(&str, &str); 4] = [
    ("default", include_str!("../../keymaps/default.toml")),
    ("vim", include_str!("../../keymaps/vim.toml")),
    ("emacs", include_str!("../../keymaps/emacs.toml")),
    ("plain", include_str!("../../keymaps/plain.toml")),
];

/// How many lines that are no TOML are reported before the rest of a file is given up.
const MANY: usize = 50;

/// One thing a keymap file says wrongly; the rest of the file counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: PathBuf,
    /// Counted from 1.
    pub line: usize,
    pub what: String,
}

/// A keymap file being read, and what it says wrongly.
struct File<'a> {
    path: &'a Path,
    text: &'a str,
    problems: Vec<Problem>,
}

/// One line of a table, with where it stands.
struct Line<'a> {
    context: Context,
    keys: Sequence,
    action: &'a str,
    at: usize,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::shipped("default").expect("the default keymap is shipped")
    }
}

impl Keymap {
    /// One of the shipped keymaps.
    pub fn shipped(preset: &str) -> Option<Self> {
        let (name, text) = PRESETS.into_iter().find(|(name, _)| *name == preset)?;
        if name == "default" {
            return Some(Self::over(|_, _| Self::empty(), Path::new(name), text).0);
        }
        Some(Self::read("default", Path::new(name), text).0)
    }

    /// A shipped keymap with the person's file over it; a missing file is none, an unknown preset is the default one.
    ///
    /// The file may name another preset with `extends`.
    pub fn load(preset: &str, file: &Path) -> (Self, Vec<Problem>) {
        let problem = |what| Problem { file: file.to_owned(), line: 1, what };
        let mut problems = Vec::new();
        let preset = preset_named(preset).unwrap_or_else(|what| {
            problems.push(problem(what));
            "default"
        });
        let text = fs::read_to_string(file).unwrap_or_else(|error| {
            if error.kind() != io::ErrorKind::NotFound {
                problems.push(problem(format!("cannot be read: {error}")));
            }
            String::new()
        });
        let (keymap, wrong) = Self::read(preset, file, &text);
        problems.extend(wrong);
        (keymap, problems)
    }

    /// The text of a keymap file laid over the preset it extends, or over the given one.
    pub fn read(preset: &str, path: &Path, text: &str) -> (Self, Vec<Problem>) {
        let base = |file: &mut File<'_>, table: &DeTable<'_>| {
            Self::shipped(file.extends(table, preset)).expect("the name is one of the presets")
        };
        Self::over(base, path, text)
    }

    fn over(base: impl FnOnce(&mut File<'_>, &DeTable<'_>) -> Self, path: &Path, text: &str) -> (Self, Vec<Problem>) {
        let mut file = File { path, text, problems: Vec::new() };
        let readable = file.readable();
        let (table, _) = DeTable::parse_recoverable(&readable);
        let mut keymap = base(&mut file, table.get_ref());
        keymap.lower_ranks();
        for line in file.lines(table.get_ref()) {
            if let Err(what) = keymap.lay(&line) {
                file.complain(line.at, what);
            }
        }
        file.problems.sort_by_key(|problem| problem.line);
        (keymap, file.problems)
    }

    fn empty() -> Self {
        Self { roots: std::array::from_fn(|_| Branch::default()) }
    }

    /// Makes room above all bindings for those of another file.
    fn lower_ranks(&mut self) {
        for root in &mut self.roots {
            root.lower_ranks();
        }
    }

    fn lay(&mut self, line: &Line<'_>) -> Result<(), String> {
        let root = self.root_mut(line.context);
        if line.action == "none" {
            return root.unbind(line.keys.keys()).then_some(()).ok_or_else(|| {
                format!(
                    "`{}` is bound to nothing in [{}], so there is nothing to unbind",
                    line.keys,
                    line.context.name()
                )
            });
        }
        let action: Action = line.action.parse().map_err(|error: super::action::NoAction| error.to_string())?;
        let rank = Rank { below_top: 0, at: line.at };
        // A failed binding must not leave an empty branch behind, so it is tried on what is there first.
        let mut tried = root.clone();
        tried.bind(line.keys.keys(), action, rank).map_err(|in_the_way| conflict(&line.keys, in_the_way))?;
        *root = tried;
        Ok(())
    }
}

fn conflict(keys: &Sequence, in_the_way: InTheWay) -> String {
    match in_the_way {
        InTheWay::Longer(rest) => {
            let longer = Sequence::from([keys.keys(), &rest].concat());
            format!("`{keys}` cannot be an action: `{longer}` begins with it; unbind that with \"none\" first")
        }
        InTheWay::Shorter { keys: count, action } => {
            let shorter = Sequence::from(keys.keys()[..count].to_vec());
            format!("`{keys}` cannot be reached: `{shorter}` is `{action}` already; unbind that with \"none\" first")
        }
    }
}

fn preset_named(name: &str) -> Result<&'static str, String> {
    let names = || PRESETS.iter().map(|(name, _)| *name);
    names().find(|known| *known == name).ok_or_else(|| unknown("keymap", name, nearest(name, names())))
}

fn unknown(what: &str, name: &str, nearest: Option<&str>) -> String {
    let hint = nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default();
    format!("there is no {what} `{name}`{hint}")
}

/// The line that holds a byte, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let at = at.min(bytes.len());
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| at + length);
    start..end
}

impl Branch {
    fn lower_ranks(&mut self) {
        for (_, node) in &mut self.0 {
            match node {
                super::Node::Leaf { rank, .. } => rank.below_top += 1,
                super::Node::Branch(branch) => branch.lower_ranks(),
            }
        }
    }
}

impl<'a> File<'a> {
    fn complain(&mut self, at: usize, what: String) {
        let before = self.text.as_bytes().iter().take(at);
        let line = 1 + before.filter(|byte| **byte == b'\n').count();
        self.problems.push(Problem { file: self.path.to_owned(), line, what });
    }

    /// The text with every line that is no TOML reported and blanked out, so that what follows keeps its place.
    fn readable(&mut self) -> String {
        let mut text = self.text.to_owned();
        for _ in 0..MANY {
            let Err(error) = DeTable::parse(&text) else { break };
            let at = error.span().map_or(0, |span| span.start);
            let line = line_around(&text, at);
            self.complain(line.start, error.message().to_owned());
            if text[line.clone()].trim().is_empty() {
                break;
            }
            text.replace_range(line.clone(), &" ".repeat(line.len()));
        }
        text
    }

    /// The preset this file is laid over.
    fn extends(&mut self, table: &DeTable<'_>, otherwise: &str) -> &'static str {
        let fallback = preset_named(otherwise).unwrap_or("default");
        let Some((_, value)) = table.iter().find(|(key, _)| key.get_ref() == "extends") else { return fallback };
        let named = match value.get_ref().as_str() {
            Some(name) => preset_named(name),
            None => Err("`extends` names a shipped keymap: \"default\", \"vim\", \"emacs\" or \"plain\"".to_owned()),
        };
        named.unwrap_or_else(|what| {
            self.complain(value.span().start, what);
            fallback
        })
    }

    /// The readable lines of all tables in the order of the file, those that unbind first.
    fn lines<'t>(&mut self, table: &'t DeTable<'_>) -> Vec<Line<'t>> {
        let mut lines = Vec::new();
        for (name, value) in table.iter().filter(|(name, _)| name.get_ref() != "extends") {
            let names = || Context::ALL.iter().map(|context| context.name());
            let context = Context::ALL.into_iter().find(|context| context.name() == name.get_ref());
            match (context, value.get_ref()) {
                (Some(context), DeValue::Table(keys)) => {
                    lines.extend(keys.iter().filter_map(|(keys, action)| self.line(context, keys, action)));
                }
                (Some(_), _) => self.complain(name.span().start, format!("`{}` is a table: [{0}]", name.get_ref())),
                (None, _) => {
                    let what = unknown("context", name.get_ref(), nearest(name.get_ref(), names()));
                    self.complain(name.span().start, what);
                }
            }
        }
        lines.sort_by_key(|line| (line.action != "none", line.at));
        lines
    }

    fn line<'t>(
        &mut self,
        context: Context,
        keys: &Spanned<impl AsRef<str>>,
        action: &'t Spanned<DeValue<'_>>,
    ) -> Option<Line<'t>> {
        let at = keys.span().start;
        let Some(action) = action.get_ref().as_str() else {
            self.complain(at, "an action is a name in quotes".to_owned());
            return None;
        };
        match keys.get_ref().as_ref().parse() {
            Ok(keys) => Some(Line { context, keys, action, at }),
            Err(error) => {
                let error: super::key::NotAKey = error;
                self.complain(at, error.to_string());
                None
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.what)
    }
}
