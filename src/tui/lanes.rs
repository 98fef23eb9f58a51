//! The lanes: a thread each, each with its own workspace, so that nothing the person does waits for anything else.

use std::mem::{Discriminant, discriminant};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use notify::{EventKind, RecursiveMode, Watcher};

use super::msg::{Effect, Failure, Job, Lane, Msg};
use super::sharing::Errand;
use super::wait::Waker;
use super::worker::perform;
use crate::clock::Stopwatch;
use crate::ops::fresh::Progress;
use crate::ops::{self, Workspace};

/// Hands answers to the main thread and wakes it.
#[derive(Clone, Debug)]
struct Answers {
    sender: Sender<Msg>,
    waker: Waker,
}

impl Answers {
    fn send(&self, msg: Msg) {
        // Nobody listens any more when the program is ending.
        if self.sender.send(msg).is_ok() {
            self.waker.wake();
        }
    }
}

/// Opens a workspace; every lane calls it for itself.
pub trait Opener: Fn() -> Result<Workspace, ops::Error> + Send + Clone + 'static {}

impl<T: Fn() -> Result<Workspace, ops::Error> + Send + Clone + 'static> Opener for T {}

/// Set when a lane is to stop at its next safe point.
type Stop = Arc<AtomicBool>;

/// The running lanes.
pub struct Lanes {
    read: Sender<Effect>,
    dig: Sender<Effect>,
    write: Sender<Effect>,
    tend: Sender<Effect>,
    net: Sender<Effect>,
    writer: JoinHandle<()>,
    /// What tells the lanes whose jobs can be stopped to stop.
    stop_write: Stop,
    stop_tend: Stop,
    stop_net: Stop,
    answers: Answers,
    pub inbox: Receiver<Msg>,
}

impl Lanes {
    pub fn start(open: &impl Opener, waker: Waker) -> Self {
        let (sender, inbox) = mpsc::channel();
        let answers = Answers { sender, waker };
        let [stop_write, stop_tend, stop_net] = [Stop::default(), Stop::default(), Stop::default()];
        let lane = |which, stop: &Stop| lane(which, open.clone(), answers.clone(), Arc::clone(stop));
        let never = Stop::default();
        let ((read, _), (dig, _), (write, writer)) =
            (lane(Lane::Read, &never), lane(Lane::Dig, &never), lane(Lane::Write, &stop_write));
        let ((tend, _), (net, _)) = (lane(Lane::Tend, &stop_tend), lane(Lane::Net, &stop_net));
        Self { read, dig, write, tend, net, writer, stop_write, stop_tend, stop_net, answers, inbox }
    }

    /// Hands an effect to its lane.
    pub fn send(&self, effect: Effect) {
        let lane = match effect.lane() {
            Lane::Read => &self.read,
            Lane::Dig => &self.dig,
            Lane::Write => {
                self.stop_write.store(false, Ordering::Relaxed);
                &self.write
            }
            Lane::Tend => {
                self.stop_tend.store(false, Ordering::Relaxed);
                &self.tend
            }
            Lane::Net => {
                self.stop_net.store(false, Ordering::Relaxed);
                &self.net
            }
            Lane::Face => return,
        };
        if let Err(refused) = lane.send(effect) {
            self.answers.send(broken(&refused.0, "the lane has ended"));
        }
    }

    /// Asks a job to stop at its next safe point.
    pub fn cancel(&self, job: Job) {
        match job {
            Job::Index => self.stop_tend.store(true, Ordering::Relaxed),
            Job::Sync | Job::Team => self.stop_net.store(true, Ordering::Relaxed),
            Job::Rename => self.stop_write.store(true, Ordering::Relaxed),
            Job::Publish => {}
        }
    }

    /// Watches a folder and tells when something in it changed; without a watcher, gaining the focus has to do.
    pub fn watch(&self, root: &Path) {
        let (answers, root) = (self.answers.clone(), root.to_owned());
        thread::spawn(move || watch(&root, &answers));
    }

    /// Waits until everything that was to be written is written.
    pub fn finish(self) {
        drop(self.write);
        // A panic in there was caught and told; there is nothing to add.
        self.writer.join().ok();
    }
}

fn lane(which: Lane, open: impl Opener, answers: Answers, stop: Stop) -> (Sender<Effect>, JoinHandle<()>) {
    let (sender, receiver) = mpsc::channel::<Effect>();
    let handle = thread::spawn(move || {
        let workspace = open();
        while let Ok(first) = receiver.recv() {
            for effect in take(which, first, &receiver) {
                let msg = match &workspace {
                    Ok(workspace) => carry_out(effect, workspace, &answers, &stop),
                    Err(error) => Some(broken(&effect, &error.to_string())),
                };
                if let Some(msg) = msg {
                    answers.send(msg);
                }
                ops::take_news().into_iter().for_each(|news| answers.send(Msg::Warning(news)));
            }
        }
    });
    (sender, handle)
}

/// What is to be done next. The read lane keeps only the newest of each sort: nobody waits for the older ones.
fn take(which: Lane, first: Effect, receiver: &Receiver<Effect>) -> Vec<Effect> {
    match which {
        Lane::Write | Lane::Net | Lane::Face => vec![first],
        Lane::Read | Lane::Dig | Lane::Tend => newest(std::iter::once(first).chain(receiver.try_iter()).collect()),
    }
}

/// Without the effects that a later one of the same sort replaces.
pub fn newest(effects: Vec<Effect>) -> Vec<Effect> {
    let mut kept: Vec<Effect> = Vec::new();
    for effect in effects {
        kept.retain(|older| sort(older) != sort(&effect));
        kept.push(effect);
    }
    kept
}

/// What an effect is about; of those about the same only the newest counts.
fn sort(effect: &Effect) -> (Discriminant<Effect>, Option<Discriminant<Errand>>) {
    let errand = match effect {
        Effect::Share(errand) => Some(discriminant(errand)),
        _ => None,
    };
    (discriminant(effect), errand)
}

/// How often a long job tells how far it has come.
const EVERY: Duration = Duration::from_millis(100);

fn carry_out(effect: Effect, workspace: &Workspace, answers: &Answers, stop: &AtomicBool) -> Option<Msg> {
    let (asked, job) = (effect.clone(), effect.job());
    let mut told = Stopwatch::start();
    let mut progress = |at: Progress| {
        if told.elapsed() >= EVERY && at.total > 0 {
            told = Stopwatch::start();
            answers.send(Msg::Progress { job, at });
        }
        !stop.load(Ordering::Relaxed)
    };
    // A lane that broke would leave its jobs running for ever; the workspace holds nothing that half a step could spoil.
    let done = catch_unwind(AssertUnwindSafe(|| perform(effect, workspace, &mut progress)));
    done.unwrap_or_else(|panic| Some(broken(&asked, &panicked(panic.as_ref()))))
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}

/// The answer to an effect that could not be carried out for a reason nobody foresaw.
fn broken(effect: &Effect, why: &str) -> Msg {
    let failure = Failure {
        what: format!("this did not work: {why}"),
        hint: Some("Nothing that was saved is affected.".to_owned()),
    };
    match effect {
        Effect::Capture(draft) => Msg::Captured { draft: draft.clone(), captured: Err(failure) },
        Effect::CatchUp => Msg::Caught(Err(failure)),
        Effect::Sync => Msg::Synced(Err(failure)),
        Effect::Fetch => Msg::Fetched(Err(failure)),
        Effect::Rename { .. } => Msg::Renamed(Err(failure)),
        Effect::Search { generation, .. } => Msg::Found { generation: *generation, answer: Err(failure) },
        Effect::Facets { generation, .. } => Msg::Facets { generation: *generation, facets: Err(failure) },
        Effect::Do { deed, paths, called } => {
            let (deed, paths, called) = (deed.clone(), paths.clone(), called.clone());
            Msg::Done { deed, paths, called, changed: Err(failure) }
        }
        Effect::Inbox { generation, .. } => Msg::Inbox { generation: *generation, inbox: Err(failure) },
        Effect::Log(text) => Msg::Logged { text: text.clone(), logged: Err(failure) },
        Effect::Sides { generation, .. } => Msg::Sides { generation: *generation, sides: Err(failure) },
        Effect::Pick(text) => Msg::Picked { text: text.clone(), answer: Err(failure) },
        Effect::Versions(path) => Msg::Versions { path: path.clone(), versions: Err(failure) },
        Effect::Diff { path, rev } => Msg::Diff { path: path.clone(), rev: rev.clone(), diff: Err(failure) },
        Effect::ShowPage(place) => Msg::PageShown { place: place.clone(), page: Err(failure) },
        Effect::OpenFile(_) => Msg::Opened(Err(failure)),
        Effect::Share(errand) => Msg::Shared(errand.broken(failure)),
        Effect::Show(_)
        | Effect::Card(_)
        | Effect::Today(_)
        | Effect::SamePage(_)
        | Effect::FinishNugget(_)
        | Effect::Distil(_)
        | Effect::Tags
        | Effect::Status
        | Effect::KeepDraft(_)
        | Effect::SetAside(_)
        | Effect::LoadDraft(_)
        | Effect::FinishEdit(_)
        | Effect::Undo
        | Effect::Redo
        | Effect::Open(_)
        | Effect::Cancel(_)
        | Effect::SaveSession(_)
        | Effect::Edit(_)
        | Effect::EditDraft(_)
        | Effect::Copy(_)
        | Effect::Mouse(_)
        | Effect::Suspend
        | Effect::Redraw
        | Effect::Quit => Msg::Broken(failure.what),
    }
}

/// Files that change together are told once, when it has been quiet for so long …
const QUIET: Duration = Duration::from_millis(100);
/// … or after so many waits, if it never gets quiet.
const WAITS: usize = 10;

fn watch(root: &Path, answers: &Answers) {
    let (sender, events) = mpsc::channel();
    let Ok(mut watcher) = notify::recommended_watcher(sender) else { return };
    if watcher.watch(root, RecursiveMode::Recursive).is_err() {
        return;
    }
    while let Ok(event) = events.recv() {
        if !concerns(root, &event) {
            continue;
        }
        for _ in 0..WAITS {
            if events.recv_timeout(QUIET).is_err() {
                break;
            }
        }
        answers.send(Msg::FilesChanged);
    }
}

/// Whether an event is about a file that may be an entry: not about a read, not in a hidden folder such as `.git`.
fn concerns(root: &Path, event: &notify::Result<notify::Event>) -> bool {
    let Ok(event) = event else { return true };
    let hidden = |path: &Path| {
        let inside = path.strip_prefix(root).unwrap_or(path);
        inside.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."))
    };
    !matches!(event.kind, EventKind::Access(_)) && !event.paths.iter().all(|path| hidden(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::drafts::Kept;

    #[test]
    fn only_the_newest_search_is_carried_out() {
        let search = |generation| Effect::Search { generation, text: String::new(), limit: 1 };

        let kept = newest(vec![search(1), Effect::Tags, search(2), Effect::Status, search(3)]);

        assert_eq!(kept, [Effect::Tags, Effect::Status, search(3)]);
    }

    #[test]
    fn questions_about_sharing_do_not_replace_each_other() {
        let asked = vec![Effect::Share(Errand::Teams), Effect::Share(Errand::Outgoing { generation: 1 })];

        assert_eq!(newest(asked.clone()), asked);
    }

    #[test]
    fn changes_in_hidden_folders_are_not_told() {
        let event = |path: &str| Ok(notify::Event::new(EventKind::Any).add_path(format!("/store/{path}").into()));
        let root = Path::new("/store");

        assert!(concerns(root, &event("notes/tea.md")));
        assert!(!concerns(root, &event(".git/index")));
        assert!(!concerns(root, &event("notes/.tea.md.swp")));
    }

    #[test]
    fn drafts_are_written_in_order() {
        let effects = [Effect::KeepDraft(Kept::default()), Effect::Undo];

        assert!(effects.iter().all(|effect| effect.lane() == Lane::Write));
    }
}
