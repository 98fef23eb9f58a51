//! Decides what a sync has to do from where both sides stand, without I/O.

use super::Choice;
use crate::git::{CommitId, Decision};

/// What a sync has to do, given both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    Nothing,
    Push,
    FastForward {
        to: CommitId,
    },
    Merge {
        base: Option<CommitId>,
        ours: CommitId,
        theirs: CommitId,
    },
    /// Go over to a history that was rewritten.
    Replace {
        by: CommitId,
    },
}

/// What a plan is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub ours: Option<CommitId>,
    pub theirs: Option<CommitId>,
    /// The newest commit that both have.
    pub base: Option<CommitId>,
    pub upstream: Upstream,
}

/// How the remote's branch relates to what was last taken from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Upstream {
    /// Nothing was taken yet, or it grew since.
    #[default]
    Grown,
    /// It no longer holds what was taken.
    Rewritten,
}

/// Decides what a sync has to do; `chosen` is what the person said to what was asked before.
pub fn plan(facts: Facts, chosen: &[Choice]) -> Result<Plan, Decision> {
    let Facts { ours, theirs, base, upstream } = facts;
    let is_rewritten = upstream == Upstream::Rewritten && !chosen.contains(&Choice::KeepAll);
    let may_join = chosen.contains(&Choice::Join) || chosen.contains(&Choice::KeepAll);
    match (ours, theirs) {
        (None, None) => Ok(Plan::Nothing),
        (Some(_), None) => Ok(Plan::Push),
        (None, Some(to)) => Ok(Plan::FastForward { to }),
        (Some(ours), Some(theirs)) if ours == theirs => Ok(Plan::Nothing),
        (Some(ours), Some(to)) if base.as_ref() == Some(&ours) => Ok(Plan::FastForward { to }),
        (Some(_), Some(by)) if is_rewritten && chosen.contains(&Choice::TakeTheirs) => Ok(Plan::Replace { by }),
        (Some(_), Some(_)) if is_rewritten => Err(Decision::Rewritten { rescue: Vec::new() }),
        (Some(_), Some(theirs)) if base.as_ref() == Some(&theirs) => Ok(Plan::Push),
        (Some(_), Some(_)) if base.is_none() && !may_join => Err(Decision::Unrelated),
        (Some(ours), Some(theirs)) => Ok(Plan::Merge { base, ours, theirs }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> Option<CommitId> {
        Some(CommitId(name.into()))
    }

    fn facts(ours: Option<CommitId>, theirs: Option<CommitId>, base: Option<CommitId>) -> Facts {
        Facts { ours, theirs, base, upstream: Upstream::Grown }
    }

    fn planned(facts: Facts) -> Result<Plan, Decision> {
        plan(facts, &[])
    }

    #[test]
    fn each_position_of_two_branches_has_one_plan() {
        let (a, b, c) = (|| id("a"), || id("b"), || id("c"));
        let to = CommitId("b".into());

        assert_eq!(planned(facts(None, None, None)), Ok(Plan::Nothing));
        assert_eq!(planned(facts(a(), a(), a())), Ok(Plan::Nothing));
        assert_eq!(planned(facts(a(), None, None)), Ok(Plan::Push));
        assert_eq!(planned(facts(a(), b(), b())), Ok(Plan::Push));
        assert_eq!(planned(facts(None, b(), None)), Ok(Plan::FastForward { to: to.clone() }));
        assert_eq!(planned(facts(a(), b(), a())), Ok(Plan::FastForward { to }));
        assert!(matches!(planned(facts(a(), b(), c())), Ok(Plan::Merge { .. })));
        assert_eq!(planned(facts(a(), b(), None)), Err(Decision::Unrelated));
    }

    #[test]
    fn a_rewritten_upstream_stops_only_what_it_endangers() {
        let rewritten = |ours, theirs, base| Facts { upstream: Upstream::Rewritten, ..facts(ours, theirs, base) };

        assert!(matches!(planned(rewritten(id("a"), id("b"), id("c"))), Err(Decision::Rewritten { .. })));
        assert!(matches!(planned(rewritten(id("a"), id("b"), id("b"))), Err(Decision::Rewritten { .. })), "rewound");
        assert_eq!(planned(rewritten(id("a"), id("a"), id("a"))), Ok(Plan::Nothing));
    }

    #[test]
    fn what_the_person_said_opens_the_way() {
        let rewritten = || Facts { upstream: Upstream::Rewritten, ..facts(id("a"), id("b"), id("c")) };
        let by = CommitId("b".into());

        assert!(matches!(plan(facts(id("a"), id("b"), None), &[Choice::Join]), Ok(Plan::Merge { base: None, .. })));
        assert!(matches!(plan(rewritten(), &[Choice::KeepAll]), Ok(Plan::Merge { .. })));
        assert_eq!(plan(rewritten(), &[Choice::TakeTheirs]), Ok(Plan::Replace { by }));
        assert!(plan(rewritten(), &[Choice::Join, Choice::MakeBranch]).is_err(), "an answer to another question");
    }
}
