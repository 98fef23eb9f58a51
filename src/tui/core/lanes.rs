//! The lanes: a thread each, each with its own workspace, so that nothing the person does waits for anything else.

use std::mem::discriminant;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::effect::{Effect, Lane};
use super::job::Job;
use super::msg::Msg;
use crate::clock::Stopwatch;
use crate::ops::fresh::Progress;
use crate::ops::{self, Workspace, stuck};
use crate::tui::terminal::wait::Waker;

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

/// Who waits for what the person says to a question of a server.
type Asked = Arc<Mutex<Option<Sender<Option<String>>>>>;

/// Set when an effect is to stop at its next safe point.
type Stop = Arc<AtomicBool>;

/// An effect under way to its lane.
struct Task {
    effect: Effect,
    stop: Stop,
}

/// The running lanes.
pub(crate) struct Lanes {
    read: Sender<Task>,
    slow_read: Sender<Task>,
    write: Sender<Task>,
    maintenance: Sender<Task>,
    net: Sender<Task>,
    writer: JoinHandle<()>,
    /// What stops the effects of a job, as long as they are under way.
    stops: Vec<(Job, Weak<AtomicBool>)>,
    answers: Answers,
    asked: Asked,
    pub inbox: Receiver<Msg>,
}

impl Lanes {
    pub(crate) fn start(open: &impl Opener, waker: Waker) -> Self {
        let (sender, inbox) = mpsc::channel();
        let answers = Answers { sender, waker };
        let asked = Asked::default();
        let lane = |which| lane(which, open.clone(), answers.clone(), Arc::clone(&asked));
        let (write, writer) = lane(Lane::Write);
        let [read, slow_read, maintenance, net] =
            [Lane::Read, Lane::SlowRead, Lane::Maintenance, Lane::Net].map(|which| lane(which).0);
        Self { read, slow_read, write, maintenance, net, writer, stops: Vec::new(), answers, asked, inbox }
    }

    /// Hands an effect to its lane; what needs the terminal has none.
    pub(crate) fn send(&mut self, effect: Effect) {
        let lane = match effect.lane() {
            Some(Lane::Read) => &self.read,
            Some(Lane::SlowRead) => &self.slow_read,
            Some(Lane::Write) => &self.write,
            Some(Lane::Maintenance) => &self.maintenance,
            Some(Lane::Net) => &self.net,
            None => return,
        };
        let stop = Stop::default();
        self.stops.retain(|(_, stop)| stop.strong_count() > 0);
        self.stops.extend(effect.job().map(|job| (job, Arc::downgrade(&stop))));
        if let Err(refused) = lane.send(Task { effect, stop }) {
            let failed = refused.0.effect.failed("a background thread has ended");
            failed.into_iter().for_each(|answer| self.answers.send(answer.into()));
        }
    }

    /// Asks a job to stop at its next safe point.
    pub(crate) fn cancel(&self, job: Job) {
        for stop in self.stops.iter().filter(|(of, _)| *of == job).filter_map(|(_, stop)| stop.upgrade()) {
            stop.store(true, Ordering::Relaxed);
        }
    }

    /// Says what a server wanted to know.
    pub(crate) fn tell(&self, answer: Option<String>) {
        let waits = self.asked.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Nobody waits for it any more when the sync has ended.
        waits.and_then(|waits| waits.send(answer).ok());
    }

    /// Watches the store and reports changes in it; without a watcher, changes are noticed when the terminal gets the focus.
    pub(crate) fn watch(&self, open: &impl Opener) {
        let (answers, open) = (self.answers.clone(), open.clone());
        thread::spawn(move || {
            open().map(|workspace| ops::watch::watch(&workspace, || answers.send(Msg::FilesChanged)))
        });
    }

    /// Waits until everything that was to be written is written.
    pub(crate) fn finish(self) {
        drop(self.write);
        // A panic in there was caught and reported already.
        self.writer.join().ok();
    }
}

fn lane(which: Lane, open: impl Opener, answers: Answers, asked: Asked) -> (Sender<Task>, JoinHandle<()>) {
    let (sender, receiver) = mpsc::channel::<Task>();
    let handle = thread::spawn(move || {
        let mut workspace = stuck::watched(open);
        if let (Ok(workspace), Lane::Net) = (&mut workspace, which) {
            workspace.ask_by(Arc::new(asking(answers.clone(), asked)));
        }
        while let Ok(first) = receiver.recv() {
            for task in take(which, first, &receiver) {
                let msg = match &workspace {
                    Ok(workspace) => perform(task, workspace, &answers),
                    Err(error) => task.effect.failed(&error.to_string()).map(Msg::from),
                };
                msg.into_iter().for_each(|msg| answers.send(msg));
                ops::take_news().into_iter().for_each(|news| answers.send(Msg::Warning(news)));
            }
        }
    });
    (sender, handle)
}

/// Brings a question to the screen and waits for what the person says.
fn asking(answers: Answers, asked: Asked) -> impl Fn(&str) -> Option<String> + Send + Sync + 'static {
    move |question| {
        let (sender, answer) = mpsc::channel();
        *asked.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
        answers.send(Msg::Asked(question.to_owned()));
        answer.recv().ok().flatten()
    }
}

/// What is to be done next. Lanes that read keep only the newest of each sort: nobody waits for the older ones.
fn take(which: Lane, first: Task, receiver: &Receiver<Task>) -> Vec<Task> {
    match which {
        Lane::Write | Lane::Net => vec![first],
        Lane::Read | Lane::SlowRead | Lane::Maintenance => {
            newest(std::iter::once(first).chain(receiver.try_iter()).collect())
        }
    }
}

/// Without the tasks that a later one of the same sort replaces.
fn newest(tasks: Vec<Task>) -> Vec<Task> {
    let mut kept: Vec<Task> = Vec::new();
    for task in tasks {
        kept.retain(|older| discriminant(&older.effect) != discriminant(&task.effect));
        kept.push(task);
    }
    kept
}

/// How often a long job reports its progress.
const EVERY: Duration = Duration::from_millis(100);

fn perform(Task { effect, stop }: Task, workspace: &Workspace, answers: &Answers) -> Option<Msg> {
    let (asked, job) = (effect.clone(), effect.job());
    let mut since_report = Stopwatch::start();
    let mut progress = |at: Progress| {
        if let Some(job) = job.filter(|_| since_report.elapsed() >= EVERY && at.total > 0) {
            since_report = Stopwatch::start();
            answers.send(Msg::Progress { job, at });
        }
        !stop.load(Ordering::Relaxed)
    };
    // A lane that broke would leave its jobs running for ever; the workspace holds nothing that half a step could spoil.
    let act = AssertUnwindSafe(|| effect.perform(workspace, &mut progress));
    match stuck::watched(|| catch_unwind(act)) {
        Ok(performed) => performed.map(Msg::from),
        Err(panic) => asked.failed(&panicked(panic.as_ref())).map(Msg::from),
    }
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::find::SortOrder;
    use crate::tui::core::drafts::Draft;
    use crate::tui::terminal::wait::Waiter;

    fn kept(effects: Vec<Effect>) -> Vec<Effect> {
        let tasks = effects.into_iter().map(|effect| Task { effect, stop: Stop::default() });
        newest(tasks.collect()).into_iter().map(|task| task.effect).collect()
    }

    #[test]
    fn only_the_newest_search_is_carried_out() {
        let search = |generation| Effect::Search { generation, text: String::new(), order: SortOrder::Best, limit: 1 };

        let kept = kept(vec![search(1), Effect::Tags, search(2), Effect::Status, search(3)]);

        assert_eq!(kept, [Effect::Tags, Effect::Status, search(3)]);
    }

    /// Lanes of which that of the network is held by the test, and what waits in it.
    fn held_net() -> (Lanes, Receiver<Task>) {
        let (net, waiting) = mpsc::channel();
        let idle = || mpsc::channel().0;
        let (sender, inbox) = mpsc::channel();
        let lanes = Lanes {
            read: idle(),
            slow_read: idle(),
            write: idle(),
            maintenance: idle(),
            net,
            writer: thread::spawn(|| {}),
            stops: Vec::new(),
            answers: Answers { sender, waker: Waiter::new().unwrap().waker() },
            asked: Asked::default(),
            inbox,
        };
        (lanes, waiting)
    }

    fn sync() -> Effect {
        Effect::Sync { chosen: Vec::new() }
    }

    #[test]
    fn a_cancel_reaches_its_job_whatever_is_asked_for_before_and_after() {
        let (mut lanes, waiting) = held_net();
        lanes.send(Effect::Fetch);
        lanes.send(sync());
        lanes.send(Effect::RefreshTeams);

        lanes.cancel(Job::Sync);
        lanes.send(sync());

        let stopped = waiting.try_iter().map(|task| (task.effect, task.stop.load(Ordering::Relaxed)));
        let wanted = [(Effect::Fetch, false), (sync(), true), (Effect::RefreshTeams, false), (sync(), false)];
        assert_eq!(stopped.collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn a_cancel_reaches_what_is_being_done_while_more_waits() {
        let (mut lanes, waiting) = held_net();
        lanes.send(sync());
        let under_way = waiting.recv().unwrap();
        lanes.send(Effect::Fetch);

        lanes.cancel(Job::Sync);

        assert!(under_way.stop.load(Ordering::Relaxed));
        assert!(!waiting.recv().unwrap().stop.load(Ordering::Relaxed));
    }

    #[test]
    fn questions_about_sharing_do_not_replace_each_other() {
        let asked = vec![Effect::Teams, Effect::Outgoing { generation: 1 }];

        assert_eq!(kept(asked.clone()), asked);
    }

    #[test]
    fn drafts_are_written_in_order() {
        let effects = [Effect::KeepDraft { draft: Draft::default() }, Effect::Undo];

        assert!(effects.iter().all(|effect| effect.lane() == Some(Lane::Write)));
    }
}
