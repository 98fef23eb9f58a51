//! What kind of things happen in a history.

use super::dice::Dice;
use super::text::Edit;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// The same day of the journal everywhere.
    Days,
    /// Lists and prose, with several lines taken away at once.
    Lists,
    /// Front matter, line endings, whole files removed.
    Fields,
    /// Files and folders renamed by case and by how accents are written.
    Names,
    /// Files where others have folders, symbolic links and odd names made by plain git.
    Shapes,
    /// Programs and editors that loaded a text before a sync and save it after.
    Stale,
    /// Everything, with kills and failing disks.
    Kills,
}

/// A step of one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Sync,
    Edit(Edit),
    /// A line of the day by Riffle.
    Log,
    Capture,
    /// A program loads a file.
    Load,
    /// An editor is opened on it by Riffle.
    Begin,
    /// What was loaded is saved with a change.
    Save,
    Delete,
    Trash,
    Move,
    MoveFolder,
    /// Somebody with plain git pushes something odd.
    PlainGit,
    Undo,
    /// The next step is killed, or the disk fails in it.
    Disturbed,
}

impl Profile {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Lists => "lists",
            Self::Fields => "fields",
            Self::Names => "names",
            Self::Shapes => "shapes",
            Self::Stale => "stale",
            Self::Kills => "kills",
        }
    }

    /// Files that the machines write; few, so that they meet.
    pub(super) fn paths(self) -> &'static [&'static str] {
        const DAY: &str = "journal/2026/2026-11-21.md";
        match self {
            Self::Days => &[DAY],
            Self::Lists => &["notes/list.md", "notes/tea.md"],
            Self::Fields => &["notes/list.md", "notes/tea.md", DAY],
            Self::Names => &[
                "notes/idea.md",
                "notes/Idea.md",
                "notes/IDEA.md",
                "notes/caf\u{e9}.md",
                "notes/cafe\u{301}.md",
                "projects/list.md",
                "Projects/list.md",
                "projects/one.md",
            ],
            Self::Shapes => &["box", "box/list.md", "box/deep/tea.md", "notes/tea.md", "notes"],
            Self::Stale => &["notes/list.md", "notes/tea.md"],
            Self::Kills => &["notes/list.md", "notes/tea.md", DAY, "projects/one.md"],
        }
    }

    /// Each step with how often it is taken.
    fn steps(self) -> &'static [(Step, usize)] {
        use Edit::{Add, Append, Correct, Field, LastNewline, LineEndings, RemoveSeveral};
        use Step::{
            Begin, Capture, Delete, Disturbed, Edit as E, Load, Log, Move, MoveFolder, PlainGit, Save, Sync, Trash,
            Undo,
        };
        match self {
            Self::Days => {
                &[(Sync, 8), (Log, 6), (E(Add), 4), (E(RemoveSeveral), 4), (E(Correct), 4), (E(LastNewline), 1)]
            }
            Self::Lists => &[(Sync, 8), (E(Add), 6), (E(Append), 3), (E(RemoveSeveral), 4), (E(Correct), 4), (Undo, 1)],
            Self::Fields => &[
                (Sync, 8),
                (E(Field), 6),
                (E(Add), 3),
                (E(Append), 2),
                (E(LineEndings), 2),
                (E(LastNewline), 2),
                (Delete, 2),
                (Trash, 1),
                (Log, 1),
                (Undo, 1),
            ],
            Self::Names => {
                &[(Sync, 8), (Move, 5), (MoveFolder, 2), (E(Add), 5), (E(Correct), 2), (Capture, 1), (Delete, 1)]
            }
            Self::Shapes => &[(Sync, 8), (E(Add), 6), (PlainGit, 3), (Delete, 2), (E(RemoveSeveral), 1)],
            Self::Stale => {
                &[(Sync, 8), (Load, 4), (Begin, 2), (Save, 8), (E(Add), 3), (E(RemoveSeveral), 2), (E(Correct), 1)]
            }
            Self::Kills => &[
                (Sync, 8),
                (Disturbed, 6),
                (Log, 2),
                (Capture, 2),
                (Trash, 1),
                (Undo, 1),
                (Move, 1),
                (E(Add), 3),
                (E(RemoveSeveral), 2),
                (E(Field), 1),
            ],
        }
    }

    pub(super) fn step(self, dice: &mut Dice) -> Step {
        let steps = self.steps();
        let mut at = dice.below(steps.iter().map(|(_, often)| often).sum());
        for (step, often) in steps {
            match at.checked_sub(*often) {
                Some(rest) => at = rest,
                None => return *step,
            }
        }
        Step::Sync
    }

    /// Whether every file of the branch has to be on the disk: not where names or kinds keep it away.
    pub(super) fn is_all_on_disk(self) -> bool {
        match self {
            Self::Names | Self::Shapes => false,
            Self::Days | Self::Lists | Self::Fields | Self::Stale | Self::Kills => true,
        }
    }
}
