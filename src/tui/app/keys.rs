//! Keys, text and pastes: looked up in the contexts of what is on top, and routed there.

use super::{App, Effect};
use crate::entry::EntryPath;
use crate::keymap::{Act, Action, Key, Resolution, Run};
use crate::tui::core::command::EntryCommand;
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::effect::Told;
use crate::tui::overlay::confirm::Confirm;
use crate::tui::overlay::stray::Stray;
use crate::tui::overlay::{Overlay, Reply};

impl App {
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        self.shared.messages.seen();
        if let Some(stray) = self.caught(key) {
            return stray;
        }
        self.shared.pending.push(key);
        let contexts = self.contexts();
        match self.shared.settings.keymap.resolve(&contexts, &self.shared.pending) {
            Resolution::Resolved(action) => {
                self.shared.pending.clear();
                self.act(action)
            }
            Resolution::Pending(_) => {
                self.pending_since = self.shared.at;
                Vec::new()
            }
            Resolution::Text(char) => {
                self.shared.pending.clear();
                self.text(char.encode_utf8(&mut [0; 4]))
            }
            Resolution::Unbound => {
                self.shared.pending.clear();
                Vec::new()
            }
        }
    }

    /// Takes characters that look like prose away from the list they would command.
    fn caught(&mut self, key: Key) -> Option<Vec<Effect>> {
        if let Some(Overlay::Stray(stray)) = self.shared.overlays.last_mut()
            && let Some(char) = key.typed()
            && stray.goes_on(char, self.shared.at)
        {
            return Some(Vec::new());
        }
        let on_list =
            self.shared.overlays.is_empty() && !self.contexts().first().is_some_and(|context| context.takes_text());
        let Some(char) = key.typed().filter(|_| on_list) else {
            self.stray.forget();
            return None;
        };
        let text = match self.stray.has_more() && self.starts_program(key) {
            true => self.stray.until(char),
            false => self.stray.typed(char, self.shared.at)?,
        };
        let stray = Stray::new(text, self.shared.at);
        self.shared.push(Overlay::Stray(stray));
        Some(Vec::new())
    }

    /// Says how many characters wait behind the next key.
    pub fn expect(&mut self, behind: usize) {
        self.stray.behind = behind;
    }

    /// Whether a key gives the terminal to the person's editor.
    fn starts_program(&self, key: Key) -> bool {
        let keys: Vec<Key> = self.shared.pending.iter().copied().chain([key]).collect();
        let resolved = self.shared.settings.keymap.resolve(&self.contexts(), &keys);
        matches!(resolved, Resolution::Resolved(Action::Act(Act::Edit)))
    }

    fn text(&mut self, text: &str) -> Vec<Effect> {
        match self.shared.overlays.last_mut() {
            Some(overlay) => {
                overlay.layer_mut().text(text);
                self.typed()
            }
            None => self.on_screen(|screen, shared| screen.text(text, shared)),
        }
    }

    /// One insert, whatever it holds; on a list it becomes a capture.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.shared.pending.clear();
        self.stray.forget();
        if text.is_empty() {
            return Vec::new();
        }
        let takes_text = self.contexts().first().is_some_and(|context| context.takes_text());
        if takes_text {
            return self.text(text);
        }
        let draft = self.keep_open_draft();
        self.shared.overlays.clear();
        draft.into_iter().chain(self.open_capture(text)).collect()
    }

    /// Gives an action to what is on top.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.act_anywhere(action) {
            return effects;
        }
        match self.shared.overlays.last_mut() {
            Some(overlay) => {
                let reply = overlay.layer_mut().act(action);
                self.reply(reply)
            }
            None => self.act_on_screen(action),
        }
    }

    /// What works over and under everything.
    fn act_anywhere(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Run(Run::Redraw) => Some(vec![Effect::Redraw]),
            Action::Run(Run::Suspend) => Some(self.keep_open_draft().into_iter().chain([Effect::Suspend]).collect()),
            Action::Run(Run::Quit) if self.shared.overlays.is_empty() => Some(self.close_program()),
            Action::Run(Run::Help) => {
                let help = self.help();
                self.shared.overlays.pop_if(|overlay| matches!(overlay, Overlay::Menu(_)));
                self.shared.push(Overlay::Menu(help));
                Some(Vec::new())
            }
            Action::Run(_)
            | Action::Move(_)
            | Action::Write(_)
            | Action::Act(_)
            | Action::Later(_)
            | Action::Refine(_)
            | Action::Sort(_)
            | Action::Decide(_)
            | Action::Go(_) => None,
        }
    }

    /// Closes the overlay before something is done.
    fn closing(&mut self, then: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        self.shared.overlays.pop();
        then(self)
    }

    fn run_from_menu(&mut self, action: Action) -> Vec<Effect> {
        let menu = self.shared.overlays.pop();
        if matches!(&menu, Some(Overlay::Menu(menu)) if menu.is_palette()) {
            self.note_ran(action);
        }
        self.act(action)
    }

    fn keep(&mut self, draft: Draft) -> Vec<Effect> {
        self.shared.draft_open = draft.kind == DraftKind::Capture && !draft.is_blank();
        vec![self.shared.keep_draft(draft)]
    }

    /// What was written stays a draft until the command has come to its end.
    fn close_doing(&mut self, command: EntryCommand, paths: Vec<EntryPath>) -> Vec<Effect> {
        let draft = self.keep_open_draft();
        self.shared.overlays.pop();
        draft.into_iter().chain(self.command_on(command, paths)).collect()
    }

    /// Does what an overlay asks for.
    fn ask_first(&mut self, question: Confirm) -> Vec<Effect> {
        self.shared.push(Overlay::Confirm(question));
        Vec::new()
    }

    fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Stay => self.typed(),
            Reply::Close => self.closing(|_| Vec::new()),
            Reply::Run(action) => self.run_from_menu(action),
            Reply::Keep(draft) => self.closing(|app| app.keep(draft)),
            Reply::SetAside(draft) => self.closing(|app| app.set_aside(draft)),
            Reply::Save { entry, kind } => self.closing(|app| app.save(entry, kind)),
            Reply::Create(entry) => self.closing(|_| vec![Effect::Capture { entry }]),
            Reply::Chosen(choice) => self.closing(|app| app.chosen(&choice)),
            Reply::Send(effect) => self.closing(|app| app.send(effect)),
            Reply::Capture(text) => self.closing(|app| app.open_capture(&text)),
            Reply::InEditor(draft) => vec![self.shared.keep_draft(draft.clone()), Effect::EditDraft(draft)],
            Reply::Command { command, paths } => self.close_doing(command, paths),
            Reply::Ask(question) => self.ask_first(*question),
            Reply::Restore { path, rev } => {
                self.shared.overlays.clear();
                self.command_on(EntryCommand::Restore(rev), vec![path])
            }
            Reply::Answer(ask, text) => self.answer_to(ask, &text),
            Reply::Question(typing) => self.question_typed(typing),
            Reply::Rewrite(contribution) => self.closing(|app| app.rewrite(contribution)),
            Reply::Answers { request, page } => self.closing(|app| app.answer_chosen(&request, &page)),
            Reply::Quit => self.leave(),
            Reply::Told(answer) => self.closing(|_| vec![Effect::Told(Told(answer))]),
            Reply::Do(effect) => vec![effect],
        }
    }
}
