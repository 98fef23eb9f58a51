//! What actions do with entries, a row each: what an action needs, and how it is done where no screen has its own way.
//! Commands that are done at once are rows of `command.rs`.

use super::{App, Effect};
use crate::keymap::{Act, Action, Go, Run};
use crate::tui::core::command::{EntryCommand, MY_ENTRIES, Need};
use crate::tui::overlay::menu::MenuKind;
use crate::tui::widget::format::shown_path;

/// What an action needs, and how it is done.
#[derive(Clone, Copy)]
pub(super) struct ActionRule {
    pub(super) needs: &'static [Need],
    pub(super) does: Handler,
}

/// How an action is done.
#[derive(Clone, Copy)]
pub(super) enum Handler {
    Command(&'static EntryCommand),
    /// By asking or showing something first, or without an act on the store.
    Asks(fn(&mut App) -> Vec<Effect>),
}

type RuleRow = (Act, &'static [Need], fn(&mut App) -> Vec<Effect>);

/// One entry of mine.
const ONE: &[Need] = &[Need::Mine, Need::One, Need::Entry];
const NO_LIST: &[Need] = &[Need::Elsewhere("there is no list to mark in")];
const NO_TODO: &[Need] = &[Need::Elsewhere("open the entry first; a to-do is ticked in its text")];
const OF_FEEDS: &[Need] = &[Need::Elsewhere("this is done among items of feeds")];
const NOT_PREPARED: &[Need] = &[Need::Elsewhere("prepare it first, and see what would leave")];

const RULES: &[RuleRow] = &[
    (Act::Open, &[], |app| app.selected_path().map(|path| app.open(path)).unwrap_or_default()),
    (Act::OpenOutside, &[Need::Address], App::open_outside),
    (Act::Edit, &[], App::edit),
    (Act::Tag, MY_ENTRIES, App::open_tags),
    (Act::Mark, NO_LIST, nothing),
    (Act::MarkRange, NO_LIST, nothing),
    (Act::MarkAll, NO_LIST, nothing),
    (Act::WithTeams, &[Need::Elsewhere("this is done in the results of a search")], nothing),
    (Act::Order, &[Need::Sorted], |app| app.open_menu(MenuKind::Sort)),
    (Act::CopyLink, &[Need::Linkable], App::copy_link),
    (Act::CopyUrl, &[Need::Url], |app| app.copy("address", app.address().map(str::to_owned))),
    (Act::CopyText, &[Need::Text], |app| app.copy("text", app.entry().map(|entry| entry.body().to_owned()))),
    (Act::CopyPath, &[], |app| app.copy("path", app.selected_path().map(|path| shown_path(&path)))),
    (Act::CopyCode, &[Need::CodeBlock], |app| app.copy("code", app.code())),
    (Act::Annotate, ONE, App::annotate),
    (Act::Nugget, &[Need::Material], |app| vec![Effect::Distil(app.sources())]),
    (Act::Tick, NO_TODO, nothing),
    (Act::Later, MY_ENTRIES, |app| app.open_menu(MenuKind::Later)),
    (Act::Refine, MY_ENTRIES, |app| app.open_menu(MenuKind::Refine)),
    (Act::Link, ONE, App::open_link),
    (Act::Follow, &[Need::Elsewhere("open the entry first")], nothing),
    (Act::History, &[Need::Mine, Need::One, Need::Entry, Need::History], App::open_history),
    (Act::Merge, &[Need::Mine, Need::Bookmark, Need::One, Need::Entry], App::find_same_page),
    (Act::Rename, ONE, App::rename),
    (Act::Prepare, &[Need::One, Need::Mine, Need::Entry, Need::NoDay], App::prepare),
    (Act::Publish, NOT_PREPARED, nothing),
    (Act::Propose, NOT_PREPARED, nothing),
    (Act::Withdraw, &[Need::Published, Need::Mine], App::withdraw),
    (Act::Take, &[Need::TheirWords, Need::Mine], App::look_at_theirs),
    (Act::Adopt, &[Need::Theirs], App::adopt),
    (Act::Thank, &[Need::Theirs], App::thank),
    (Act::Claim, &[Need::Request], App::claim),
    (Act::Reply, &[Need::Request], App::reply_to_request),
    (Act::Answer, &[Need::Request], App::answer_request),
    (Act::Finish, &[Need::Request], App::close_request),
    (Act::Read, OF_FEEDS, nothing),
    (Act::ReadAll, OF_FEEDS, nothing),
    (Act::MarkBack, OF_FEEDS, nothing),
    (Act::Star, OF_FEEDS, nothing),
    (Act::ShowRead, OF_FEEDS, nothing),
    (Act::Mute, OF_FEEDS, nothing),
    (Act::FullText, OF_FEEDS, nothing),
    (Act::Seen, &[Need::Elsewhere("this is done in the list of what is new")], nothing),
];

/// Only some screens have a way to do it.
fn nothing(_: &mut App) -> Vec<Effect> {
    Vec::new()
}

/// The row of an action.
pub(super) fn of(act: Act) -> ActionRule {
    let at_once = EntryCommand::AT_ONCE.iter().find(|(of, ..)| *of == act);
    let at_once = at_once.map(|(_, needs, command)| ActionRule { needs, does: Handler::Command(command) });
    let asking = || RULES.iter().find(|(of, ..)| *of == act);
    let verb = at_once.or_else(|| asking().map(|(_, needs, ask)| ActionRule { needs, does: Handler::Asks(*ask) }));
    verb.expect("every action on entries has a row: a test looks at all of them")
}

/// The actions menu, in the order in which hands learn it; it never changes, so positions can be learnt too. Actions on
/// entries that are not named here stand below those that are.
const MENU_ORDER: [Act; 32] = [
    Act::Open,
    Act::Edit,
    Act::Annotate,
    Act::Nugget,
    Act::Keep,
    Act::Tag,
    Act::Link,
    Act::Later,
    Act::Todo,
    Act::Tick,
    Act::Archive,
    Act::Trash,
    Act::Refine,
    Act::Prepare,
    Act::Publish,
    Act::Propose,
    Act::Withdraw,
    Act::Take,
    Act::Adopt,
    Act::Seen,
    Act::OpenOutside,
    Act::Follow,
    Act::History,
    Act::Merge,
    Act::Rename,
    Act::Mark,
    Act::MarkAll,
    Act::CopyLink,
    Act::CopyText,
    Act::CopyPath,
    Act::CopyUrl,
    Act::CopyCode,
];

const ALWAYS: [Action; 7] = [
    Action::Run(Run::Capture),
    Action::Run(Run::Log),
    Action::Go(Go::Search),
    Action::Run(Run::Sync),
    Action::Run(Run::Undo),
    Action::Run(Run::Redo),
    Action::Run(Run::Messages),
];

/// The rows of the actions menu.
pub(super) fn menu() -> impl Iterator<Item = Action> {
    let is_left = |action: &Action| matches!(action, Action::Act(act) if !matches!(act, Act::MarkRange | Act::Order | Act::WithTeams) && !MENU_ORDER.contains(act));
    MENU_ORDER.into_iter().map(Action::Act).chain(Action::ALL.iter().copied().filter(is_left)).chain(ALWAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_on_entries_has_one_row() {
        for action in Action::ALL {
            if let Action::Act(act) = action {
                let rows = RULES.iter().filter(|(of, ..)| of == act).count();
                let at_once = EntryCommand::AT_ONCE.iter().filter(|(of, ..)| of == act).count();
                assert_eq!(rows + at_once, 1, "{action}");
            }
        }
    }
}
