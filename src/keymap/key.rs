//! One key: parsed, printed, and taken from a terminal's event with the terminal's quirks removed.
//!
//! A key has one spelling only: Shift is part of a character (`G`, `?`) and stands apart only beside Ctrl or Alt
//! (`ctrl-shift-g`) and on named keys (`shift-tab`).

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::text::nearest;

/// A key with its modifiers, in its one spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    code: Code,
    ctrl: bool,
    alt: bool,
    shift: bool,
}

/// Which key it is, whatever is held down with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Home,
    End,
    PageUp,
    PageDown,
    Up,
    Down,
    Left,
    Right,
    /// `f1` to `f24`.
    F(u8),
}

/// Modifiers as they were held, before a key gets its one spelling.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    ctrl: bool,
    alt: bool,
    shift: bool,
}

/// A word that names no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a key{}", .nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default())]
pub struct NotAKey {
    pub text: String,
    pub nearest: Option<&'static str>,
}

/// Names of the keys that print nothing; the first name of a code is the one that is printed.
const NAMES: [(&str, Code); 23] = [
    ("space", Code::Char(' ')),
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("insert", Code::Insert),
    ("home", Code::Home),
    ("end", Code::End),
    ("pageup", Code::PageUp),
    ("pagedown", Code::PageDown),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("return", Code::Enter),
    ("escape", Code::Esc),
    ("del", Code::Delete),
    ("ins", Code::Insert),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
    ("pgdown", Code::PageDown),
    ("bs", Code::Backspace),
];

/// Where the letters of other layouts lie on a Latin keyboard.
const LAYOUTS: [(&str, &str); 5] = [
    ("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"),
    ("іїєґў", "s]'`o"),
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
    ("קראטוןםפשדגכעיחלךזסבהנמצ", "ertyuiopasdfghjklzxcvbnm"),
    ("ضصثقفغعهخحشسيبلاتنمئءؤرىةوز", "qwertyuiopasdfghjklzxcvnm,."),
];

impl Key {
    /// A character or named key without modifiers.
    pub fn plain(code: Code) -> Self {
        Self::spelled(code, Held::default())
    }

    /// What the terminal says, or nothing for releases and for keys that have no name here.
    pub fn from_event(event: &KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let held = |modifier| event.modifiers.contains(modifier);
        let mut held = Held {
            ctrl: held(KeyModifiers::CONTROL),
            alt: held(KeyModifiers::ALT) || held(KeyModifiers::META),
            shift: held(KeyModifiers::SHIFT),
        };
        let code = match event.code {
            KeyCode::BackTab => {
                held.shift = true;
                Code::Tab
            }
            KeyCode::Null => {
                held.ctrl = true;
                Code::Char(' ')
            }
            other => code_of(other)?,
        };
        Some(Self::spelled(code, held))
    }

    /// The character this key types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(char) if !self.ctrl && !self.alt => Some(char),
            _ => None,
        }
    }

    /// Whether Ctrl or Alt is needed, which some keyboards and multiplexers do not let through.
    pub fn needs_modifier(self) -> bool {
        self.ctrl || self.alt
    }

    pub fn code(self) -> Code {
        self.code
    }

    /// The key at the same place of a Latin keyboard, for letters of other layouts.
    ///
    /// A guess: meant for keys that are bound to nothing themselves.
    pub fn latin(self) -> Self {
        let Code::Char(char) = self.code else { return self };
        let Some(latin) = latin(char) else { return self };
        Self { code: Code::Char(latin), ..self }
    }

    /// Gives a key its one spelling: Shift becomes part of the character, or stands beside its lower case.
    fn spelled(code: Code, held: Held) -> Self {
        let Held { ctrl, alt, shift } = held;
        let Code::Char(char) = code else { return Self { code, ctrl, alt, shift } };
        let (char, shift) = match (ctrl || alt, lower(char), upper(char)) {
            (true, Some(lower), _) => (lower, true),
            (true, None, upper) => (char, shift && upper.is_some()),
            (false, _, Some(upper)) if shift => (upper, false),
            (false, ..) => (char, false),
        };
        Self { code: Code::Char(char), ctrl, alt, shift }
    }
}

fn code_of(code: KeyCode) -> Option<Code> {
    Some(match code {
        KeyCode::Char(char) if char.is_control() => return None,
        KeyCode::Char(char) => Code::Char(char),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::F(number) if (1..=24).contains(&number) => Code::F(number),
        _ => return None,
    })
}

/// The lower case of a character that has exactly one and comes back from it.
fn lower(char: char) -> Option<char> {
    let lower = only(char.to_lowercase())?;
    (lower != char && only(lower.to_uppercase()) == Some(char)).then_some(lower)
}

/// The upper case of a character that has exactly one and comes back from it.
fn upper(char: char) -> Option<char> {
    let upper = only(char.to_uppercase())?;
    (upper != char && only(upper.to_lowercase()) == Some(char)).then_some(upper)
}

fn only(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

fn latin(char: char) -> Option<char> {
    let place =
        |wanted| LAYOUTS.iter().find_map(|(from, to)| from.chars().zip(to.chars()).find(|(from, _)| *from == wanted));
    match (place(char), lower(char).and_then(place)) {
        (Some((_, latin)), _) => Some(latin),
        (None, Some((_, latin))) => Some(match latin {
            ';' => ':',
            '\'' => '"',
            ',' => '<',
            '.' => '>',
            letter => letter.to_ascii_uppercase(),
        }),
        (None, None) => None,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::F(number)) => write!(f, "f{number}"),
            (None, Code::Char(char)) => write!(f, "{char}"),
            (None, code) => unreachable!("{code:?} has a name in the table"),
        }
    }
}

impl FromStr for Key {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let mut held = Held::default();
        let mut rest = text;
        while let Some((word, after)) = rest.split_once('-').filter(|(_, after)| !after.is_empty()) {
            let modifier = match word {
                "ctrl" | "control" => &mut held.ctrl,
                "alt" | "option" => &mut held.alt,
                "shift" => &mut held.shift,
                _ => break,
            };
            *modifier = true;
            rest = after;
        }
        code_named(rest).map(|code| Self::spelled(code, held)).ok_or_else(|| NotAKey {
            text: text.to_owned(),
            nearest: nearest(rest, NAMES.iter().map(|(name, _)| *name)),
        })
    }
}

fn code_named(name: &str) -> Option<Code> {
    if let Some(char) = only(name.chars()) {
        return (!char.is_control() && !char.is_whitespace()).then_some(Code::Char(char));
    }
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let number = name.strip_prefix('f').filter(|digits| !digits.starts_with(['0', '+']))?.parse().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(text: &str) -> Key {
        text.parse().unwrap()
    }

    fn event(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        Key::from_event(&KeyEvent::new(code, modifiers))
    }

    #[test]
    fn a_key_prints_as_it_is_written() {
        for text in ["ctrl-d", "alt-x", "shift-tab", "enter", "space", "esc", "f1", "é", "?", "G", "-", "ctrl--", "ß"]
        {
            assert_eq!(key(text).to_string(), text);
        }
    }

    #[test]
    fn other_spellings_mean_the_same_key() {
        assert_eq!(key("ctrl-G"), key("ctrl-shift-g"));
        assert_eq!(key("shift-g"), key("G"));
        assert_eq!(key("del"), key("delete"));
    }

    #[test]
    fn a_wrong_name_is_told_with_the_nearest() {
        assert_eq!(
            "ctrl-entr".parse::<Key>().unwrap_err().to_string(),
            "`ctrl-entr` is not a key; did you mean `enter`?"
        );
        for text in ["", "f0", "f25", "f+1", "ctrl-", "\u{1b}", "hyper-x", "zzzzzzzz"] {
            assert!(text.parse::<Key>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn quirks_of_terminals_are_removed() {
        assert_eq!(event(KeyCode::Char('g'), KeyModifiers::SHIFT), Some(key("G")));
        assert_eq!(event(KeyCode::Char('?'), KeyModifiers::SHIFT), Some(key("?")));
        assert_eq!(event(KeyCode::Char('K'), KeyModifiers::CONTROL), Some(key("ctrl-shift-k")));
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::NONE), Some(key("shift-tab")));
        assert_eq!(event(KeyCode::Null, KeyModifiers::NONE), Some(key("ctrl-space")));
        assert_eq!(event(KeyCode::Char('\u{7}'), KeyModifiers::NONE), None);
        assert_eq!(event(KeyCode::CapsLock, KeyModifiers::NONE), None);
    }

    #[test]
    fn a_release_is_no_key_and_a_repeat_is() {
        let with = |kind| Key::from_event(&KeyEvent::new_with_kind(KeyCode::Char('j'), KeyModifiers::NONE, kind));

        assert_eq!(with(KeyEventKind::Release), None);
        assert_eq!(with(KeyEventKind::Repeat), Some(key("j")));
    }

    #[test]
    fn letters_of_other_layouts_have_a_latin_place() {
        for (letter, place) in [("о", "j"), ("П", "G"), ("ctrl-с", "ctrl-c"), ("Ж", ":"), ("і", "s"), ("ξ", "j")]
        {
            assert_eq!(key(letter).latin(), key(place));
        }
        assert_eq!(key("j").latin(), key("j"));
        assert_eq!(key("é").latin(), key("é"));
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let named = (0..NAMES.len()).prop_map(|at| NAMES[at].1);
        let char = any::<char>().prop_filter("can be bound", |c| !c.is_control() && !c.is_whitespace());
        let code = prop_oneof![named, (1..=24_u8).prop_map(Code::F), char.prop_map(Code::Char)];
        (code, any::<[bool; 3]>()).prop_map(|(code, [ctrl, alt, shift])| Key::spelled(code, Held { ctrl, alt, shift }))
    }

    proptest! {
        #[test]
        fn what_is_printed_parses_back(key in any_key()) {
            prop_assert_eq!(key.to_string().parse::<Key>().unwrap(), key);
        }

        #[test]
        fn parsing_never_panics(text in ".{0,12}") {
            drop(text.parse::<Key>());
        }
    }
}
