//! What of the first steps was done.

use crate::ops::first_steps::Step;
use crate::tui::core::command::EntryCommand;
use crate::tui::core::effect::Answer;

/// So much of a word is typed by somebody who looks for something.
const TYPED: usize = 3;

/// Which of the first steps an answer completes.
pub(super) fn step_of(answer: &Answer) -> Option<Step> {
    match answer {
        Answer::Capture { outcome: Ok(_), .. } | Answer::Log { outcome: Ok(_), .. } => Some(Step::Capture),
        Answer::Do { command: EntryCommand::Annotate(_), outcome: Ok(_), .. } => Some(Step::SayWhy),
        Answer::FinishNugget { outcome: Ok(Some(_)), .. } => Some(Step::Distil),
        Answer::Search { text, outcome: Ok(answer), .. } if text.trim().len() >= TYPED && answer.found.total > 0 => {
            Some(Step::FindAgain)
        }
        _ => None,
    }
}
