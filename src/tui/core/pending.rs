//! Publications that were agreed to and have not left: for ten seconds each can be stopped.
//!
//! Nothing of this is kept: whoever quits in that time has published nothing.

use std::time::Duration;

use crate::entry::EntryPath;
use crate::ops::share::{Order, Route};

/// So long a publication waits before it leaves.
pub(crate) const WINDOW: Duration = Duration::from_secs(10);

/// One publication that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub order: Order,
    pub route: Route,
    pub title: String,
    /// The page as it was agreed to.
    pub page: String,
    /// When it leaves.
    pub at: Duration,
}

/// All that wait, in the order in which they leave.
#[derive(Clone, Debug, Default)]
pub struct PendingPublications(Vec<Pending>);

impl PendingPublications {
    pub fn wait(&mut self, leaving: Pending) {
        self.0.push(leaving);
    }

    /// Takes back the one that was agreed to last.
    pub fn stop(&mut self) -> Option<Pending> {
        self.0.pop()
    }

    /// Those whose time has come.
    pub fn due(&mut self, now: Duration) -> Vec<Pending> {
        let waiting = self.0.iter().take_while(|leaving| leaving.at <= now).count();
        self.0.drain(..waiting).collect()
    }

    /// When something is to be done: the next second of the countdown, or the moment at which the first leaves.
    pub fn deadline(&self, now: Duration) -> Option<Duration> {
        let (first, newest) = (self.0.first()?, self.0.last()?);
        let left = newest.at.saturating_sub(now);
        let whole = Duration::from_secs(left.as_secs());
        let step = if whole == left { Duration::from_secs(1) } else { left.saturating_sub(whole) };
        Some(first.at.min(now + step))
    }

    pub fn newest(&self) -> Option<&Pending> {
        self.0.last()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, entry: &EntryPath, team: &str) -> bool {
        self.0.iter().any(|leaving| leaving.order.entry.as_ref() == Some(entry) && leaving.order.team == team)
    }
}

impl Pending {
    /// Seconds until it leaves, begun ones too.
    pub fn seconds(&self, now: Duration) -> u64 {
        self.at.saturating_sub(now).as_millis().div_ceil(1000).try_into().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door(at: &[u64]) -> PendingPublications {
        let mut door = PendingPublications::default();
        for seconds in at {
            let (order, title, page) = (Order::default(), seconds.to_string(), String::new());
            let at = Duration::from_secs(*seconds) + WINDOW;
            door.wait(Pending { order, route: Route::Main, title, page, at });
        }
        door
    }

    #[test]
    fn each_leaves_when_its_own_time_has_come() {
        let mut door = door(&[1, 5]);

        assert_eq!(door.due(Duration::from_millis(10_999)), []);
        assert_eq!(door.due(Duration::from_secs(11)).len(), 1);
        assert_eq!(door.due(Duration::from_secs(11)), []);
        assert_eq!(door.due(Duration::from_secs(15)).len(), 1);
        assert!(door.is_empty());
    }

    #[test]
    fn the_newest_is_the_one_that_is_stopped() {
        let mut door = door(&[1, 5]);

        assert_eq!(door.stop().unwrap().title, "5");
        assert_eq!(door.newest().unwrap().title, "1");
    }

    #[test]
    fn it_wakes_once_a_second_and_not_at_all_when_nothing_waits() {
        let door = door(&[2]);

        assert_eq!(door.deadline(Duration::from_millis(2_000)), Some(Duration::from_secs(3)));
        assert_eq!(door.deadline(Duration::from_millis(3_400)), Some(Duration::from_secs(4)));
        assert_eq!(door.deadline(Duration::from_millis(11_500)), Some(Duration::from_secs(12)));
        assert_eq!(PendingPublications::default().deadline(Duration::ZERO), None);
    }

    #[test]
    fn begun_seconds_count() {
        let door = door(&[0]);
        let left = |millis| door.newest().unwrap().seconds(Duration::from_millis(millis));

        assert_eq!([left(0), left(1), left(9_001), left(10_000)], [10, 10, 1, 0]);
    }
}
