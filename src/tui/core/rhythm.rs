//! When the store is exchanged with its remote, and teams are looked at, without being asked for: soon after the start, when
//! it has been quiet after acts, and again and again. Nothing of it keeps anybody waiting; without a network it is tried later.

use std::time::Duration;

use crate::ops::Status;

/// After the first picture.
const START: Duration = Duration::from_secs(2);
/// So long nothing more was done.
const QUIET: Duration = Duration::from_secs(30);
const INTERVAL: Duration = Duration::from_secs(10 * 60);
/// The longest time between two tries that failed.
const LONGEST: Duration = Duration::from_secs(60 * 60);

#[derive(Clone, Debug, Default)]
pub(crate) struct Rhythm {
    is_on: bool,
    begun: bool,
    /// How many commits were not sent when it was looked last.
    ahead: usize,
    due: Option<Duration>,
    /// How many answers are still to come.
    running: usize,
    pause: Duration,
}

impl Rhythm {
    /// One that is off is the default.
    pub(crate) fn on() -> Self {
        Self { is_on: true, pause: INTERVAL, ..Self::default() }
    }

    /// Whether anything is done without being asked for.
    pub(crate) fn is_on(&self) -> bool {
        self.is_on
    }

    /// How the store stands now.
    pub(crate) fn stands(&mut self, status: &Status, at: Duration) {
        let is_more = status.ahead > self.ahead;
        self.ahead = status.ahead;
        if !self.is_on {
            return;
        }
        if !self.begun {
            self.begun = true;
            self.due = Some(at + START);
        } else if is_more {
            self.due = Some(at + QUIET);
        }
    }

    /// Whether it is time, once.
    pub(crate) fn is_due(&mut self, at: Duration) -> bool {
        self.running == 0 && self.due.take_if(|due| *due <= at).is_some()
    }

    /// So many answers are waited for.
    pub(crate) fn begin(&mut self, answers: usize, at: Duration) {
        self.running = answers;
        if answers == 0 {
            self.due = Some(at + self.pause);
        }
    }

    /// An answer has come.
    pub(crate) fn end(&mut self, at: Duration) {
        self.answered(INTERVAL, at);
    }

    /// It could not be done.
    pub(crate) fn fail(&mut self, at: Duration) {
        self.answered((self.pause * 2).min(LONGEST), at);
    }

    fn answered(&mut self, pause: Duration, at: Duration) {
        self.running = self.running.saturating_sub(1);
        self.pause = pause;
        if self.running == 0 && self.is_on {
            self.due = self.due.or(Some(at + self.pause));
        }
    }

    /// The person is to decide something first.
    pub(crate) fn hold(&mut self) {
        self.due = None;
    }

    pub(crate) fn deadline(&self) -> Option<Duration> {
        self.due.filter(|_| self.running == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(ahead: usize) -> Status {
        Status { ahead, ..Status::default() }
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn it_begins_soon_after_the_start_and_waits_for_quiet_after_acts() {
        let mut rhythm = Rhythm::on();
        rhythm.stands(&ahead(0), seconds(0));
        assert!(!rhythm.is_due(seconds(1)) && rhythm.is_due(seconds(2)));
        rhythm.begin(1, seconds(2));
        rhythm.end(seconds(3));

        rhythm.stands(&ahead(1), seconds(10));
        rhythm.stands(&ahead(2), seconds(25));
        rhythm.stands(&ahead(2), seconds(50));

        assert_eq!(rhythm.deadline(), Some(seconds(55)), "30 s after the last act");
    }

    #[test]
    fn what_fails_is_tried_less_and_less_often_and_what_works_at_the_interval() {
        let mut rhythm = Rhythm::on();
        let mut at = seconds(0);
        let pauses: Vec<u64> = [true, false, false, false, false, true]
            .iter()
            .map(|worked| {
                rhythm.begin(1, at);
                rhythm.due = None;
                if *worked {
                    rhythm.end(at);
                } else {
                    rhythm.fail(at);
                }
                let pause = rhythm.deadline().unwrap_or_default().saturating_sub(at);
                at += seconds(1);
                pause.as_secs() / 60
            })
            .collect();
        assert_eq!(pauses, [10, 20, 40, 60, 60, 10]);
    }

    #[test]
    fn nothing_is_due_where_it_is_off_runs_or_waits_for_the_person() {
        let mut off = Rhythm::default();
        off.stands(&ahead(1), seconds(0));
        assert_eq!(off.deadline(), None);

        let mut rhythm = Rhythm::on();
        rhythm.stands(&ahead(0), seconds(0));
        rhythm.begin(2, seconds(2));
        rhythm.end(seconds(3));
        assert!(!rhythm.is_due(seconds(9)), "one of two answers is still to come");
        rhythm.end(seconds(9));
        rhythm.hold();
        assert_eq!(rhythm.deadline(), None);
    }
}
