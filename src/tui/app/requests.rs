//! Requests of teams: asked, taken on, talked about, answered, closed; nothing leaves before it was shown.

use chrono::NaiveDate;

use super::{App, Effect};
use crate::entry::EntryPath;
use crate::ops::later;
use crate::ops::share::{self, Contributed, Contribution, ContributionPreview, Gratitude, RequestAct};
use crate::ops::team::{self, TeamRequest, TeamThank};
use crate::tui::core::drafts::{Draft, DraftKind};
use crate::tui::core::failure::Outcome;
use crate::tui::core::messages::Level;
use crate::tui::overlay::Overlay;
use crate::tui::overlay::choose::{Choice, ChoiceRow, Choose};
use crate::tui::overlay::offer::Offer;
use crate::tui::overlay::prompt::{Ask, Prompt};
use crate::tui::overlay::question::{Question, Typing};
use crate::tui::overlay::week::SharedWeek;

impl App {
    /// The selected request of a team.
    pub(super) fn request(&self) -> Option<&TeamRequest> {
        let subject = self.subject().filter(|subject| team::split(subject.path).is_some())?;
        self.shared.sharing.requests.iter().find(|it| it.path == *subject.path)
    }

    /// Asks a team something; what was searched for in vain is the draft.
    pub(super) fn ask_team(&mut self) -> Vec<Effect> {
        let draft = self.screen().to_capture().unwrap_or_default();
        let names: Vec<String> = self.shared.sharing.teams().iter().map(|team| team.name.clone()).collect();
        let typing = |team: &str| Typing {
            team: team.to_owned(),
            fields: [draft.clone(), String::new(), String::new(), String::new()],
        };
        match names.as_slice() {
            [] => return self.no_team(),
            [only] => self.shared.push(Overlay::Question(Question::new(typing(only)))),
            several => {
                let row = |name: &String| ChoiceRow::new(name.clone(), "", Choice::AskTeam(typing(name)));
                let rows = several.iter().map(row).collect();
                self.shared.push(Overlay::Choose(Choose::new("Ask which team?", rows, 0)));
            }
        }
        Vec::new()
    }

    pub(super) fn open_question(&mut self, typing: Typing) -> Vec<Effect> {
        self.shared.push(Overlay::Question(Question::new(typing)));
        Vec::new()
    }

    /// What was typed is shown as the team would see it.
    pub(super) fn question_typed(&mut self, typing: Typing) -> Vec<Effect> {
        let [title, whom, why, due] = typing.fields;
        if title.is_empty() {
            return self.refuse_question("One line says what you would like to know.");
        }
        let day = later::day(&due, self.shared.today());
        if day.is_none() && !due.is_empty() {
            return self.refuse_question("Not a date. Try friday, 3d, 2w or 2026-12-24.");
        }
        let said = |text: String| Some(text).filter(|text| !text.is_empty());
        let question = share::Question { title, why: said(why), whom: said(whom), due: day };
        self.offer(typing.team, share::Act::Ask(question))
    }

    /// Lines of the week of a day, for a team.
    pub(super) fn share_week(&mut self, day: NaiveDate) -> Vec<Effect> {
        let names: Vec<String> = self.shared.sharing.teams().iter().map(|team| team.name.clone()).collect();
        match names.as_slice() {
            [] => return self.no_team(),
            [only] => self.open_week(only.clone(), day),
            several => {
                let row = |name: &String| ChoiceRow::new(name.clone(), "", Choice::ShareWeek(name.clone(), day));
                let rows = several.iter().map(row).collect();
                self.shared.push(Overlay::Choose(Choose::new("Share your week with which team?", rows, 0)));
            }
        }
        Vec::new()
    }

    pub(super) fn open_week(&mut self, team: String, day: NaiveDate) {
        self.shared.push(Overlay::Week(SharedWeek::new(team, day)));
    }

    fn refuse_question(&mut self, why: &str) -> Vec<Effect> {
        if let Some(Overlay::Question(question)) = self.shared.overlays.last_mut() {
            question.refuse(why);
        }
        Vec::new()
    }

    fn offer(&mut self, team: String, act: share::Act) -> Vec<Effect> {
        vec![Effect::PrepareContribution { contribution: Contribution { team, act, allowed: Vec::new() } }]
    }

    /// Takes the selected request on, or gives it back.
    pub(super) fn claim(&mut self) -> Vec<Effect> {
        let Some(it) = self.request() else { return Vec::new() };
        let is_mine = it.is_for_me && it.request.assignee.is_some();
        let act = if is_mine { RequestAct::Release } else { RequestAct::Claim };
        let contribution = of_request(it, act);
        // No word of mine leaves but my name.
        self.send(Effect::Contribute { contribution, words: Vec::new() })
    }

    pub(super) fn reply_to_request(&mut self) -> Vec<Effect> {
        self.prompt_about(Ask::Reply)
    }

    pub(super) fn close_request(&mut self) -> Vec<Effect> {
        self.prompt_about(Ask::Outcome)
    }

    fn prompt_about(&mut self, ask: fn(EntryPath) -> Ask) -> Vec<Effect> {
        let Some(it) = self.request() else { return Vec::new() };
        let prompt = Prompt::about_request(ask(it.path.clone()), &it.request.title, "");
        self.shared.push(Overlay::Prompt(prompt));
        Vec::new()
    }

    /// Thanks whoever wrote the selected page; nothing has to be said.
    pub(super) fn thank(&mut self) -> Vec<Effect> {
        let Some(subject) = self.subject() else { return Vec::new() };
        let prompt = Prompt::about_request(Ask::Thank(subject.path.clone()), subject.title, "");
        self.shared.push(Overlay::Prompt(prompt));
        Vec::new()
    }

    pub(super) fn thanks_typed(&mut self, path: &EntryPath, words: &str) -> Vec<Effect> {
        self.shared.overlays.pop();
        let Some((team, inside)) = team::split(path) else { return Vec::new() };
        let said = Gratitude { page: Some(inside.to_owned()), whom: None, words: words.to_owned() };
        self.offer(team.to_owned(), share::Act::Thank(said))
    }

    pub(super) fn thanks_came(&mut self, thanks: &Outcome<Vec<TeamThank>>) -> Vec<Effect> {
        if let Ok(thanks) = thanks {
            self.shared.sharing.thanks.clone_from(thanks);
            self.sharing_changed();
        }
        Vec::new()
    }

    /// Looks for the page that answers the selected request.
    pub(super) fn answer_request(&mut self) -> Vec<Effect> {
        let Some(it) = self.request() else { return Vec::new() };
        let link = crate::tui::overlay::link::Link::answer(it.path.clone(), &it.request.title, &it.team);
        self.shared.push(Overlay::Link(link));
        Vec::new()
    }

    pub(super) fn answer_chosen(&mut self, request: &EntryPath, page: &EntryPath) -> Vec<Effect> {
        let inside = team::split(page).map(|(_, inside)| inside.to_owned());
        let Some((it, page)) = self.request_at(request).zip(inside) else { return Vec::new() };
        let (team, act) = (it.team.clone(), of_request(it, RequestAct::Answer(page)).act);
        self.offer(team, act)
    }

    /// A word on a request was typed; a request may be closed without one.
    pub(super) fn request_answered(&mut self, path: &EntryPath, act: RequestAct) -> Vec<Effect> {
        self.shared.overlays.pop();
        let Some(it) = self.request_at(path) else { return Vec::new() };
        let contribution = of_request(it, act);
        match &contribution.act {
            share::Act::Request { act: RequestAct::Close(None), .. } => {
                self.send(Effect::Contribute { contribution, words: Vec::new() })
            }
            _ => self.offer(contribution.team, contribution.act),
        }
    }

    fn request_at(&self, path: &EntryPath) -> Option<&TeamRequest> {
        self.shared.sharing.requests.iter().find(|it| it.path == *path)
    }

    /// What would leave has come: it is shown over what was typed.
    pub(super) fn contribution_prepared(
        &mut self,
        contribution: &Contribution,
        preview: &Outcome<Box<ContributionPreview>>,
    ) -> Vec<Effect> {
        match preview {
            Ok(preview) => {
                self.shared.overlays.pop_if(|overlay| matches!(overlay, Overlay::Question(_)));
                self.shared.push(Overlay::Offer(Offer::new(preview.clone())));
                Vec::new()
            }
            Err(failure) => {
                self.refuse_question(&failure.what);
                // A question is still open, a prompt is not.
                if matches!(contribution.act, share::Act::Ask(_)) {
                    Vec::new()
                } else {
                    self.rewrite(contribution.clone())
                }
            }
        }
    }

    /// Goes on typing what was to leave.
    pub(super) fn rewrite(&mut self, contribution: Contribution) -> Vec<Effect> {
        let Contribution { team, act, .. } = contribution;
        match act {
            share::Act::Ask(question) => {
                let due = question.due.map(|due| due.to_string());
                let fields = [Some(question.title), question.whom, question.why, due].map(Option::unwrap_or_default);
                self.shared.push(Overlay::Question(Question::new(Typing { team, fields })));
            }
            share::Act::Digest(_) | share::Act::Week(_) => {}
            share::Act::Suggest(_) => self.keep_suggestion(),
            share::Act::Thank(Gratitude { page, words, .. }) => {
                let Some(path) = page.and_then(|page| team::place(&team, &page)) else { return Vec::new() };
                let title = path.stem().to_owned();
                self.shared.push(Overlay::Prompt(Prompt::about_request(Ask::Thank(path), &title, &words)));
            }
            share::Act::Request { path, act } => {
                let Some(path) = team::place(&team, &path) else { return Vec::new() };
                let title = self.request_at(&path).map(|it| it.request.title.clone()).unwrap_or_default();
                let (ask, words) = match act {
                    RequestAct::Reply(words) => (Ask::Reply(path), words),
                    RequestAct::Close(outcome) => (Ask::Outcome(path), outcome.unwrap_or_default()),
                    RequestAct::Answer(_) | RequestAct::Claim | RequestAct::Release => return Vec::new(),
                };
                self.shared.push(Overlay::Prompt(Prompt::about_request(ask, &title, &words)));
            }
        }
        Vec::new()
    }

    /// Something has arrived at a team, or has not: then its words are kept.
    pub(super) fn contributed(
        &mut self,
        contribution: &Contribution,
        words: &[String],
        done: &Outcome<Contributed>,
    ) -> Vec<Effect> {
        self.sent();
        match done {
            Ok(done) => {
                self.shared.say(Level::Done, summary(&contribution.act, done));
                let mut effects = self.refresh();
                effects.push(Effect::Teams);
                if let share::Act::Suggest(it) = &contribution.act {
                    effects.extend(self.suggested(it, done));
                }
                effects
            }
            Err(_) if matches!(contribution.act, share::Act::Suggest(_)) => {
                self.keep_suggestion();
                vec![Effect::Teams]
            }
            Err(_) if words.is_empty() => vec![Effect::Teams],
            Err(_) => {
                let kind = DraftKind::Left("for-a-team".to_owned());
                vec![self.shared.keep_draft(Draft::new(kind, words.join("\n"))), Effect::Teams]
            }
        }
    }

    pub(super) fn requests_came(&mut self, requests: &Outcome<Vec<TeamRequest>>) -> Vec<Effect> {
        if let Ok(requests) = requests {
            self.shared.sharing.requests.clone_from(requests);
            self.sharing_changed();
        }
        Vec::new()
    }
}

fn of_request(it: &TeamRequest, act: RequestAct) -> Contribution {
    let act = share::Act::Request { path: it.request.path.clone(), act };
    Contribution { team: it.team.clone(), act, allowed: Vec::new() }
}

fn summary(act: &share::Act, done: &Contributed) -> String {
    let Contributed { team, title, .. } = done;
    let said = match act {
        share::Act::Digest(_) => format!("Published the digest of {title} in {team}."),
        share::Act::Week(_) => format!("Shared {title} with {team}."),
        share::Act::Thank(_) => format!("Thanked {title} in {team}."),
        share::Act::Suggest(_) => match &done.branch {
            Some(branch) => format!("On the branch {branch} for review: \u{201c}{title}\u{201d}."),
            None => format!("Changed \u{201c}{title}\u{201d} in {team}."),
        },
        share::Act::Ask(_) => format!("Asked {team}: \u{201c}{title}\u{201d}."),
        share::Act::Request { act, .. } => match act {
            RequestAct::Claim => format!("You are on it: \u{201c}{title}\u{201d}."),
            RequestAct::Release => format!("Gave it back: \u{201c}{title}\u{201d}."),
            RequestAct::Reply(_) => format!("Said so in {team}."),
            RequestAct::Answer(_) => format!("Answered: \u{201c}{title}\u{201d}."),
            RequestAct::Close(_) => format!("Closed: \u{201c}{title}\u{201d}."),
        },
    };
    if done.is_there { format!("{team} had it already: \u{201c}{title}\u{201d}.") } else { said }
}
