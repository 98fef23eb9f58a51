//! Two texts of one entry side by side, and the one that is made of them.
//!
//! A list of what is to be decided, then mine, theirs and the result, place by place. Nothing is written before it is settled.

mod choices;
mod draw;
mod rows;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::shared::Shared;
use super::{Can, Location, Reminder, Screen, ScreenState, Subject, Surroundings};
use crate::entry::EntryPath;
use crate::keymap::{Act, Action, Context, Decide, Go, Move, Run};
use crate::ops::conflicts::{Conflict, Kept};
use crate::tui::core::effect::{Answer, Effect};
use crate::tui::core::failure::Outcome;
use crate::tui::core::messages::Level;
use crate::tui::widget::footer::{COMMANDS, Footer, Item};
use crate::tui::widget::format::counted;
use crate::tui::widget::layout::ScreenAreas;
use crate::tui::widget::list::List;
use crate::tui::widget::selection::scrolls;
use choices::Choices;
use rows::Columns;

const LIST_KEYS: [Item; 4] = [
    (Action::Act(Act::Open), "compare"),
    (Action::Run(Run::Sync), "sync"),
    (Action::Run(Run::Close), "back"),
    COMMANDS,
];

const KEYS: [Item; 8] = [
    (Action::Decide(Decide::Mine), "mine"),
    (Action::Decide(Decide::Theirs), "theirs"),
    (Action::Decide(Decide::Both), "both"),
    (Action::Decide(Decide::Settle), "settle"),
    (Action::Decide(Decide::Edit), "edit"),
    (Action::Move(Move::Down), "next"),
    (Action::Decide(Decide::AllMine), "all mine"),
    (Action::Run(Run::Undo), "undo"),
];

/// What has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    List,
    /// The places where two texts differ.
    Places,
}

/// The screen's state.
#[derive(Clone, Debug, Default)]
pub struct Conflicts {
    list: List<Kept>,
    part: Part,
    /// The two texts of the selected one.
    compared: Option<(EntryPath, Outcome<Box<Conflict>>)>,
    /// What was asked for last.
    asked: Option<EntryPath>,
    choices: Choices,
    columns: Columns,
    /// Something has answered since the start.
    answered: bool,
    /// It was gone to: the first list may open its only entry …
    arrived: bool,
    /// … and opens the one that was selected before.
    chosen: bool,
    /// What was settled here: if an undo brings it back, it is selected.
    settled: Vec<EntryPath>,
}

impl Conflicts {
    /// The selected conflict, once it has been read.
    fn conflict(&self) -> Option<&Conflict> {
        let (copy, outcome) = self.compared.as_ref()?;
        let is_it = self.list.selected().is_some_and(|kept| kept.copy == *copy);
        outcome.as_ref().ok().filter(|_| is_it).map(Box::as_ref)
    }

    /// The list has come; where there is one entry to decide, or one was meant, its texts have the keys at once.
    fn came(&mut self, kept: &[Kept]) {
        self.answered = true;
        self.asked = None;
        if let Some(back) = self.settled.iter().position(|copy| kept.iter().any(|kept| kept.copy == *copy)) {
            self.list.choose(self.settled.remove(back));
        }
        self.list.fill(kept.to_vec());
        let opens = std::mem::take(&mut self.arrived) && self.list.len() == 1 || std::mem::take(&mut self.chosen);
        if opens && !self.list.is_empty() {
            self.part = Part::Places;
        }
    }

    /// Two texts have come; what was chosen stays if they are the same.
    fn compared(&mut self, kept: &Kept, outcome: &Outcome<Box<Conflict>>) {
        let is_wanted = self.asked.as_ref() == Some(&kept.copy);
        if !is_wanted {
            return;
        }
        let was = self.conflict().map(|conflict| conflict.comparison.clone());
        let comparison = outcome.as_ref().ok().map(|conflict| conflict.comparison.clone());
        self.compared = Some((kept.copy.clone(), outcome.clone()));
        if was != comparison {
            self.choices = comparison.map(|comparison| Choices::of(&comparison)).unwrap_or_default();
        }
        self.columns.forget();
    }

    fn want(&mut self) -> Option<Effect> {
        let kept = self.list.selected()?;
        if self.asked.as_ref() == Some(&kept.copy) {
            return None;
        }
        self.asked = Some(kept.copy.clone());
        Some(Effect::Compare { kept: kept.clone() })
    }

    /// Goes to another place, or scrolls.
    fn step(&mut self, r#move: Move) {
        match r#move {
            Move::Down => self.choices.step(1),
            Move::Up => self.choices.step(-1),
            Move::First => self.choices.select(0),
            Move::Last => self.choices.select(usize::MAX),
            Move::PaneLeft if self.list.len() > 1 => self.part = Part::List,
            other => return self.columns.scroll(scrolls(other, self.columns.room())),
        }
        self.columns.reveal(self.choices.at);
    }

    /// Makes the result the entry's text, or goes to the first place about which nothing was said.
    fn settle_it(&mut self, shared: &mut Shared) -> Vec<Effect> {
        let Some(conflict) = self.conflict() else { return Vec::new() };
        let Some(text) = self.choices.text(|chosen| conflict.result(chosen)) else {
            let open = counted(self.choices.open(), "place is", "places are");
            shared.say(Level::Info, format!("Not yet: {open} not decided."));
            self.choices.next_open();
            self.columns.reveal(self.choices.at);
            return Vec::new();
        };
        vec![Effect::Settle { conflict: Box::new(conflict.clone()), text }]
    }

    fn why_not_decide(&self) -> Option<&'static str> {
        if self.list.is_empty() {
            return Some("nothing is in conflict");
        }
        self.conflict().is_none().then_some("the two texts are not read yet")
    }
}

impl ScreenState for Conflicts {
    fn location(&self) -> Location {
        Location::of(Screen::Conflicts)
    }

    fn home(&self) -> Option<Screen> {
        None
    }

    fn is_inner(&self) -> bool {
        true
    }

    fn reached_by(&self) -> &'static [Action] {
        &[Action::Go(Go::Conflicts)]
    }

    fn arrive(&mut self, _: Action) {
        (self.part, self.arrived) = (Part::List, true);
    }

    fn choose(&mut self, entry: &EntryPath) {
        let chosen = self.list.all().iter().find(|kept| kept.copy == *entry || kept.entry.as_ref() == Some(entry));
        self.chosen = chosen.is_some();
        match chosen.map(|kept| kept.copy.clone()) {
            Some(copy) => self.list.choose(copy),
            None => self.list.choose_none(),
        }
    }

    fn ask(&mut self, _: &mut Shared) -> Vec<Effect> {
        self.asked = None;
        vec![Effect::Conflicts]
    }

    fn take(&mut self, answer: &Answer, _: &mut Shared) -> Vec<Effect> {
        if let Answer::Conflicts { outcome: Ok(conflicts) } = answer {
            self.came(&conflicts.all());
        } else if let Answer::Compare { kept, outcome } = answer {
            self.compared(kept, outcome);
        } else if let Answer::Settle { conflict, outcome: Ok(_), .. } = answer {
            self.settled.push(conflict.kept.copy.clone());
        }
        Vec::new()
    }

    fn settle(&mut self, shared: &Shared) -> Vec<Effect> {
        let wanted = self.want();
        self.settle_in(shared.class, ScreenAreas::of_size(shared.class, shared.size).body);
        wanted.into_iter().collect()
    }

    fn subject<'a>(&'a self, _: &'a Shared) -> Option<Subject<'a>> {
        let kept = self.list.selected()?;
        Some(Subject::new(kept.path(), &kept.title, None))
    }

    fn contexts(&self) -> Vec<Context> {
        match self.part {
            Part::List => vec![Context::List, Context::Entry, Context::Global],
            Part::Places => vec![Context::Conflict, Context::Preview, Context::Global],
        }
    }

    fn go(&mut self, r#move: Move, _: &mut Shared) -> Vec<Effect> {
        match self.part {
            Part::Places => self.step(r#move),
            Part::List if r#move == Move::PaneRight => self.part = Part::Places,
            Part::List if self.list.go(r#move) => {}
            Part::List => self.columns.scroll(scrolls(r#move, 0)),
        }
        Vec::new()
    }

    fn act(&mut self, act: Act, _: &mut Shared) -> Option<Vec<Effect>> {
        if act != Act::Open {
            return None;
        }
        self.part = Part::Places;
        self.columns.reveal(self.choices.at);
        Some(Vec::new())
    }

    fn decide(&mut self, decide: Decide, shared: &mut Shared) -> Vec<Effect> {
        self.part = Part::Places;
        if decide == Decide::Settle {
            return self.settle_it(shared);
        }
        let Some((_, Ok(conflict))) = &self.compared else { return Vec::new() };
        let to_edit = self.choices.decide(decide, &conflict.comparison);
        self.columns.forget();
        to_edit.map(Effect::EditPiece).into_iter().collect()
    }

    fn edited(&mut self, text: &str) {
        self.choices.edited(text);
        self.columns.forget();
    }

    fn can(&self, action: Action, _: &Shared) -> Can {
        match action {
            Action::Decide(_) => Can::unless(self.why_not_decide()),
            Action::Act(Act::Mark | Act::MarkRange | Act::MarkAll | Act::Tick) => {
                Can::No("what is in conflict is decided one by one")
            }
            _ => Can::AsElsewhere,
        }
    }

    fn escape(&mut self) -> Option<Vec<Effect>> {
        let is_inside = self.part == Part::Places && self.list.len() > 1;
        is_inside.then(|| self.part = Part::List)?;
        Some(Vec::new())
    }

    fn draw(&self, around: &Surroundings<'_>, body: Rect, buf: &mut Buffer) -> Option<Position> {
        self.draw_parts(around, body, buf)
    }

    fn reminder(&self) -> Option<(String, Reminder)> {
        self.conflict()?;
        if self.part == Part::List {
            return None;
        }
        let is_joined = self.list.selected().is_some_and(|kept| kept.merge.is_some());
        Some(match self.choices.open() {
            0 if is_joined => {
                ("Joined word by word; settling it keeps the result as it is shown.".to_owned(), Reminder::Quiet)
            }
            0 => ("All is decided; settling it writes the result, as one act.".to_owned(), Reminder::Quiet),
            open => (format!("{} to be decided.", counted(open, "place is", "places are")), Reminder::Warning),
        })
    }

    fn footer(&self) -> Footer {
        let is_comparing = self.part == Part::Places && !self.list.is_empty();
        Footer::of(if is_comparing { &KEYS } else { &LIST_KEYS })
    }
}

#[cfg(test)]
mod tests;
