//! What an author keeps of an entry, told of two versions, so that joining them never lets more leave than each of them does.

use std::collections::HashSet;

use super::draft::Draft;
use super::{marks, permitted};
use crate::entry::Entry;
use crate::team::read::rules::Audience;

/// What stays here of one version of an entry.
#[derive(Clone, Debug)]
pub struct Privacy {
    consent: Consent,
    /// Lines within private passages, and all others.
    private: HashSet<String>,
    shown: HashSet<String>,
}

/// Who may see an entry, from the widest circle to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Consent {
    Everybody,
    Team,
    Nobody,
}

impl Privacy {
    pub fn of(entry: &Entry) -> Self {
        let draft = Draft::new(entry.body(), 1);
        let Ok(passages) = marks::passages(&draft) else {
            return Self { consent: Consent::Nobody, private: HashSet::new(), shown: HashSet::new() };
        };
        let (mut private, mut shown, mut at) = (HashSet::new(), HashSet::new(), 0);
        for (range, _) in passages {
            shown.extend(lines(&draft.text()[at..range.start]));
            private.extend(lines(&draft.text()[range.clone()]));
            at = range.end;
        }
        shown.extend(lines(&draft.text()[at..]));
        Self { consent: consent(entry), private, shown }
    }

    /// Of two versions the greater one keeps more.
    pub fn strictness(&self) -> impl Ord + use<> {
        (self.consent, self.private.len())
    }

    /// Whether a version that `base` and `side` were joined to keeps what `side` began to keep.
    pub fn keeps(&self, base: &Self, side: &Self) -> bool {
        let keeps_consent = side.consent <= base.consent || self.consent >= side.consent;
        let is_told =
            |line: &String| !base.private.contains(line) && !side.shown.contains(line) && self.shown.contains(line);
        keeps_consent && (self.consent == Consent::Nobody || !side.private.iter().any(is_told))
    }
}

fn consent(entry: &Entry) -> Consent {
    let may = |audience| permitted(entry, audience).is_ok();
    match (may(Audience::Public), may(Audience::Team)) {
        (true, _) => Consent::Everybody,
        (false, true) => Consent::Team,
        (false, false) => Consent::Nobody,
    }
}

fn lines(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}
