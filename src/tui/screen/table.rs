//! The screens there are, a row each.

use serde::{Deserialize, Serialize};

use super::state::ScreenState;
use super::{conflicts, feeds, inbox, library, prepare, share, team, today, trash, workbench};

/// Makes of the rows the names of the screens and what holds them all.
macro_rules! screens {
    ($( $(#[$attribute:meta])* $name:ident $field:ident: $state:ty, )*) => {
        /// Which screen is shown.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Screen { $($(#[$attribute])* $name,)* }

        impl Screen {
            /// In the order of their tabs.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }

        /// All screens.
        #[derive(Debug, Default)]
        pub struct Screens { $(pub $field: $state,)* }

        impl Screens {
            pub fn of(&self, screen: Screen) -> &dyn ScreenState {
                match screen { $(Screen::$name => &self.$field,)* }
            }

            pub fn of_mut(&mut self, screen: Screen) -> &mut dyn ScreenState {
                match screen { $(Screen::$name => &mut self.$field,)* }
            }

            pub fn all(&self) -> Vec<&dyn ScreenState> {
                vec![$(&self.$field,)*]
            }

            pub fn all_mut(&mut self) -> Vec<&mut dyn ScreenState> {
                vec![$(&mut self.$field,)*]
            }
        }
    };
}

screens! {
    Today today: today::Today,
    Inbox inbox: inbox::Inbox,
    Feeds feeds: feeds::Feeds,
    #[default]
    Library library: library::Library,
    /// One entry.
    Workbench workbench: workbench::Workbench,
    /// What I published.
    Share share: share::Share,
    /// One entry as a team would get it.
    Prepare prepare: prepare::Prepare,
    /// What is new in the teams.
    Team team: team::Team,
    /// What was taken away.
    Trash trash: trash::Trash,
    /// Entries of which two texts are kept.
    Conflicts conflicts: conflicts::Conflicts,
}
