//! The shipped colours, before they become the styles of roles.

use ratatui::style::{Color, Modifier, Style};

use super::file::Slot;
use super::{Ground, rgb};

/// What a theme file or name says.
pub(super) struct Palette {
    pub(super) text: Style,
    pub(super) muted: Style,
    pub(super) border: Style,
    pub(super) accent: Style,
    pub(super) selected: Style,
    pub(super) highlight: Style,
    pub(super) ok: Style,
    pub(super) warn: Style,
    pub(super) error: Style,
    pub(super) seek: Style,
    pub(super) sense: Style,
}

impl Palette {
    pub(super) fn set(&mut self, slot: Slot, colour: Color) {
        let style = Style::new().fg(colour);
        match slot {
            Slot::Text => self.text = style,
            Slot::Muted => self.muted = style,
            Slot::Border => self.border = style,
            Slot::Accent => self.accent = style,
            Slot::Selected => self.selected = Style::new().bg(colour),
            Slot::Ok => self.ok = style,
            Slot::Warn => self.warn = style,
            Slot::Error => self.error = style,
            Slot::Seek => self.seek = style,
            Slot::Sense => self.sense = style,
            // These follow the accent until they are set themselves.
            Slot::Match | Slot::Share => {}
        }
    }

    pub(super) fn dark() -> Self {
        Self {
            text: fg(0xd7_dae0),
            muted: fg(0x95_9dab),
            border: fg(0x3a_4150),
            accent: fg(0xe5_b567),
            selected: Style::new().bg(rgb(0x2a_3140)),
            highlight: fg(0xe6_e8ec).bg(rgb(0x4a_3d1f)),
            ok: fg(0x8f_bf7f),
            warn: fg(0xe0_a35b),
            error: fg(0xe6_7f88),
            seek: fg(0x6f_b3d2),
            sense: fg(0xa3_be8c),
        }
    }

    pub(super) fn light() -> Self {
        Self {
            text: fg(0x2b_303b),
            muted: fg(0x5b_6472),
            border: fg(0xd0_d5dd),
            accent: fg(0x82_5a00),
            selected: Style::new().bg(rgb(0xe3_e8f1)),
            highlight: fg(0x2b_303b).bg(rgb(0xff_e8a3)),
            ok: fg(0x38_6f2a),
            warn: fg(0x8e_5400),
            error: fg(0xb3_2633),
            seek: fg(0x1c_698c),
            sense: fg(0x46_6a2d),
        }
    }

    /// The terminal's own colours: those that are legible on such a background.
    pub(super) fn sixteen(ground: Ground) -> Self {
        let fg = |colour: Color| Style::new().fg(colour);
        match ground {
            Ground::Dark => Self {
                accent: fg(Color::LightYellow),
                ok: fg(Color::Green),
                warn: fg(Color::LightYellow),
                error: fg(Color::LightRed),
                seek: fg(Color::Cyan),
                sense: fg(Color::Green),
                ..Self::plain()
            },
            Ground::Light => Self {
                accent: fg(Color::Blue),
                warn: fg(Color::Magenta),
                error: fg(Color::Red),
                seek: fg(Color::Blue),
                sense: fg(Color::Magenta),
                ..Self::plain()
            },
            Ground::Unknown => Self::plain(),
        }
    }

    /// The terminal's text colour alone: none of the sixteen is legible both on black and on white.
    ///
    /// What is quieter is faint and never bright black, which many palettes make invisible.
    fn plain() -> Self {
        let (text, bold) = (Style::new().fg(Color::Reset), Style::new().fg(Color::Reset).add_modifier(Modifier::BOLD));
        let faint = text.add_modifier(Modifier::DIM);
        let reversed = Style::new().add_modifier(Modifier::REVERSED);
        Self {
            text,
            muted: faint,
            border: faint,
            accent: bold,
            selected: reversed,
            highlight: reversed,
            ok: text,
            warn: bold,
            error: bold,
            seek: text,
            sense: text,
        }
    }

    /// No colours, and no text that is faint.
    pub(super) fn mono() -> Self {
        Self { muted: Style::new().fg(Color::Reset), ..Self::plain() }
    }
}

fn fg(hex: u32) -> Style {
    Style::new().fg(rgb(hex))
}
