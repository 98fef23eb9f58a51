//! Which program takes a copied text.

use std::ffi::OsString;

/// Who takes a copied text, as the environment says it: a program of the desktop that is reached over ssh is on the wrong
/// computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Clipboard {
    /// tmux, which keeps it and hands it to the terminal that it runs in.
    Tmux,
    /// The terminal, by an escape sequence.
    Terminal,
    /// A program of the desktop; the first that is installed.
    Desktop(&'static [&'static [&'static str]]),
}

const WAYLAND: &[&[&str]] = &[&["wl-copy"]];
const X11: &[&[&str]] = &[&["xclip", "-selection", "clipboard"], &["xsel", "--clipboard", "--input"]];
const MAC: &[&[&str]] = &[&["pbcopy"]];

/// How a text reaches tmux.
pub(crate) const TMUX: &[&str] = &["tmux", "load-buffer", "-w", "-"];

impl Clipboard {
    pub(crate) fn of(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        match () {
            () if is_set("TMUX") => Self::Tmux,
            () if ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"].into_iter().any(is_set) => Self::Terminal,
            () if cfg!(target_os = "macos") => Self::Desktop(MAC),
            () if is_set("WAYLAND_DISPLAY") => Self::Desktop(WAYLAND),
            () if is_set("DISPLAY") => Self::Desktop(X11),
            () => Self::Terminal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(set: &[(&str, &str)]) -> Clipboard {
        Clipboard::of(|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into()))
    }

    #[test]
    fn a_copied_text_stays_at_the_computer_that_the_person_sits_at() {
        let (tmux, ssh, wayland) =
            (("TMUX", "/tmp/t,1,0"), ("SSH_TTY", "/dev/pts/1"), ("WAYLAND_DISPLAY", "wayland-0"));

        assert_eq!(of(&[tmux, ssh, wayland]), Clipboard::Tmux);
        assert_eq!(of(&[ssh, wayland]), Clipboard::Terminal);
        assert_eq!(of(&[("TMUX", ""), ssh]), Clipboard::Terminal);
    }

    #[cfg(not(target_os = "macos"))]
    #[test]
    fn at_a_desktop_its_own_program_takes_it_and_nowhere_else_the_terminal() {
        assert_eq!(of(&[("WAYLAND_DISPLAY", "wayland-0"), ("DISPLAY", ":0")]), Clipboard::Desktop(WAYLAND));
        assert_eq!(of(&[("DISPLAY", ":0")]), Clipboard::Desktop(X11));
        assert_eq!(of(&[]), Clipboard::Terminal);
    }
}
