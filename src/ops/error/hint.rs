//! What sort an error is of, and what the person can do about it, as each front says it.

/// What sort of failure, for the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    Failed,
    Usage,
    Decision,
    Network,
    /// The person stopped it.
    Interrupted,
}

/// What the person can do about an error, a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// As a command of the shell says it.
    pub shell: String,
    /// As the workbench says it, where it has something to say.
    pub workbench: Option<String>,
}

impl Hint {
    /// The same in both.
    pub(in crate::ops) fn both(text: impl Into<String>) -> Option<Self> {
        let shell = text.into();
        Some(Self { workbench: Some(shell.clone()), shell })
    }

    /// Of a command's flags, which the workbench does without.
    pub(in crate::ops) fn shell(text: impl Into<String>) -> Option<Self> {
        Some(Self { shell: text.into(), workbench: None })
    }

    /// Where the workbench has a way of its own.
    pub(in crate::ops) fn each(shell: impl Into<String>, workbench: impl Into<String>) -> Option<Self> {
        Some(Self { shell: shell.into(), workbench: Some(workbench.into()) })
    }
}
