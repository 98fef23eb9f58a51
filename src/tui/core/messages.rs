//! Messages to the person: one line now, all of them in a log; and the jobs that are running.

use std::time::Duration;

use super::failure::Failure;
use super::job::Job;
use crate::ops::fresh::Progress;

/// How a message is meant, which decides how long it stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Done,
    Info,
    Warning,
    Error,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub level: Level,
    pub text: String,
    pub at: Duration,
}

/// A running job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunningJob {
    pub job: Job,
    pub progress: Option<Progress>,
}

/// The log of this session, newest last, and which message is shown now.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    log: Vec<Message>,
    shown: bool,
    pub jobs: Vec<RunningJob>,
}

/// As many messages as anybody will scroll through.
const KEPT: usize = 500;

impl Level {
    fn stays(self) -> Duration {
        match self {
            Self::Done => Duration::from_secs(3),
            Self::Info => Duration::from_secs(10),
            Self::Warning | Self::Error => Duration::from_secs(60),
        }
    }
}

impl Messages {
    pub fn say(&mut self, level: Level, text: impl Into<String>, at: Duration) {
        if self.log.len() == KEPT {
            self.log.remove(0);
        }
        self.log.push(Message { level, text: text.into(), at });
        self.shown = true;
    }

    /// Says what failed and what can be done about it.
    pub fn fail(&mut self, failure: &Failure, at: Duration) {
        let text = match &failure.hint {
            Some(hint) => format!("{}. {hint}", failure.what.trim_end_matches('.')),
            None => failure.what.clone(),
        };
        self.say(Level::Error, text, at);
    }

    pub fn now(&self) -> Option<&Message> {
        self.log.last().filter(|_| self.shown)
    }

    pub fn log(&self) -> &[Message] {
        &self.log
    }

    /// When the shown message goes away by itself.
    pub fn until(&self) -> Option<Duration> {
        self.now().map(|message| message.at + message.level.stays())
    }

    /// Takes the shown message away if its time is over.
    pub fn expire(&mut self, at: Duration) {
        if self.until().is_some_and(|until| until <= at) {
            self.shown = false;
        }
    }

    /// The last message, such as that something was stopped, is no longer true.
    pub fn outdated(&mut self) {
        self.shown = false;
    }

    /// A key was pressed: what went wrong has been seen. Other messages go by their time.
    pub fn seen(&mut self) {
        if self.now().is_some_and(|message| matches!(message.level, Level::Warning | Level::Error)) {
            self.shown = false;
        }
    }

    pub fn start(&mut self, job: Job) {
        if !self.runs(job) {
            self.jobs.push(RunningJob { job, progress: None });
        }
    }

    pub fn end(&mut self, job: Job) {
        self.jobs.retain(|running| running.job != job);
    }

    pub fn runs(&self, job: Job) -> bool {
        self.jobs.iter().any(|running| running.job == job)
    }

    /// How far a job has come, as far as it said.
    pub fn progress_of(&self, job: Job) -> Option<Progress> {
        self.jobs.iter().find(|running| running.job == job)?.progress
    }

    pub fn progress(&mut self, job: Job, progress: Progress) {
        for running in self.jobs.iter_mut().filter(|running| running.job == job) {
            running.progress = Some(progress);
        }
    }
}
