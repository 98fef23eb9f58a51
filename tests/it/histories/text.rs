//! What a person does to a text: words that nobody else has come in, and go with the lines they stand in.

use std::collections::BTreeSet;

use super::dice::Dice;

/// Every word that was ever written, and those that a person took away.
#[derive(Default)]
pub(super) struct Words {
    count: usize,
    pub(super) written: BTreeSet<String>,
    pub(super) removed: BTreeSet<String>,
}

impl Words {
    pub(super) fn new_word(&mut self) -> String {
        self.count += 1;
        let word = format!("w{}z", self.count);
        self.written.insert(word.clone());
        word
    }

    pub(super) fn remove(&mut self, text: &str) {
        self.removed.extend(words(text));
    }

    /// Those that nobody took away and that none of these texts has.
    pub(super) fn lost(&self, texts: &[String]) -> Vec<String> {
        let there: BTreeSet<String> = texts.iter().flat_map(|text| words(text)).collect();
        self.written.difference(&self.removed).filter(|word| !there.contains(*word)).cloned().collect()
    }
}

/// The words of ours in a text.
pub(super) fn words(text: &str) -> Vec<String> {
    let is_ours = |word: &&str| {
        word.strip_prefix('w').and_then(|word| word.strip_suffix('z')).is_some_and(|word| word.parse::<u32>().is_ok())
    };
    text.split(|letter: char| !letter.is_alphanumeric()).filter(is_ours).map(str::to_owned).collect()
}

/// How the lines of a file look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Day,
    List,
    Prose,
}

impl Form {
    pub(super) fn of(path: &str) -> Self {
        if path.starts_with("journal/") {
            Self::Day
        } else if path.contains("list") {
            Self::List
        } else {
            Self::Prose
        }
    }

    pub(super) fn line(self, dice: &mut Dice, words: &mut Words) -> String {
        let word = words.new_word();
        match self {
            Self::Day if dice.chance(10) => format!("- [ ] {word}"),
            Self::Day => format!("- {:02}:{:02} {word} tea", 8 + dice.below(3), 15 * dice.below(4)),
            Self::List if dice.chance(10) => format!("- {word} item\n  {} more", words.new_word()),
            Self::List => format!("- {word} item"),
            Self::Prose if dice.chance(20) => format!("\n{word} stands alone.\n"),
            Self::Prose => format!("{word} and so on"),
        }
    }
}

/// One thing that somebody does to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    Add,
    Append,
    RemoveSeveral,
    Correct,
    Field,
    LineEndings,
    LastNewline,
}

impl Edit {
    pub(super) fn apply(self, text: &str, form: Form, dice: &mut Dice, words: &mut Words) -> String {
        let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let body = body(&lines);
        match self {
            Self::Add => lines.insert(body + dice.below(lines.len() - body + 1), form.line(dice, words)),
            Self::Append => lines.push(form.line(dice, words)),
            Self::RemoveSeveral => remove(&mut lines, body, dice, words),
            Self::Correct => correct(&mut lines, body, dice, words),
            Self::Field => add_field(&mut lines, body, dice, words),
            Self::LineEndings if eol == "\n" => return text.replace('\n', "\r\n"),
            Self::LineEndings => return text.replace("\r\n", "\n"),
            Self::LastNewline => return text.trim_end().to_owned(),
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        text.replace('\n', eol)
    }
}

/// The number of lines that are front matter.
fn body(lines: &[String]) -> usize {
    let closing = || lines.iter().skip(1).position(|line| line == "---").map(|at| at + 2);
    if lines.first().is_some_and(|line| line == "---") { closing().unwrap_or(0) } else { 0 }
}

fn remove(lines: &mut Vec<String>, body: usize, dice: &mut Dice, words: &mut Words) {
    for _ in 0..1 + dice.below(4) {
        if lines.len() > body {
            words.remove(&lines.remove(body + dice.below(lines.len() - body)));
        }
    }
}

fn correct(lines: &mut [String], body: usize, dice: &mut Dice, words: &mut Words) {
    if lines.len() > body {
        let line = &mut lines[body + dice.below(lines.len() - body)];
        if let Some(old) = self::words(line).first() {
            words.remove(old);
            *line = line.replace(old.as_str(), &words.new_word());
        }
    }
}

fn add_field(lines: &mut Vec<String>, body: usize, dice: &mut Dice, words: &mut Words) {
    let word = words.new_word();
    let field = if dice.chance(40) { format!("tags: [{word}]") } else { format!("field-{word}: x") };
    let key = field.split(':').next().unwrap_or_default();
    match body {
        0 => drop(lines.splice(0..0, ["---".to_owned(), field, "---".to_owned()])),
        _ => match lines[1..body - 1].iter_mut().find(|line| line.starts_with(key)) {
            Some(line) => *line = line.replace(']', &format!(", {word}]")),
            None => lines.insert(1 + dice.below(body - 1), field),
        },
    }
}
