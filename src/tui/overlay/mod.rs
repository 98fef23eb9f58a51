//! What lies over the screen: a stack, of which the top has the keys.

pub(crate) mod capture;
pub(crate) mod choose;
pub(crate) mod confirm;
pub(crate) mod finder;
pub(crate) mod history;
mod layer;
pub(crate) mod link;
pub(crate) mod log;
pub(crate) mod machines;
pub(crate) mod menu;
pub(crate) mod offer;
pub(crate) mod prompt;
pub(crate) mod question;
pub(crate) mod sign_in;
pub(crate) mod stray;
pub(crate) mod tags;
pub(crate) mod take;
pub(crate) mod week;
pub(crate) mod which_key;
pub(crate) mod words;

use ratatui::layout::Rect;

use super::core::command::EntryCommand;
use super::core::drafts::{Draft, DraftKind};
use super::core::effect::Effect;
use crate::entry::EntryPath;
use crate::keymap::Action;
use crate::ops::capture::NewEntry;
pub(crate) use layer::{Layer, Look, MENU};

/// Makes of the rows the overlays there are.
macro_rules! overlays {
    ($( $(#[$doc:meta])* $name:ident($state:ty), )*) => {
        /// One overlay.
        #[derive(Clone, Debug)]
        pub enum Overlay { $($(#[$doc])* $name($state),)* }

        impl Overlay {
            pub fn layer(&self) -> &dyn Layer {
                match self { $(Self::$name(state) => state,)* }
            }

            pub fn layer_mut(&mut self) -> &mut dyn Layer {
                match self { $(Self::$name(state) => state,)* }
            }
        }
    };
}

overlays! {
    Capture(capture::Capture),
    /// Own words for an entry.
    Words(words::Words),
    Prompt(prompt::Prompt),
    /// Palette, help, actions.
    Menu(menu::Menu),
    Tags(tags::Tags),
    Link(link::Link),
    History(history::History),
    Confirm(confirm::Confirm),
    Choose(choose::Choose),
    /// What would come into an entry.
    Take(take::Take),
    Question(question::Question),
    /// What would leave for a team besides a page.
    Offer(offer::Offer),
    /// The week's lines for a team.
    Week(week::SharedWeek),
    Log(log::Log),
    Machines(machines::Machines),
    Stray(stray::Stray),
    SignIn(sign_in::SignIn),
}

/// What an overlay asks for after a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Stay,
    Close,
    /// Closes and does this on the screen below.
    Run(Action),
    /// Closes and keeps the text for later.
    Keep(Draft),
    /// The same, and says where.
    SetAside(Draft),
    /// Closes and saves.
    Save {
        entry: NewEntry,
        kind: DraftKind,
    },
    /// Closes and saves, whatever draft there is besides.
    Create(NewEntry),
    /// Goes on in the editor.
    InEditor(Draft),
    /// Closes and does something with entries.
    Command {
        command: EntryCommand,
        paths: Vec<EntryPath>,
    },
    /// Closes; this was chosen from a list.
    Chosen(choose::Choice),
    /// What was typed in a prompt.
    Answer(prompt::Ask, String),
    /// A question to a team, as it was typed.
    Question(question::Typing),
    /// Closes and goes on typing what would have left.
    Rewrite(crate::ops::share::Contribution),
    /// Closes; this page answers a request.
    Answers {
        request: EntryPath,
        page: EntryPath,
    },
    /// Asks first.
    Ask(Box<confirm::Confirm>),
    /// Closes all and brings a version of an entry back.
    Restore {
        path: EntryPath,
        rev: String,
    },
    /// Closes and opens the capture with this text.
    Capture(String),
    Quit,
    /// Closes; this is what a server wanted to know, or the person would not say it.
    Told(Option<String>),
    Do(Effect),
    /// Closes and sends something to a team.
    Send(Effect),
}

/// A box of at most this size in the upper middle of the screen.
pub(crate) fn middle(screen: Rect, width: u16, height: u16) -> Rect {
    let margin = if screen.width >= 60 { 4 } else { 0 };
    let width = width.min(screen.width.saturating_sub(2 * margin));
    // At most four fifths, so that what it belongs to stays in sight.
    let height = height.min((screen.height / 5 * 4).max(6)).min(screen.height);
    let x = screen.x + (screen.width - width) / 2;
    let y = screen.y + (screen.height - height) / 3;
    Rect { x, y, width, height }
}
