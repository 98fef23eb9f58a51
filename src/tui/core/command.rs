//! What can be done with entries, a row each: every command is one act, which undo takes back.

use chrono::NaiveDate;

use crate::entry::{EntryPath, Stage, text};
use crate::keymap::Act;
use crate::ops::edit::Changed;
use crate::ops::refine::{Annotation, Confidence};
use crate::ops::share::{self, Taking};
use crate::ops::team::{self, PageChange};
use crate::ops::tick::{self, Tick};
use crate::ops::{self, Workspace, bookmark, feeds, history, later, links, log, refine, trash};

/// What has to be so for an action to make sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Entries of my store, not of a team.
    Mine,
    /// An entry of a team.
    Theirs,
    /// Something that a nugget can be written from: entries of my store, or a request of a team.
    Material,
    /// A request of a team.
    Request,
    /// One entry, not several that are marked.
    One,
    /// An entry, not a line of the log.
    Entry,
    Bookmark,
    /// Not a day of the journal.
    NoDay,
    /// The store's history in git.
    History,
    /// Its text has been read.
    Text,
    CodeBlock,
    /// A web address: of the entry, or of what it was published as.
    Address,
    /// A web address of the entry.
    Url,
    /// Something that a link can lead to.
    Linkable,
    /// It is published, or on its way.
    Published,
    /// Colleagues wrote something in its page.
    TheirWords,
    /// A list whose order can be chosen.
    Sorted,
    /// Another screen, where it has a meaning of its own: why not here.
    Elsewhere(&'static str),
}

/// What nearly every command needs.
pub(crate) const MY_ENTRIES: &[Need] = &[Need::Mine, Need::Entry];

/// As much of a to-do as a message shows, in characters.
const SHOWN: usize = 60;

/// Makes [`EntryCommand`] of rows. A row reads: its name and what it is given; what it needs, if an action of the same name
/// does it at once; whether the entries are out of the inbox then; its summary; how it is done.
macro_rules! commands {
    (done($workspace:ident, $paths:ident) summary($what:ident) $(
        $(#[$doc:meta])* $name:ident $(($given:ident: $type:ty))? $([$needs:expr])?
            => $decides:expr, $summary:expr, $work:expr;
    )*) => {
        /// What is to be done with entries.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum EntryCommand { $($(#[$doc])* $name $(($type))?,)* }

        impl EntryCommand {
            /// Those that an action does at once, with what they need.
            pub const AT_ONCE: &'static [(Act, &'static [Need], Self)] =
                &[$($((Act::$name, $needs, Self::$name),)?)*];

            /// Of items of feeds, what makes an entry of them keeps them first.
            pub fn perform(&self, $workspace: &Workspace, paths: &[EntryPath]) -> Result<Changed, ops::Error> {
                let entries = if self.keeps_items() { feeds::as_entries($workspace, paths)? } else { paths.to_vec() };
                let $paths = entries.as_slice();
                match self { $(Self::$name $(($given))? => given(($($given)?), $work),)* }
            }

            /// Whether entries are out of the inbox when it is done.
            pub fn decides(&self) -> bool {
                match self { $(Self::$name $(($given))? => given(($($given)?), $decides),)* }
            }

            /// The message after it was done with `what`.
            pub fn summary(&self, $what: &str) -> String {
                match self { $(Self::$name $(($given))? => given(($($given)?), $summary),)* }
            }
        }
    };
}

/// Not every column of a row looks at what the command is given.
fn given<G, T>(_: G, column: T) -> T {
    column
}

commands! {
    done(workspace, paths) summary(what)
    /// Out of the inbox, as a seed.
    Keep [MY_ENTRIES]
        => true, format!("Kept {what} as a seed."), refine::keep(workspace, paths);
    Archive [MY_ENTRIES]
        => true, format!("Done with {what}; it stays searchable."), refine::stage(workspace, paths, Stage::Archived);
    Trash [MY_ENTRIES]
        => true, format!("Trashed {what}."), trash::remove(workspace, paths);
    /// Out of the trash, to where it was.
    Recover
        => false, format!("Restored {what}."), each(paths, |path| trash::restore(workspace, path));
    /// Into today's journal as a to-do.
    Todo [MY_ENTRIES]
        => true, format!("Added {what} to today's log as a to-do."), log::todo(workspace, paths);
    /// A to-do in an entry's text, as it was shown.
    Tick(todo: Tick)
        => false, ticked(todo), each(paths, |path| tick::tick(workspace, path, todo));
    Later(day: NaiveDate)
        => true, format!("{} comes back on {}.", capital(what), day.format("%A, %-d %B")), later::later(workspace, paths, *day);
    Stage(stage: Stage)
        => *stage != Stage::Inbox, format!("{} is now {}.", capital(what), stage.name()), refine::stage(workspace, paths, *stage);
    Confidence(confidence: Confidence)
        => false, format!("Confidence in {what}: {}.", name(*confidence)), refine::confidence(workspace, paths, *confidence);
    Checked
        => false, format!("Checked {what} today."), refine::checked(workspace, paths);
    Annotate(words: Annotation)
        => false, format!("Added your words to {what}."), each(paths, |path| refine::annotate(workspace, path, words));
    Tag(change: TagChange)
        => false, format!("Changed the tags of {what}."), ops::edit::tag(workspace, paths, &change.add, &change.remove);
    /// Joins a bookmark into this one of the same page.
    Merge(into: EntryPath)
        => true, format!("Joined {what} into the other bookmark of the page."), each(paths, |path| bookmark::merge(workspace, path, into));
    Link(to: EntryPath)
        => false, format!("Linked {what}."), each(paths, |path| links::add(workspace, path, to));
    /// Brings the version of this commit back.
    Restore(rev: String)
        => false, format!("Restored an earlier version of {what}."), each(paths, |path| history::restore(workspace, path, rev));
    /// Changes it as the page was changed that it was adopted from.
    Follow(change: Box<PageChange>)
        => false, format!("Changed {what} too."), each(paths, |path| team::follow(workspace, path, change));
    /// Takes in what colleagues changed in the entry's page, as it was shown.
    Take(taking: Box<Taking>)
        => false, format!("Took what {} changed into {what}.", taking.who), share::take(workspace, taking);
}

impl EntryCommand {
    fn keeps_items(&self) -> bool {
        matches!(
            self,
            Self::Keep
                | Self::Archive
                | Self::Todo
                | Self::Later(_)
                | Self::Stage(_)
                | Self::Annotate(_)
                | Self::Tag(_)
                | Self::Link(_)
        )
    }
}

/// Tags to add and to remove.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagChange {
    pub add: Vec<String>,
    pub remove: Vec<String>,
}

/// Does something with each entry, as one change.
fn each(
    paths: &[EntryPath],
    mut act: impl FnMut(&EntryPath) -> Result<Changed, ops::Error>,
) -> Result<Changed, ops::Error> {
    let mut all = Changed::default();
    for path in paths {
        let Changed { paths, warnings } = act(path)?;
        all.paths.extend(paths);
        all.warnings.extend(warnings);
    }
    Ok(all)
}

/// A to-do is told by its words, not by the entry that it stands in.
fn ticked(tick: &Tick) -> String {
    let verb = if tick.done { "Ticked" } else { "Unticked" };
    format!("{verb} \u{201c}{}\u{201d}.", text::summary(&tick.text, SHOWN))
}

pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn name(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}
