//! Which theme fits: what the person chose, else what suits the terminal's background.

use std::env;

use crate::config::{Complaint, Glyphs};
use crate::ops::{Workspace, outside};
use crate::tui::terminal::background::{self, Background};
use crate::tui::theme::file::Custom;
use crate::tui::theme::{Depth, Theme};

/// The theme the person chose, in as many colours as the terminal says it has, with their own laid over it; and what is
/// wrong with those.
pub(super) fn theme_for(workspace: &Workspace) -> (Theme, Vec<Complaint>) {
    let config = &workspace.config;
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let depth = match env::var("COLORTERM").as_deref() {
        _ if set("NO_COLOR") => Depth::None,
        Ok("truecolor" | "24bit") => Depth::True,
        _ => Depth::Sixteen,
    };
    let (custom, complaints) = Custom::load(&workspace.paths.config.join("theme.toml"));
    let name = config.theme.as_deref().or(custom.extends).or_else(|| usual_theme(workspace));
    let glyphs = if config.ambiguous_width == 2 { Glyphs::Ascii } else { config.glyphs };
    (Theme::custom(name, &custom, depth, glyphs), complaints)
}

/// Whether the terminal is asked about its background: where its answer would decide, and the question is understood.
pub(super) fn asks_background(workspace: &Workspace) -> bool {
    let (custom, _) = Custom::load(&workspace.paths.config.join("theme.toml"));
    let colours = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let is_open = workspace.config.theme.is_none() && custom.extends.is_none();
    colours && is_open && terminal().is_some()
}

/// The theme that fits the terminal's background, as it was answered last time or as its environment says.
fn usual_theme(workspace: &Workspace) -> Option<&'static str> {
    let answered = terminal().and_then(|terminal| outside::theme_of(workspace, &terminal));
    let answered = answered.and_then(|theme| Background::of_theme(&theme)).map(Background::theme);
    let light = || env::var("COLORFGBG").is_ok_and(|colors| colors.ends_with(";15") || colors.ends_with(";7"));
    answered.or_else(|| light().then_some("riffle-light"))
}

/// Keeps what the terminal's background is like for the next start.
pub(super) fn remember(workspace: &Workspace, background: Background) {
    let Some(terminal) = terminal() else { return };
    let theme = background.theme();
    if outside::theme_of(workspace, &terminal).as_deref() != Some(theme) {
        // It is asked again at the next start.
        outside::remember_theme(workspace, &terminal, theme).ok();
    }
}

fn terminal() -> Option<String> {
    background::terminal(|name| env::var(name).ok())
}
