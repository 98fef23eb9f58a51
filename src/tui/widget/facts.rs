//! Small facts about an entry, as they look everywhere.

use ratatui::style::Style;

use crate::entry::Stage;
use crate::tui::theme::Theme;

/// The colour of the verb that the stage belongs to.
pub(crate) fn stage_style(theme: &Theme, stage: Stage) -> Style {
    match stage {
        Stage::Inbox => theme.seek,
        Stage::Seed | Stage::Growing => theme.sense,
        Stage::Evergreen => theme.share,
        Stage::Archived => theme.muted,
    }
}

pub(crate) fn tags(tags: &[String]) -> String {
    tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ")
}
