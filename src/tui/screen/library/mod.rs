//! The library: a query, what it finds, and the text of the selected entry.

pub mod draw;
mod hit;
mod moves;
mod narrow;
mod room;

use ratatui::layout::Rect;

use narrow::Narrow;
pub use narrow::TAGS;

use crate::entry::EntryPath;
use crate::keymap::{Context, Write};
use crate::ops::Hit;
use crate::ops::find::Answer;
use crate::tui::app::Session;
use crate::tui::effect::Effect;
use crate::tui::layout::Class;
use crate::tui::msg::Page;
use crate::tui::screen::reader::Reader;
use crate::tui::widget::input::{Input, Typed};
use crate::tui::widget::list::List;

/// How many results are asked for at the start, when the one that was selected last is looked for among them.
const BATCH: usize = 100;
/// How many more results are asked for than the screen shows; more come when the selection comes so near to the last one.
const SPARE: usize = 10;
/// Nobody walks further; a query is quicker.
const MOST: usize = 5000;

/// As much of a query as is searched for; more was not typed but pasted by mistake.
const LONGEST: usize = 1000;

/// What has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    Query,
    /// What narrows the results.
    Narrow,
    #[default]
    Results,
    /// One entry has the whole screen.
    Reader,
}

/// Where the parts of the screen lie; a part that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    pub query: Rect,
    pub narrow: Rect,
    pub list: Rect,
    pub preview: Rect,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pub query: Input,
    pub focus: Focus,
    pub answer: Answer,
    pub list: List<Hit>,
    pub reader: Reader,
    narrow: Narrow,
    /// Something has answered since the start.
    pub answered: bool,
    generation: u64,
    limit: usize,
    /// The query that the newest request asked for.
    asked: String,
    /// The query that the shown results answer.
    shown_for: String,
    /// What the results matched, in lower case, to underline in the text.
    words: Vec<String>,
    pub class: Option<Class>,
    rows: usize,
}

impl Library {
    /// As it was left.
    pub fn new(session: &Session) -> Self {
        let mut library = Self {
            query: Input::new(session.query.clone()),
            focus: if session.reading { Focus::Reader } else { Focus::Results },
            reader: Reader::at(session.scroll),
            limit: BATCH,
            ..Self::default()
        };
        let selected = session.selected.clone().and_then(|path| EntryPath::new(path).ok());
        selected.into_iter().for_each(|path| library.list.choose(path));
        library
    }

    pub fn contexts(&self) -> Vec<Context> {
        match self.focus {
            Focus::Reader if self.reader.is_finding() => vec![Context::Picker, Context::Input, Context::Global],
            Focus::Query => vec![Context::Picker, Context::Input, Context::Global],
            Focus::Narrow => vec![Context::List, Context::Entry, Context::Global],
            Focus::Results if self.selected().is_none() => vec![Context::List, Context::Global],
            Focus::Results => vec![Context::List, Context::Entry, Context::Global],
            Focus::Reader => vec![Context::Preview, Context::Entry, Context::Global],
        }
    }

    /// Whether a text is being typed.
    pub fn is_typing(&self) -> bool {
        self.focus == Focus::Query || self.reader.is_finding()
    }

    pub fn hits(&self) -> &[Hit] {
        self.list.all()
    }

    pub fn selected(&self) -> Option<&Hit> {
        self.list.selected()
    }

    /// The text of the selected entry, if it has come.
    pub fn page(&self) -> Option<&Page> {
        self.reader.page(&self.selected()?.path)
    }

    /// What is searched for when nothing was found, as a title to write down.
    pub fn nothing_found(&self) -> Option<String> {
        let text = self.query.text().trim();
        (self.answered && self.hits().is_empty() && !text.is_empty()).then(|| text.to_owned())
    }

    /// The marked entries, else the selected one.
    pub fn targets(&self) -> Vec<EntryPath> {
        self.list.targets()
    }

    /// The tags that all targets carry, as far as they are among the results.
    pub fn shared_tags(&self) -> Vec<String> {
        let targets = self.targets();
        let mut hits = self.hits().iter().filter(|hit| targets.contains(&hit.path));
        let Some(first) = hits.next() else { return Vec::new() };
        let rest: Vec<&Hit> = hits.collect();
        first.tags.iter().filter(|tag| rest.iter().all(|hit| hit.tags.contains(tag))).cloned().collect()
    }

    /// Asks for results of the query as it is.
    pub fn search(&mut self) -> Effect {
        self.generation += 1;
        self.asked = self.query.text().to_owned();
        let text = self.asked.chars().take(LONGEST).collect();
        Effect::Search { generation: self.generation, text, limit: self.limit }
    }

    /// Typed or pasted text goes into the query.
    pub fn text(&mut self, text: &str) -> Option<Effect> {
        if self.reader.text_find(text) {
            return None;
        }
        self.query.insert(text);
        self.asked_anew()
    }

    fn asked_anew(&mut self) -> Option<Effect> {
        if self.query.text() == self.asked {
            return None;
        }
        self.list.choose_none();
        // What nobody sees yet would only hold up what they do. Without a query a result may take half the rows.
        let rows = if self.query.text().trim().is_empty() { self.rows * 2 } else { self.rows };
        self.limit = rows + SPARE;
        Some(self.search())
    }

    pub fn write(&mut self, write: Write) -> Option<Effect> {
        if self.reader.write_find(write) {
            return None;
        }
        match self.query.write(write) {
            Typed::Changed => self.asked_anew(),
            Typed::Moved => None,
            Typed::NotMine => {
                if write == Write::Submit {
                    self.focus = Focus::Results;
                }
                None
            }
        }
    }

    /// Results have come; those of an older question are not looked at.
    pub fn found(&mut self, generation: u64, answer: Answer) {
        if generation != self.generation {
            return;
        }
        let same = self.answered && self.shown_for == self.asked;
        if self.answered && !same {
            self.reader.jump();
        }
        let mut answer = answer;
        let hits = std::mem::take(&mut answer.found.hits);
        if same {
            self.list.fill(hits);
        } else {
            self.list.begin(hits);
        }
        self.answer = answer;
        self.answered = true;
        self.narrow.spoil();
        self.shown_for.clone_from(&self.asked);
        self.words = words(self.hits());
    }

    /// The next results select this entry if it is among them.
    pub fn choose(&mut self, path: EntryPath) {
        self.list.choose(path);
    }
}

/// What the first results matched, each once, in lower case.
fn words(hits: &[Hit]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for hit in hits.iter().take(20) {
        let title = hit.title_marks.iter().filter_map(|mark| hit.title.get(mark.clone()));
        let snippet = hit.snippet.marks.iter().filter_map(|mark| hit.snippet.text.get(mark.clone()));
        for word in title.chain(snippet) {
            let word = word.to_lowercase();
            if words.len() < 16 && !words.contains(&word) {
                words.push(word);
            }
        }
    }
    words
}
