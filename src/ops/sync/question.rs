//! What a sync asks where only the person can decide: one sentence, and what they may answer.

use crate::git::sync::Choice;
use crate::git::{self, Decision};
use crate::ops::Error;

/// A question in one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    pub answers: Vec<Answer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Pressed or typed to give it.
    pub key: char,
    /// What then happens.
    pub label: String,
    pub choice: Choice,
}

/// What an error asks; nothing where there is nothing to choose.
pub fn question(error: &Error) -> Option<Question> {
    let Error::Git(git::Error::Decision(decision)) = error else { return None };
    let mut answers = Vec::new();
    for (number, choice) in decision.choices().into_iter().enumerate() {
        answers.push(Answer { key: key(&choice, number), label: label(&choice), choice });
    }
    (!answers.is_empty()).then(|| Question { text: text(decision), answers })
}

fn text(decision: &Decision) -> String {
    match decision {
        Decision::Rewritten { .. } => {
            "Somebody rewrote the remote's history. What was there before is kept either way. What counts?".to_owned()
        }
        Decision::Unrelated => "This store and the remote began apart. Join them into one?".to_owned(),
        Decision::Gone(branch) => format!("The remote no longer has the branch {branch}. Make it again?"),
        Decision::OtherBranch { branch, has } => {
            format!("The remote has no branch {branch}, but {}. Which one is this store's?", has.join(", "))
        }
        Decision::GoneHere { gone, of } => {
            format!("{gone} of {of} files are gone from the disk, and Riffle did not remove them. What now?")
        }
        Decision::GoneThere { gone, of } => format!("The remote removes {gone} of the store's {of} files. What now?"),
        Decision::Larger { folder } => {
            format!(
                "{folder} is part of a larger repository. A sync sends all commits of its branch, also those outside of {folder}, and brings what others changed there. Go on?"
            )
        }
        Decision::WhichBranch { .. } => decision.to_string(),
    }
}

fn label(choice: &Choice) -> String {
    let label = match choice {
        Choice::Join => "join them: everything of both stays",
        Choice::KeepAll => "keep everything of both",
        Choice::TakeTheirs => "take the remote's, with what was not sent yet on top",
        Choice::MakeBranch => "make it there",
        Choice::UseBranch(branch) => return format!("use {branch} from now on"),
        Choice::BringBack => "bring them back",
        Choice::Remove => "remove them from the store (they go to the trash)",
        Choice::KeepFiles => "keep them, here and there",
        Choice::WholeBranch => "exchange the whole branch",
        Choice::TakeRemovals => "remove them here too (they go to the trash)",
    };
    label.to_owned()
}

fn key(choice: &Choice, number: usize) -> char {
    match choice {
        Choice::Join => 'j',
        Choice::KeepAll | Choice::KeepFiles => 'k',
        Choice::TakeTheirs => 't',
        Choice::MakeBranch => 'm',
        Choice::UseBranch(_) => {
            char::from_digit(u32::try_from(number).unwrap_or(9).saturating_add(1).min(9), 10).unwrap_or('9')
        }
        Choice::BringBack => 'b',
        Choice::WholeBranch => 'w',
        Choice::Remove | Choice::TakeRemovals => 'r',
    }
}

/// How a choice is called on the command line.
pub fn word(choice: &Choice) -> String {
    let word = match choice {
        Choice::Join => "join",
        Choice::KeepAll => "keep-all",
        Choice::TakeTheirs => "take-theirs",
        Choice::MakeBranch => "make-branch",
        Choice::UseBranch(branch) => return format!("branch:{branch}"),
        Choice::BringBack => "bring-back",
        Choice::Remove => "remove",
        Choice::KeepFiles => "keep-files",
        Choice::TakeRemovals => "take-removals",
        Choice::WholeBranch => "whole-branch",
    };
    word.to_owned()
}

/// The choice that a word means.
pub fn choice(typed: &str) -> Option<Choice> {
    const PLAIN: [Choice; 9] = [
        Choice::Join,
        Choice::KeepAll,
        Choice::TakeTheirs,
        Choice::MakeBranch,
        Choice::BringBack,
        Choice::Remove,
        Choice::KeepFiles,
        Choice::TakeRemovals,
        Choice::WholeBranch,
    ];
    let branch = typed.strip_prefix("branch:").filter(|branch| !branch.is_empty());
    branch
        .map(|branch| Choice::UseBranch(branch.to_owned()))
        .or_else(|| PLAIN.into_iter().find(|choice| word(choice) == typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decisions() -> Vec<Decision> {
        vec![
            Decision::Rewritten { rescue: Vec::new() },
            Decision::Unrelated,
            Decision::Gone("main".into()),
            Decision::OtherBranch { branch: "main".into(), has: vec!["master".into(), "trunk".into()] },
            Decision::GoneHere { gone: 40, of: 41 },
            Decision::GoneThere { gone: 40, of: 41 },
            Decision::Larger { folder: "docs".into() },
        ]
    }

    #[test]
    fn each_answer_has_a_key_of_its_own_and_a_word_that_means_it() {
        for decision in decisions() {
            let asked = question(&git::Error::from(decision).into()).unwrap();
            let mut keys: Vec<char> = asked.answers.iter().map(|answer| answer.key).collect();
            keys.dedup();
            assert_eq!(keys.len(), asked.answers.len(), "{asked:?}");
            for answer in asked.answers {
                assert_eq!(choice(&word(&answer.choice)), Some(answer.choice));
            }
        }
        assert_eq!(choice("everything"), None);
        assert_eq!(choice("branch:"), None);
    }

    #[test]
    fn what_nobody_can_choose_is_no_question() {
        assert_eq!(question(&git::Error::Moved.into()), None);
        assert_eq!(question(&git::Error::from(Decision::WhichBranch { has: vec!["a".into()] }).into()), None);
    }
}
