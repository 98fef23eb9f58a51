//! Whether the terminal's background is light: asked once, after the first frame, and remembered for the next start.
//!
//! The answer comes the same way as keys do, over a slow line long after the question. [`Listener::take`] takes it out of
//! the events whenever it comes, so that no part of it is ever a key press.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// The question, as a terminal understands it.
pub(crate) const QUESTION: &str = "\x1b]11;?\x07";
/// So long the beginning of an answer may be: a key that looks like it is held back until the next event.
const PATIENCE: Duration = Duration::from_secs(1);
/// What every answer begins with, behind its Escape.
const START: &str = "]11;";
/// Longer is no answer.
const LONGEST: usize = 64;

/// Terminals that know the question; others might print it.
const KNOWN: [&str; 12] = [
    "xterm",
    "tmux",
    "screen",
    "kitty",
    "foot",
    "alacritty",
    "ghostty",
    "wezterm",
    "rxvt",
    "contour",
    "konsole",
    "st-",
];

/// What the terminal's background is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Background {
    Dark,
    Light,
}

impl Background {
    pub(crate) fn theme(self) -> &'static str {
        match self {
            Self::Dark => "riffle-dark",
            Self::Light => "riffle-light",
        }
    }

    pub(crate) fn of_theme(name: &str) -> Option<Self> {
        [Self::Dark, Self::Light].into_iter().find(|it| it.theme() == name)
    }

    /// From the answer behind `]11;`: `rgb:ffff/ffff/ffff`, with one to four digits each.
    fn read(answer: &str) -> Option<Self> {
        let (kind, colour) = answer.split_once(':')?;
        let mut parts = colour.split('/').map(|part| {
            let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1).filter(|most| *most > 0)?;
            Some(f64::from(u32::from_str_radix(part, 16).ok()?) / f64::from(most))
        });
        let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
        let light = 0.299 * red + 0.587 * green + 0.114 * blue;
        matches!(kind, "rgb" | "rgba").then_some(if light > 0.5 { Self::Light } else { Self::Dark })
    }
}

/// What remembered answers are called after.
pub(crate) fn terminal(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    let term = variable("TERM").filter(|term| KNOWN.iter().any(|known| term.starts_with(known)))?;
    let program = variable("TERM_PROGRAM").filter(|program| !program.is_empty());
    Some(program.map_or(term.clone(), |program| format!("{program} {term}")))
}

/// Takes the answer out of the terminal's events.
#[derive(Debug, Default)]
pub(crate) struct Listener {
    /// When the question was put, while there is no answer.
    asked: Option<Duration>,
    /// Events that may be the beginning of an answer, and what they say.
    held: Vec<Event>,
    said: String,
}

/// What one event is in an answer.
enum Piece {
    Char(char),
    End,
    Other,
}

impl Listener {
    pub(crate) fn ask(&mut self, now: Duration) {
        self.asked = Some(now);
    }

    /// Whether an answer may still be under way.
    pub(crate) fn waits(&self, now: Duration) -> bool {
        self.asked.is_some_and(|asked| now < asked + PATIENCE)
    }

    /// The events without the answer, and the answer if it was among them.
    pub(crate) fn take(&mut self, events: Vec<Event>, now: Duration) -> (Vec<Event>, Option<Background>) {
        let (mut rest, mut found) = (Vec::new(), None);
        for event in events {
            match (piece(&event, self.held.is_empty()), self.held.is_empty()) {
                (Piece::Char(']'), true) => self.hold(event, ']'),
                (Piece::Char(char), false) if self.goes_on(char) => self.hold(event, char),
                (Piece::End, false) if self.said.starts_with(START) => {
                    found = Background::read(&self.said[START.len()..]).or(found);
                    self.asked = None;
                    self.forget();
                }
                _ => {
                    rest.append(&mut self.held);
                    self.said.clear();
                    rest.push(event);
                }
            }
        }
        if !self.said.starts_with(START) && !self.waits(now) {
            rest.append(&mut self.held);
            self.said.clear();
        }
        (rest, found)
    }

    fn hold(&mut self, event: Event, char: char) {
        self.held.push(event);
        self.said.push(char);
    }

    fn forget(&mut self) {
        self.held.clear();
        self.said.clear();
    }

    fn goes_on(&self, char: char) -> bool {
        match START[1..].chars().nth(self.said.len() - 1) {
            Some(expected) => char == expected,
            None => self.said.len() < LONGEST && (char.is_ascii_alphanumeric() || matches!(char, ':' | '/')),
        }
    }
}

/// Escape and a character come as that character with Alt; the bell that ends an answer as Ctrl-g.
fn piece(event: &Event, first: bool) -> Piece {
    let Event::Key(KeyEvent { code: KeyCode::Char(char), modifiers, kind: KeyEventKind::Press, .. }) = event else {
        return Piece::Other;
    };
    match (*char, *modifiers) {
        (']', KeyModifiers::ALT) if first => Piece::Char(']'),
        _ if first => Piece::Other,
        ('g', KeyModifiers::CONTROL) | ('\\', KeyModifiers::ALT) => Piece::End,
        (char, KeyModifiers::NONE | KeyModifiers::SHIFT) => Piece::Char(char),
        _ => Piece::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(5);

    fn key(char: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(char), modifiers))
    }

    fn typed(text: &str) -> Vec<Event> {
        text.chars().map(|char| key(char, KeyModifiers::NONE)).collect()
    }

    fn answer(colour: &str, end: Event) -> Vec<Event> {
        let start = [key(']', KeyModifiers::ALT)];
        start.into_iter().chain(typed(&format!("11;{colour}"))).chain([end]).collect()
    }

    fn bell() -> Event {
        key('g', KeyModifiers::CONTROL)
    }

    #[test]
    fn an_answer_is_understood_and_no_key() {
        for (colour, background) in [
            ("rgb:ffff/ffff/ffff", Some(Background::Light)),
            ("rgb:00/00/00", Some(Background::Dark)),
            ("rgba:fdfd/f6f6/e3e3/ffff", Some(Background::Light)),
            ("rgb:1e1e/1e1e/2e2e", Some(Background::Dark)),
            ("rgb:x", None),
            ("", None),
        ] {
            for end in [bell(), key('\\', KeyModifiers::ALT)] {
                let mut events = typed("j");
                events.extend(answer(colour, end));
                events.extend(typed("k"));

                assert_eq!(Listener::default().take(events, NOW), (typed("jk"), background), "{colour}");
            }
        }
    }

    #[test]
    fn an_answer_in_two_parts_and_long_after_the_question_is_no_key_either() {
        let whole = answer("rgb:ffff/ffff/ffff", bell());
        for cut in 4..whole.len() {
            let mut listener = Listener::default();
            let (before, after) = whole.split_at(cut);

            assert_eq!(listener.take(before.to_vec(), NOW), (vec![], None), "{cut}");
            assert_eq!(listener.take(after.to_vec(), NOW), (vec![], Some(Background::Light)), "{cut}");
        }
    }

    #[test]
    fn what_only_looks_like_one_stays_what_was_typed() {
        let odd = [key(']', KeyModifiers::ALT)];
        for text in ["", "1", "12", "x"] {
            let events: Vec<Event> = odd.iter().cloned().chain(typed(text)).collect();

            assert_eq!(Listener::default().take(events.clone(), NOW), (events, None), "{text}");
        }
        assert_eq!(Listener::default().take(typed("]11;rgb:"), NOW).0, typed("]11;rgb:"));
    }

    #[test]
    fn while_an_answer_is_waited_for_its_first_key_is_held_back() {
        let mut listener = Listener::default();
        listener.ask(NOW);
        let (first, rest) = (key(']', KeyModifiers::ALT), typed("j"));

        assert_eq!(listener.take(vec![first.clone()], NOW).0, []);
        assert_eq!(listener.take(rest, NOW).0, [first, key('j', KeyModifiers::NONE)]);
    }

    #[test]
    fn only_terminals_that_know_the_question_are_asked() {
        let of = |term: &'static str| terminal(|name| (name == "TERM").then(|| term.to_owned()));

        assert_eq!(of("xterm-256color").as_deref(), Some("xterm-256color"));
        assert_eq!((of("linux"), of("vt100"), of("")), (None, None, None));
    }
}
