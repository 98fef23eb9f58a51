//! Follows a link by its number: digits are typed until they can mean one link only.

use super::Workbench;
use crate::keymap::Write;
use crate::tui::screen::LinkTarget;

/// The digits so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Following {
    pub(super) digits: String,
}

impl Workbench {
    pub(super) fn text_follow(&mut self, text: &str) -> Option<LinkTarget> {
        let following = self.following.as_mut()?;
        following.digits.extend(text.chars().filter(char::is_ascii_digit));
        let number: usize = following.digits.parse().ok()?;
        let most = self.panels.links.targets().count();
        if number == 0 || number > most {
            following.digits.clear();
            return None;
        }
        if number * 10 > most { self.followed(number) } else { None }
    }

    pub(super) fn write_follow(&mut self, write: Write) -> Option<LinkTarget> {
        let following = self.following.as_mut()?;
        if write == Write::DeleteBack {
            following.digits.pop();
        } else if matches!(write, Write::DeleteToStart | Write::DeleteWordBack) {
            following.digits.clear();
        }
        if write != Write::Submit {
            return None;
        }
        if let Ok(number) = following.digits.parse() {
            return self.followed(number);
        }
        self.following = None;
        self.panels.links.target().cloned()
    }

    fn followed(&mut self, number: usize) -> Option<LinkTarget> {
        self.following = None;
        self.panels.links.numbered(number).cloned()
    }
}
