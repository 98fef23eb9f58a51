//! Everything a key can mean, in one table; palette, help, footer and `docs/keys.md` follow it.

use std::fmt;
use std::str::FromStr;

use crate::text::nearest;

/// Declares the actions: an enum per group, [`Action`] over them, names, help lines and search words.
macro_rules! actions {
    ($($(#[$doc:meta])* $group:ident {
        $($variant:ident $name:literal $about:literal $([$($word:literal),+])?,)*
    })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
            pub enum $group { $($variant,)* }

            impl From<$group> for Action {
                fn from(action: $group) -> Self {
                    Self::$group(action)
                }
            }
        )*

        /// Something a person can ask for with a key or from the palette.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action { $($(#[$doc])* $group($group),)* }

        impl Action {
            /// In the order of the table.
            pub const ALL: &'static [Self] = &[$($(Self::$group($group::$variant),)*)*];

            /// The group's name, in the order of the table.
            pub const GROUPS: &'static [&'static str] = &[$(stringify!($group),)*];

            /// The row of the table: name, help line, search words.
            fn row(self) -> (&'static str, &'static str, &'static [&'static str]) {
                match self { $($(Self::$group($group::$variant) => ($name, $about, &[$($($word),+)?]),)*)* }
            }

            /// The name of the action's group.
            pub fn group(self) -> &'static str {
                match self { $(Self::$group(_) => stringify!($group),)* }
            }
        }
    };
}

actions! {
    /// Moves the selection or scrolls.
    Move {
        Down         "cursor-down"    "Select the next one" ["next", "line"],
        Up           "cursor-up"      "Select the previous one" ["previous", "line"],
        First        "cursor-first"   "Go to the top" ["home", "beginning"],
        Last         "cursor-last"    "Go to the end" ["bottom"],
        HalfPageDown "half-page-down" "Half a page down" ["scroll"],
        HalfPageUp   "half-page-up"   "Half a page up" ["scroll"],
        PageDown     "page-down"      "A page down" ["scroll"],
        PageUp       "page-up"        "A page up" ["scroll"],
        PaneLeft     "pane-left"      "Go to the pane on the left, or out" ["focus", "window"],
        PaneRight    "pane-right"     "Go to the pane on the right, or in" ["focus", "window"],
        PaneNext     "pane-next"      "Go to the next pane" ["focus", "window"],
        PanePrevious "pane-previous"  "Go to the previous pane" ["focus", "window"],
        PreviewDown  "preview-down"   "Scroll the text down" ["preview"],
        PreviewUp    "preview-up"     "Scroll the text up" ["preview"],
        FindNext     "find-next"      "Go to the next place that is marked" ["search", "match", "hit"],
        FindPrevious "find-previous"  "Go to the marked place before" ["search", "match", "hit"],
        SideLeft     "side-left"      "Scroll wide code and tables to the left" ["horizontal", "columns"],
        SideRight    "side-right"     "Scroll wide code and tables to the right" ["horizontal", "columns"],
    }
    /// Changes a text that is being typed.
    Write {
        Submit         "submit"           "Accept what is typed or chosen" ["save", "ok"],
        NewLine        "new-line"         "Start a new line",
        NextField      "next-field"       "Go to the next field",
        PreviousField  "previous-field"   "Go to the previous field",
        InEditor       "in-editor"        "Go on writing in your editor" ["vim", "emacs"],
        DeleteBack     "delete-back"      "Delete the character before the cursor" ["backspace"],
        DeleteForward  "delete-forward"   "Delete the character at the cursor",
        DeleteWordBack "delete-word-back" "Delete the word before the cursor",
        DeleteWord     "delete-word"      "Delete the word after the cursor",
        DeleteToStart  "delete-to-start"  "Delete to the start of the line" ["clear"],
        DeleteToEnd    "delete-to-end"    "Delete to the end of the line" ["kill"],
        Left           "cursor-left"      "Move a character to the left",
        Right          "cursor-right"     "Move a character to the right",
        WordLeft       "word-left"        "Move a word to the left",
        WordRight      "word-right"       "Move a word to the right",
        Start          "cursor-start"     "Move to the start of the line",
        End            "cursor-end"       "Move to the end of the line",
    }
    /// Does something with the selected or marked entries.
    Act {
        Open        "open"         "Open here" ["read", "show"],
        OpenOutside "open-outside" "Open in the browser or its app" ["link", "url", "web", "follow"],
        Edit        "edit"         "Edit in your editor" ["write", "change", "vim", "emacs"],
        Tag         "tag"          "Add or remove tags" ["label", "keyword"],
        Mark        "mark"         "Mark or unmark" ["select"],
        MarkRange   "mark-range"   "Mark from here to where you go" ["select", "visual"],
        MarkAll     "mark-all"     "Mark all in this list, or none" ["select"],
        WithTeams   "with-teams"   "Search the teams too, or only what is mine" ["everywhere", "mine", "others", "join", "hide"],
        Order       "order"        "Order of this list" ["sort", "recent", "oldest", "name"],
        CopyLink    "copy-link"    "Copy a [[link]] to it" ["yank", "clipboard", "wikilink"],
        CopyUrl     "copy-url"     "Copy its address" ["yank", "clipboard", "url"],
        CopyText    "copy-text"    "Copy its text" ["yank", "clipboard", "content", "markdown"],
        CopyPath    "copy-path"    "Copy the path of its file" ["yank", "clipboard", "filename"],
        CopyCode    "copy-code"    "Copy its code block" ["yank", "clipboard", "snippet"],
        Annotate    "annotate"     "Add my own words" ["comment", "note", "quote", "why", "write"],
        Nugget      "nugget"       "Distil a nugget from this" ["distil", "idea", "derive", "synthesise"],
        Keep        "keep"         "Keep it: out of the inbox, as a seed" ["bookmark", "seed", "save", "inbox"],
        Later       "later"        "Later: it comes back on Today" ["snooze", "defer", "remind", "postpone"],
        Todo        "todo"         "Mine: to today's log as a to-do" ["task", "do", "log", "journal"],
        Tick        "tick"         "Tick a to-do, or untick it" ["todo", "task", "checkbox", "done", "check"],
        Archive     "archive"      "Done: archive it, still searchable" ["done", "finish", "hide"],
        Trash       "trash"        "Move to the trash" ["delete", "remove", "discard"],
        Refine      "refine"       "Stage, confidence, checked today" ["mark", "maturity", "status"],
        Link        "link"         "Link to another entry" ["connect", "related", "wikilink"],
        Follow      "follow"       "Follow a link by its letter" ["jump", "open", "link"],
        History     "history"      "Earlier versions of this entry" ["versions", "git", "diff", "restore"],
        Merge       "merge"        "Join bookmarks of the same page" ["duplicate", "same", "join"],
        Rename      "rename"       "Give it another title" ["title", "name", "move"],
        Prepare     "prepare"      "Prepare to share, or to update what is shared" ["share", "publish", "team", "preview"],
        Publish     "publish"      "Publish what is shown" ["share", "push", "send", "update"],
        Propose     "propose"      "Publish on a branch, for review" ["share", "pull", "request", "review", "merge"],
        Withdraw    "withdraw"     "Withdraw it from the team" ["share", "unpublish", "retract", "delete"],
        Take        "take"         "Take what colleagues changed into my text" ["share", "theirs", "join", "merge", "pull"],
        Adopt       "adopt"        "Adopt it into my store" ["team", "copy", "keep", "take"],
        Seen        "seen"         "Mark all that is new as seen" ["team", "read", "done"],
        Thank       "thank"        "Thank whoever wrote it" ["team", "praise", "kudos", "helped"],
        Claim       "claim"        "Take the request on, or give it back" ["team", "request", "assign", "mine", "release"],
        Reply       "reply"        "Say something about the request" ["team", "request", "comment", "discuss"],
        Answer      "answer"       "Name the page that answers the request" ["team", "request", "link"],
        Read        "read-item"    "Mark as read, or unread again" ["feed", "done", "seen"],
        ReadAll     "read-all"     "Mark all that is listed as read" ["feed", "done", "catch", "up"],
        MarkBack    "mark-back"    "Take back what was marked last, else undo" ["feed", "unread", "undo"],
        Star        "star"         "Give it a star, or take that away" ["feed", "favourite", "save"],
        ShowRead    "show-read"    "Show what was read too, or only what is unread" ["feed", "all", "hide"],
        Mute        "mute"         "Mute its source, or hear it again" ["feed", "silence", "quiet"],
        FullText    "full-text"    "Fetch the whole text of what the feed begins" ["feed", "page", "article"],
        Finish      "finish"       "Close the request: what came of it?" ["team", "request", "done", "outcome"],
    }
    /// Says when an entry comes back.
    Later {
        Tomorrow "later-tomorrow" "Later: tomorrow" ["later", "snooze"],
        Week     "later-week"     "Later: in a week" ["later", "snooze"],
        Month    "later-month"    "Later: in a month" ["later", "snooze"],
        Day      "later-day"      "Later: pick a date" ["later", "snooze", "date", "friday"],
    }
    /// Says what an entry has become.
    Refine {
        Seed      "stage-seed"        "Stage: seed" ["refine"],
        Growing   "stage-growing"     "Stage: growing" ["refine"],
        Evergreen "stage-evergreen"   "Stage: evergreen" ["refine", "finished"],
        Low       "confidence-low"    "Confidence: low" ["refine", "doubt", "unsure"],
        Medium    "confidence-medium" "Confidence: medium" ["refine"],
        High      "confidence-high"   "Confidence: high" ["refine", "sure"],
        Checked   "checked"           "Checked today" ["refine", "verified", "valid", "true"],
    }
    /// Says in which order results come.
    Sort {
        Best   "order-best"   "Order: best match" ["sort", "relevance"],
        Recent "order-recent" "Order: changed last" ["sort", "modified", "new"],
        Newest "order-newest" "Order: newest date first" ["sort", "created"],
        Oldest "order-oldest" "Order: oldest date first" ["sort", "created"],
        Title  "order-title"  "Order: by title" ["sort", "alphabet"],
        Name   "order-name"   "Order: by the name of the file" ["sort", "alphabet"],
    }
    /// Says which of two texts of an entry counts.
    Decide {
        Mine      "take-mine"       "Mine, in this place" ["conflict", "ours", "resolve"],
        Theirs    "take-theirs"     "Theirs, in this place" ["conflict", "other", "resolve"],
        Both      "take-both"       "Both, in this place" ["conflict", "union", "resolve"],
        Edit      "edit-place"      "Edit this place in your editor" ["conflict", "resolve"],
        AllMine   "take-all-mine"   "All of mine" ["conflict", "ours", "whole", "resolve"],
        AllTheirs "take-all-theirs" "All of theirs" ["conflict", "other", "whole", "resolve"],
        AllBoth   "take-all-both"   "Both, wherever both sides changed something" ["conflict", "union", "whole", "resolve"],
        AllEdit   "edit-result"     "Edit the result in your editor" ["conflict", "whole", "resolve"],
        Settle    "settle"          "Settle it: the result is the entry's one text" ["conflict", "resolve", "save", "accept"],
    }
    /// Goes to another place.
    Go {
        Today   "today"   "Go to today" ["log", "journal", "day", "home"],
        Inbox   "inbox"   "Go to the inbox" ["triage", "decide", "undecided"],
        Feeds   "feeds"   "Go to what I follow" ["feeds", "rss", "people", "news", "items"],
        Library "library" "Go to the library" ["notes", "entries"],
        Share   "share"   "Go to what I published" ["published", "outbox", "drifted", "queued"],
        Team    "team"    "Go to what is new in the teams" ["teams", "others", "new"],
        Conflicts "conflicts" "Go to the conflicts: entries of which two texts are kept" ["merge", "mine", "theirs", "both", "settle", "resolve", "sync"],
        Trashed "trashed" "Go to what is in the trash" ["trash", "deleted", "removed", "restore"],
        Search  "search"  "Search everything" ["query", "look", "filter"],
        Find    "find"    "Filter this list, or find in this text" ["query", "grep"],
        Back    "back"    "Go back to where you were" ["history", "previous"],
    }
    /// Concerns the whole program.
    Run {
        Log       "log"        "Log a line with the time" ["journal", "today", "diary", "write"],
        Capture   "capture"    "Write down something new" ["new", "add", "note", "create", "jot"],
        Ask       "ask"        "Ask a team something" ["team", "request", "question", "need"],
        WebSearch "web-search" "Search the web for what is not found here" ["browser", "internet", "google"],
        Sync      "sync"       "Sync with the remote" ["exchange", "push", "pull", "fetch", "git", "refresh"],
        AddFeed   "add-feed"   "Follow a site, a feed or a person" ["rss", "subscribe", "source", "mastodon"],
        FetchFeeds "fetch-feeds" "Ask all sources for what is new" ["feeds", "refresh", "reload", "update"],
        AddTeam   "add-team"   "Add a team by the address of its repository" ["join", "clone", "share", "subscribe"],
        Undo      "undo"       "Undo the last change" ["revert"],
        Redo      "redo"       "Redo what was undone" ["again"],
        Help      "help"       "Keys of this screen" ["keys", "shortcuts", "bindings"],
        Palette   "palette"    "All commands" ["commands", "menu"],
        Actions   "actions"    "What can be done with the selection" ["menu", "more", "context"],
        PutAway   "put-away"   "Hide the first steps, or what is new, for good" ["dismiss", "checklist", "tips", "news"],
        Messages  "messages"   "Jobs and messages" ["log", "errors", "tasks", "progress"],
        Machines  "machines"   "Machines this store is used on" ["sync", "devices", "computers", "status", "last"],
        CancelJob "cancel-job" "Cancel the running job" ["stop", "abort"],
        Zoom      "zoom"       "Give this pane the whole screen, or give it back" ["maximise", "fullscreen"],
        Mouse     "mouse"      "Switch the mouse on or off" ["click", "wheel", "selection"],
        Cancel    "cancel"     "Cancel, or one step back; never quits" ["escape", "dismiss"],
        Close     "close"      "Close; at the top, quit" ["leave", "exit"],
        Quit      "quit"       "Quit from anywhere" ["exit", "leave", "bye"],
        Suspend   "suspend"    "Back to the shell; fg returns" ["background", "stop"],
        Redraw    "redraw"     "Redraw the screen" ["refresh", "repaint", "clear"],
        Interrupt "interrupt"  "Cancel the input or the running job" ["stop", "abort"],
    }
}

/// Declares where keys are looked up: name of the table in keymap files, what it is, whether characters are text there.
macro_rules! contexts {
    ($($(#[$doc:meta])* $variant:ident $name:literal $about:literal $takes:ident,)*) => {
        /// Where keys are looked up; a screen offers a stack of them, innermost first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Context { $($(#[$doc])* $variant,)* }

        impl Context {
            pub const ALL: [Self; [$(Self::$variant),*].len()] = [$(Self::$variant),*];

            /// The name of its table in keymap files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What the context is, for help and docs.
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }

            /// Whether characters are text here, so that only bindings of text contexts can take them.
            pub fn takes_text(self) -> bool {
                match self { $(Self::$variant => matches!(Takes::$takes, Takes::Text),)* }
            }
        }
    };
}

/// What characters are in a context.
enum Takes {
    Keys,
    Text,
}

contexts! {
    Global   "global"   "Everywhere" Keys,
    /// An entry is selected or shown.
    Entry    "entry"    "On an entry" Keys,
    List     "list"     "In a list" Keys,
    /// A text to read has the focus.
    Preview  "preview"  "In a text" Keys,
    /// What was looked for is marked in the text that has the focus.
    Found    "found"    "In a text where words are marked" Keys,
    Today    "today"    "On the screen of today" Keys,
    /// Lines of a week that a team may get.
    Week     "week"     "Among the lines of a week" Keys,
    /// The list of what is shared, and one that is prepared.
    Share    "share"    "On what is shared" Keys,
    /// An entry of a team, or the screen of what is new there.
    Team     "team"     "On an entry of a team" Keys,
    Request  "request"  "On a request of a team" Keys,
    /// Items of what is followed, and the list of that.
    Feeds    "feeds"    "On what I follow" Keys,
    Sources  "sources"  "On a source" Keys,
    Trash    "trash"    "In the trash" Keys,
    /// Two texts of an entry are compared.
    Conflict "conflict" "Where two texts are compared" Keys,
    Input    "input"    "While typing" Text,
    /// Something is typed above a list that follows: the query, the palette.
    Picker   "picker"   "While typing above a list" Text,
    Composer "composer" "While capturing" Text,
    /// The help overlay, which is a picker too.
    Help     "help"     "In the help" Text,
    Menu     "menu"     "In a menu" Keys,
    Later    "later"    "In the menu of when" Keys,
    Refine   "refine"   "In the menu of stage and confidence" Keys,
    Sort     "sort"     "In the menu of orders" Keys,
    History  "history"  "In the history of an entry" Keys,
    Messages "messages" "In jobs and messages" Keys,
    /// A question that wants yes or no.
    Confirm  "confirm"  "When asked" Keys,
}

/// A word that names no action.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no action `{name}`{}", .nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default())]
pub struct NoAction {
    pub name: String,
    pub nearest: Option<&'static str>,
}

impl Action {
    /// Reachable from the palette and bound to nothing by default.
    pub const PALETTE_ONLY: &'static [Self] = &[
        Self::Move(Move::PageDown),
        Self::Move(Move::PageUp),
        Self::Run(Run::Mouse),
        Self::Run(Run::AddTeam),
        Self::Run(Run::Machines),
    ];

    /// As keymap files say it.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// One line of help.
    pub fn about(self) -> &'static str {
        self.row().1
    }

    /// Other words a person may look for in the palette.
    pub fn keywords(self) -> &'static [&'static str] {
        self.row().2
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Action {
    type Err = NoAction;

    fn from_str(name: &str) -> Result<Self, NoAction> {
        Self::ALL.iter().copied().find(|action| action.name() == name).ok_or_else(|| NoAction {
            name: name.to_owned(),
            nearest: nearest(name, Self::ALL.iter().map(|action| action.name())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_parses_back() {
        for action in Action::ALL {
            assert_eq!(action.name().parse(), Ok(*action));
        }
    }

    #[test]
    fn names_are_unique_and_every_action_has_a_line_of_help() {
        for (at, action) in Action::ALL.iter().enumerate() {
            assert!(!action.about().is_empty() && !action.about().ends_with('.'), "{action}");
            assert!(Action::ALL[..at].iter().all(|other| other.name() != action.name()), "{action}");
            assert!(Action::GROUPS.contains(&action.group()));
        }
    }

    #[test]
    fn every_context_is_listed_where_it_is_declared() {
        for (at, context) in Context::ALL.into_iter().enumerate() {
            assert_eq!(context as usize, at);
        }
    }

    #[test]
    fn a_misspelt_action_is_told_with_the_nearest() {
        assert_eq!(
            "cursr-down".parse::<Action>().unwrap_err().to_string(),
            "there is no action `cursr-down`; did you mean `cursor-down`?"
        );
        assert_eq!("fly-to-the-moon".parse::<Action>().unwrap_err().nearest, None);
    }
}
