//! Keys, text and pastes: looked up in the contexts of what is on top, and routed there.

use super::{App, Effect};
use crate::keymap::{Action, Key, Resolution, Run};
use crate::tui::deed::Deed;
use crate::tui::drafts::Purpose;
use crate::tui::overlay::stray::Stray;
use crate::tui::overlay::{Overlay, Reply};
use crate::tui::screen::Screen;

impl App {
    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        self.messages.seen();
        if let Some(stray) = self.caught(key) {
            return stray;
        }
        self.pending.push(key);
        let contexts = self.contexts();
        match self.settings.keymap.resolve(&contexts, &self.pending) {
            Resolution::Resolved(action) => {
                self.pending.clear();
                self.act(action)
            }
            Resolution::Pending(_) => {
                self.pending_since = self.at;
                Vec::new()
            }
            Resolution::Text(char) => {
                self.pending.clear();
                self.text(char.encode_utf8(&mut [0; 4]))
            }
            Resolution::Unbound => {
                self.pending.clear();
                Vec::new()
            }
        }
    }

    /// Takes characters that look like prose away from the list they would command.
    fn caught(&mut self, key: Key) -> Option<Vec<Effect>> {
        if let Some(Overlay::Stray(stray)) = self.overlays.last_mut()
            && let Some(char) = key.typed()
            && stray.goes_on(char, self.at)
        {
            return Some(Vec::new());
        }
        let on_list = self.overlays.is_empty() && !self.contexts().first().is_some_and(|context| context.takes_text());
        let Some(char) = key.typed().filter(|_| on_list) else {
            self.stray.forget();
            return None;
        };
        let text = self.stray.typed(char, self.at)?;
        self.push(Overlay::Stray(Stray::new(text, self.at)));
        Some(Vec::new())
    }

    fn text(&mut self, text: &str) -> Vec<Effect> {
        match self.overlays.last_mut() {
            Some(overlay) => {
                overlay.text(text);
                self.typed()
            }
            None => match self.screen {
                Screen::Library => self.library.text(text).into_iter().collect(),
                Screen::Workbench => {
                    let goal = self.workbench.text(text);
                    self.lead(goal)
                }
                Screen::Today => {
                    self.today.text(text);
                    self.typed()
                }
                Screen::Inbox => {
                    self.inbox.text(text);
                    Vec::new()
                }
                Screen::Share | Screen::Prepare | Screen::Team => Vec::new(),
            },
        }
    }

    /// One insert, whatever it holds; on a list it becomes a capture.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.pending.clear();
        self.stray.forget();
        if text.is_empty() {
            return Vec::new();
        }
        let takes_text = self.contexts().first().is_some_and(|context| context.takes_text());
        if takes_text {
            return self.text(text);
        }
        let kept = self.keep_open_draft();
        self.overlays.clear();
        kept.into_iter().chain(self.open_capture(text)).collect()
    }

    /// Gives an action to what is on top.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.act_anywhere(action) {
            return effects;
        }
        match self.overlays.last_mut() {
            Some(overlay) => {
                let reply = overlay.act(action);
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
            Action::Run(Run::Quit) if self.overlays.is_empty() => Some(self.close_program()),
            Action::Run(Run::Help) => {
                let help = self.help();
                self.overlays.pop_if(|overlay| matches!(overlay, Overlay::Menu(_)));
                self.push(Overlay::Menu(help));
                Some(Vec::new())
            }
            Action::Run(_)
            | Action::Move(_)
            | Action::Write(_)
            | Action::Act(_)
            | Action::Later(_)
            | Action::Refine(_)
            | Action::Go(_) => None,
        }
    }

    /// Does what an overlay asks for.
    fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Stay => self.typed(),
            Reply::Close => {
                self.overlays.pop();
                Vec::new()
            }
            Reply::Run(action) => {
                self.overlays.pop();
                self.act(action)
            }
            Reply::Keep(kept) => {
                self.overlays.pop();
                self.draft_open = kept.purpose == Purpose::Capture && !kept.is_blank();
                vec![self.keep_draft(kept)]
            }
            Reply::SetAside(kept) => {
                self.overlays.pop();
                self.set_aside(kept)
            }
            Reply::Save { draft, purpose } => {
                self.overlays.pop();
                self.save(draft, purpose)
            }
            Reply::Write(kept) => vec![self.keep_draft(kept.clone()), Effect::EditDraft(kept)],
            Reply::Deed { deed, paths } => {
                let draft = self.keep_open_draft();
                self.overlays.pop();
                draft.into_iter().chain(self.deed_on(deed, paths)).collect()
            }
            Reply::Ask(question) => {
                self.push(Overlay::Confirm(*question));
                Vec::new()
            }
            Reply::Restore { path, rev } => {
                self.overlays.clear();
                self.deed_on(Deed::Restore { rev }, vec![path])
            }
            Reply::Chosen(choice) => {
                self.overlays.pop();
                self.chosen(choice)
            }
            Reply::Send(effect) => {
                self.overlays.pop();
                self.send(effect)
            }
            Reply::Answer(ask, text) => self.answer_to(ask, &text),
            Reply::Capture(text) => {
                self.overlays.pop();
                self.open_capture(&text)
            }
            Reply::Quit => self.leave(),
            Reply::Do(effect) => vec![effect],
        }
    }
}
