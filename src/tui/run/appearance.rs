//! Which theme fits: what the person chose, else what suits the terminal's background.

use std::env;

use crate::config::{Complaint, Glyphs};
use crate::ops::{Workspace, outside};
use crate::tui::terminal::background::{self, Background};
use crate::tui::theme::file::Custom;
use crate::tui::theme::{Depth, Ground, Theme};

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
    let name = config.theme.as_deref().or(custom.extends);
    let ground = ground(workspace);
    let name = name.or_else(|| (ground == Ground::Light).then_some("riffle-light"));
    let glyphs = if config.ambiguous_width == 2 { Glyphs::Ascii } else { config.glyphs };
    (Theme::custom(name, &custom, (depth, ground), glyphs), complaints)
}

/// Whether the terminal is asked about its background: where its answer would decide, and the question is understood.
pub(super) fn asks_background(workspace: &Workspace) -> bool {
    let (custom, _) = Custom::load(&workspace.paths.config.join("theme.toml"));
    let colours = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let decides = matches!(workspace.config.theme.as_deref().or(custom.extends), None | Some("terminal"));
    colours && decides && terminal().is_some()
}

/// The terminal's background, as it was answered last time or as its environment says.
fn ground(workspace: &Workspace) -> Ground {
    let answered = terminal().and_then(|terminal| outside::theme_of(workspace, &terminal));
    match answered.and_then(|theme| Background::of_theme(&theme)) {
        Some(Background::Dark) => Ground::Dark,
        Some(Background::Light) => Ground::Light,
        None => ground_of(|name| env::var(name).ok()),
    }
}

/// The same as the environment says; the Linux console is black.
fn ground_of(variable: impl Fn(&str) -> Option<String>) -> Ground {
    let colours = variable("COLORFGBG").unwrap_or_default();
    match colours.rsplit(';').next().and_then(|ground| ground.parse::<u8>().ok()) {
        Some(7 | 15) => Ground::Light,
        Some(0..=6 | 8) => Ground::Dark,
        _ if variable("TERM").as_deref() == Some("linux") => Ground::Dark,
        _ => Ground::Unknown,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_background_is_known_from_the_environment() {
        let of = |name: &'static str, value: &'static str| ground_of(|asked| (asked == name).then(|| value.to_owned()));

        assert_eq!(of("COLORFGBG", "0;15"), Ground::Light);
        assert_eq!(of("COLORFGBG", "15;default;0"), Ground::Dark);
        assert_eq!(of("TERM", "linux"), Ground::Dark);
        assert_eq!(of("TERM", "xterm"), Ground::Unknown);
    }
}
