//! How much room there is, as one of five classes, and how the screen is divided; screens ask for the class, not for numbers.

use ratatui::layout::{Constraint, Layout, Rect};

/// What fits. Ordered from roomy to cramped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Panes side by side, with snippets.
    Wide,
    /// List and preview side by side.
    Normal,
    /// List above preview.
    TallNarrow,
    /// One pane at a time.
    Small,
    /// One list without borders.
    Tiny,
    /// Nothing useful fits: one line says which size is needed.
    None,
}

/// The size below which nothing useful fits.
pub(crate) const LEAST: (u16, u16) = (40, 8);

impl Class {
    /// The class of a size. A class that was reached is kept until the terminal is two columns narrower than it asks for,
    /// so that dragging a border does not make the screen flicker between two shapes.
    pub fn of(width: u16, height: u16, before: Option<Self>) -> Self {
        let fresh = Self::exact(width, height);
        match before {
            Some(before) if before < fresh && before != Self::None => {
                let lenient = Self::exact(width.saturating_add(2), height);
                if lenient == before && fresh != Self::None { before } else { fresh }
            }
            _ => fresh,
        }
    }

    fn exact(width: u16, height: u16) -> Self {
        match (width, height) {
            (110.., 30..) => Self::Wide,
            (80.., 24..) => Self::Normal,
            (60..80, 40..) => Self::TallNarrow,
            (60.., 20..) => Self::Small,
            (40.., 8..) => Self::Tiny,
            _ => Self::None,
        }
    }
}

/// The lines of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScreenAreas {
    pub top: Rect,
    pub body: Rect,
    pub message: Rect,
    pub footer: Rect,
}

impl ScreenAreas {
    pub(crate) fn of(class: Class, screen: Rect) -> Self {
        let message = if class == Class::Tiny { 0 } else { 1 };
        let lines = [1, 0, message, 1];
        let [top, body, message, footer] = Layout::vertical([
            Constraint::Length(lines[0]),
            Constraint::Fill(1),
            Constraint::Length(lines[2]),
            Constraint::Length(lines[3]),
        ])
        .areas(screen);
        Self { top, body, message, footer }
    }

    /// The lines of a screen of so many columns and rows.
    pub(crate) fn of_size(class: Class, (width, height): (u16, u16)) -> Self {
        Self::of(class, Rect::new(0, 0, width, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_begins_where_the_table_says() {
        let cases = [
            ((110, 30), Class::Wide),
            ((109, 30), Class::Normal),
            ((120, 29), Class::Normal),
            ((80, 24), Class::Normal),
            ((79, 40), Class::TallNarrow),
            ((79, 24), Class::Small),
            ((60, 20), Class::Small),
            ((59, 20), Class::Tiny),
            ((40, 8), Class::Tiny),
            ((39, 8), Class::None),
            ((0, 0), Class::None),
        ];

        for ((width, height), class) in cases {
            assert_eq!(Class::of(width, height, None), class, "{width}x{height}");
        }
    }

    #[test]
    fn a_shape_is_kept_for_two_columns_and_then_given_up() {
        assert_eq!(Class::of(108, 36, Some(Class::Wide)), Class::Wide);
        assert_eq!(Class::of(107, 36, Some(Class::Wide)), Class::Normal);
        assert_eq!(Class::of(109, 36, Some(Class::Normal)), Class::Normal);
    }
}
