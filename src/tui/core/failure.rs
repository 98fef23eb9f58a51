//! Why something did not work, as the person reads it.

use std::error::Error as _;

use crate::ops::{self, sync::Question};

/// Why something did not work, for the message line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The error and what caused it, on one line.
    pub what: String,
    pub hint: Option<String>,
    /// What only the person can decide.
    pub question: Option<Box<Question>>,
}

/// Whatever an effect can come to.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// Something that nobody foresaw kept this from working.
    pub fn unforeseen(what: &str, why: &str) -> Self {
        Self {
            what: format!("{what} did not work: {why}"),
            hint: Some("Nothing you saved is affected.".to_owned()),
            question: None,
        }
    }
}

impl From<ops::Error> for Failure {
    fn from(error: ops::Error) -> Self {
        let mut what = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            what = format!("{what}: {inner}");
            cause = inner.source();
        }
        let question = ops::sync::question(&error).map(Box::new);
        Self { what, hint: error.hint().and_then(|hint| hint.workbench), question }
    }
}
